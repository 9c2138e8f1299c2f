"""What can be mixed: choices with options, what each option uses, and what is not allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from tramite.kernel.chance import Draws

Mix = tuple[int, ...]  # the option of each choice; 0 is «as today»


@dataclass(frozen=True, slots=True)
class Resource:
    """What options use of something that is limited.

    Attributes:
        code: ``once`` and ``yearly`` for the two budgets, else the id of a capacity.
        uses: of each item, in the order of :attr:`Problem.items`; not negative. limit: in the same unit.
    """

    code: str
    uses: tuple[float, ...]
    limit: float


@dataclass(frozen=True)
class Problem:
    """Choices that are made together.

    An item is an option that differs from today: the pair of its choice and its place in it, from 1. Items are
    counted choice by choice.

    Attributes:
        sizes: options of each choice, «as today» not counted.
        blocked: items that nobody can choose. excludes: pairs of items that cannot be done together.
    """

    sizes: tuple[int, ...]
    resources: tuple[Resource, ...] = ()
    blocked: frozenset[int] = frozenset()
    excludes: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def items(self) -> tuple[tuple[int, int], ...]:
        """Choice and option of each item."""
        return tuple((c, o) for c, size in enumerate(self.sizes) for o in range(1, size + 1))

    @cached_property
    def today(self) -> Mix:
        """The mix in which nothing is changed; it uses nothing, so that it is always allowed."""
        return (0,) * len(self.sizes)

    @property
    def combinations(self) -> int:
        """Number of mixes of what is not blocked, within the limits or not."""
        free = [choice for item, (choice, _) in enumerate(self.items) if item not in self.blocked]
        return prod(1 + free.count(choice) for choice in range(len(self.sizes)))

    def mix(self, items: Iterable[int]) -> Mix:
        """Return the mix of some items, at most one of each choice."""
        chosen = dict(self.items[item] for item in items)
        return tuple(chosen.get(choice, 0) for choice in range(len(self.sizes)))

    def chosen(self, mix: Mix) -> tuple[int, ...]:
        """Return the items of a mix."""
        return tuple(item for item, (choice, option) in enumerate(self.items) if mix[choice] == option)

    def used(self, mix: Mix) -> dict[str, float]:
        """Return what a mix uses of each resource."""
        chosen = self.chosen(mix)
        return {one.code: sum(one.uses[item] for item in chosen) for one in self.resources}

    def allows(self, mix: Mix) -> bool:
        """Tell whether nothing in a mix is blocked, excluded or beyond a limit."""
        chosen = set(self.chosen(mix))
        if chosen & self.blocked or any(one in chosen and other in chosen for one, other in self.excludes):
            return False
        used = self.used(mix)
        return all(used[one.code] <= one.limit + _slack(one.limit) for one in self.resources)

    def mixes(self) -> Iterator[Mix]:
        """Walk through all allowed mixes, today first."""
        return (mix for mix in product(*(range(size + 1) for size in self.sizes)) if self.allows(mix))

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Return the pairs of items that an allowed mix can hold."""
        free = [item for item in range(len(self.items)) if self.allows(self.mix([item]))]
        return tuple(
            (one, other)
            for place, one in enumerate(free)
            for other in free[place + 1 :]
            if self.items[one][0] != self.items[other][0] and self.allows(self.mix([one, other]))
        )

    def with_limit(self, code: str, limit: float) -> Problem:
        """Return the same problem with another limit of one resource."""
        return replace(
            self, resources=tuple(replace(r, limit=limit) if r.code == code else r for r in self.resources)
        )

    def widened(self, factor: float) -> Problem:
        """Return the same problem with every limit times a factor."""
        return replace(self, resources=tuple(replace(r, limit=r.limit * factor) for r in self.resources))

    def table(self) -> Draws:
        """Return what items use: (resource, item)."""
        return np.array([one.uses for one in self.resources], dtype=np.float64).reshape(-1, len(self.items))


def _slack(limit: float) -> float:
    """Return how far a sum may miss its limit by rounding alone."""
    return 1e-9 * max(1.0, abs(limit))

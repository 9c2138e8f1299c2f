"""Which groups to ask, and how many of each, for one budget: step by step, and as an integer optimum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group

Options = Mapping[Group, tuple[tuple[int, float], ...]]  # interviews and their EVSI alone, by rising n
Worth = Callable[[Mapping[Group, int]], WorthKnowing]


@dataclass(frozen=True, slots=True)
class PlanPart:
    """So many interviews of one group; ``alone``: their EVSI if no other group were asked."""

    group: Group
    n: int
    alone: float

    @property
    def cost(self) -> float:
        """Cost of these interviews."""
        return self.n * self.group.cost


@dataclass(frozen=True, slots=True)
class Plan:
    """A wave: interviews by group, and what all of them together are worth.

    Attributes:
        how: ``greedy``, ``integer``, or ``pair``: two groups that pay only together. together: EVSI of all
            interviews at once: less than the sum of each alone where they tell the same, and sometimes more where
            they complete each other.
    """

    how: Literal["greedy", "integer", "pair"]
    parts: tuple[PlanPart, ...]
    together: WorthKnowing

    @property
    def cost(self) -> float:
        """Cost of the wave."""
        return sum(part.cost for part in self.parts)

    @property
    def alone(self) -> float:
        """Sum of what each group's interviews are worth alone."""
        return sum(part.alone for part in self.parts)

    @property
    def net(self) -> float:
        """Expected net benefit of the wave."""
        return self.together.value - self.cost


def plan_greedily(options: Options, worth: Worth, budget: float | None, pairs: Sequence[Plan] = ()) -> Plan | None:
    """Add the group, or the pair, whose next interviews bring most net benefit per euro, beside what is planned.

    Every step values all interviews together, so that two groups that tell the same are not both sent for. A step
    may leap over sizes: a few interviews may be worth nothing where some more decide.

    Args:
        options: sizes that may be chosen. worth: EVSI of a combination. budget: ``None`` is no limit.
        pairs: groups that pay only together; ``options`` holds them too.

    Returns: ``None`` where no step is worth its cost.
    """
    planned: Mapping[Group, int] = {}
    now = WorthKnowing(0.0, 0.0)
    while True:
        best: tuple[float, Mapping[Group, int], WorthKnowing] | None = None
        for asked in _steps(options, pairs, planned):
            cost = _cost(asked) - _cost(planned)
            if budget is not None and _cost(asked) > budget:
                continue
            found = worth(asked)
            rate = (found.value - now.value - cost) / cost if cost else found.value - now.value
            if rate > 0 and (best is None or rate > best[0]):
                best = rate, asked, found
        if best is None:
            return _plan("greedy", planned, options, now)
        _, planned, now = best


def _steps(options: Options, pairs: Sequence[Plan], planned: Mapping[Group, int]) -> Iterator[Mapping[Group, int]]:
    for group, sizes in options.items():
        for n in _next_sizes(sizes, planned.get(group, 0), group.cost):
            yield {**planned, group: n}
    for pair in pairs:
        if any(part.n > planned.get(part.group, 0) for part in pair.parts):
            yield {**planned, **{part.group: max(part.n, planned.get(part.group, 0)) for part in pair.parts}}


def _cost(asked: Mapping[Group, int]) -> float:
    return sum(n * group.cost for group, n in asked.items())


def _next_sizes(sizes: tuple[tuple[int, float], ...], planned: int, cost: float) -> list[int]:
    """Return the sizes to try: the next two, and the one that was best alone."""
    larger = [(n, value) for n, value in sizes if n > planned]
    if not larger:
        return []
    best = max(larger, key=lambda size: size[1] - size[0] * cost)[0]
    return sorted({*(n for n, _ in larger[:2]), best})


def plan_whole(options: Options, worth: Worth, budget: float | None, pairs: Sequence[Plan] = ()) -> Plan | None:
    """Choose one size, or none, of each group or pair: the largest sum of net benefits within the budget.

    max Σ (EVSI_s − cost_s)·z_s subject to Σ z_s ≤ 1 over the choices s that hold a group, and Σ cost_s·z_s ≤
    budget, z whole (HiGHS); a choice is n interviews of one group, or those of a pair. The sum takes choices as if
    each told something of its own: ``together`` says what they tell at once.

    Returns: ``None`` where nothing is worth its cost.
    """
    choices: list[tuple[Mapping[Group, int], float]] = [
        ({group: n}, value) for group, sizes in options.items() for n, value in sizes
    ]
    choices += [({part.group: part.n for part in pair.parts}, pair.together.value) for pair in pairs]
    costs = np.array([_cost(asked) for asked, _ in choices])
    gains = np.array([value for _, value in choices]) - costs
    one_each = np.array([[float(group in asked) for asked, _ in choices] for group in options])
    rules = [LinearConstraint(one_each, ub=np.ones(len(options)))]
    if budget is not None:
        rules.append(LinearConstraint(costs[np.newaxis], ub=[budget]))
    whole = np.ones(len(choices), dtype=np.int64)
    found = milp(-gains, constraints=rules, integrality=whole, bounds=Bounds(0, 1))
    if found.x is None:  # asking nobody is always allowed: then the solver itself failed
        raise RuntimeError(found.message)
    chosen: dict[Group, int] = {}
    for (asked, _), taken in zip(choices, found.x, strict=True):
        if taken > 0.5:
            chosen |= asked
    return _plan("integer", chosen, options, worth(chosen)) if chosen else None


def _plan(
    how: Literal["greedy", "integer"], chosen: Mapping[Group, int], options: Options, together: WorthKnowing
) -> Plan | None:
    parts = tuple(
        PlanPart(group, chosen[group], dict(sizes)[chosen[group]])
        for group, sizes in options.items()
        if chosen.get(group)
    )
    return Plan(how, parts, together) if parts else None

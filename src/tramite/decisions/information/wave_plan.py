"""Which groups to ask, and how many of each, for one budget: step by step, and as an integer optimum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        how: ``greedy`` or ``integer``. together: EVSI of all interviews at once: less than the sum of each alone
            where they tell the same, and sometimes more where they complete each other.
    """

    how: Literal["greedy", "integer"]
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


def plan_greedily(options: Options, worth: Worth, budget: float | None) -> Plan | None:
    """Add the group whose next interviews bring most net benefit per euro, beside what is planned already.

    Every step values all interviews together, so that two groups that tell the same are not both sent for. A step
    may leap over sizes: a few interviews may be worth nothing where some more decide.

    Args:
        options: sizes that may be chosen. worth: EVSI of a combination. budget: ``None`` is no limit.

    Returns: ``None`` where no step is worth its cost.
    """
    planned: dict[Group, int] = {}
    now = WorthKnowing(0.0, 0.0)
    while True:
        best: tuple[float, Group, int, WorthKnowing] | None = None
        spent = sum(n * group.cost for group, n in planned.items())
        for group, sizes in options.items():
            for n in _next_sizes(sizes, planned.get(group, 0), group.cost):
                cost = (n - planned.get(group, 0)) * group.cost
                if budget is not None and spent + cost > budget:
                    break
                found = worth({**planned, group: n})
                rate = (found.value - now.value - cost) / cost if cost else found.value - now.value
                if rate > 0 and (best is None or rate > best[0]):
                    best = rate, group, n, found
        if best is None:
            return _plan("greedy", planned, options, now)
        _, group, planned[group], now = best


def _next_sizes(sizes: tuple[tuple[int, float], ...], planned: int, cost: float) -> list[int]:
    """Return the sizes to try: the next two, and the one that was best alone."""
    larger = [(n, value) for n, value in sizes if n > planned]
    if not larger:
        return []
    best = max(larger, key=lambda size: size[1] - size[0] * cost)[0]
    return sorted({*(n for n, _ in larger[:2]), best})


def plan_whole(options: Options, worth: Worth, budget: float | None) -> Plan | None:
    """Choose one size, or none, of each group: the largest sum of net benefits within the budget.

    max Σ (EVSI_g(n) − n·c_g)·z_gn subject to Σ_n z_gn ≤ 1 and Σ n·c_g·z_gn ≤ budget, z whole (HiGHS). The sum
    takes groups as if each told something of its own: ``together`` says what they tell at once.

    Returns: ``None`` where nothing is worth its cost.
    """
    choices = [(group, n, value) for group, sizes in options.items() for n, value in sizes]
    costs = np.array([n * group.cost for group, n, _ in choices])
    gains = np.array([value for _, _, value in choices]) - costs
    places = {group: place for place, group in enumerate(options)}
    one_each = np.zeros((len(options), len(choices)))
    one_each[[places[group] for group, _, _ in choices], np.arange(len(choices))] = 1.0
    rules = [LinearConstraint(one_each, ub=np.ones(len(options)))]
    if budget is not None:
        rules.append(LinearConstraint(costs[np.newaxis], ub=[budget]))
    whole = np.ones(len(choices), dtype=np.int64)
    found = milp(-gains, constraints=rules, integrality=whole, bounds=Bounds(0, 1))
    if found.x is None:  # asking nobody is always allowed: then the solver itself failed
        raise RuntimeError(found.message)
    chosen = {group: n for (group, n, _), taken in zip(choices, found.x, strict=True) if taken > 0.5}
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

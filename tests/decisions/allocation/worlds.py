"""Simulated worlds with known laws: values of mixes from single effects, pairs and, if wanted, threes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tramite.decisions.allocation.mixes import Mix, Problem, Resource
from tramite.kernel.chance import Draws


@dataclass(frozen=True)
class MadeWorld:
    """A problem and what its mixes are worth, draw by draw.

    Attributes:
        threes: what each set of three items adds, on every draw.
    """

    problem: Problem
    base: Draws
    singles: Draws
    pairs: Mapping[tuple[int, int], Draws]
    threes: float = 0.0

    def value(self, mix: Mix) -> Draws:
        """Return V of a mix: (d,)."""
        items = self.problem.chosen(mix)
        value: Draws = self.base + self.singles[list(items)].sum(axis=0)
        for pair in combinations(items, 2):
            value += self.pairs[pair]
        value += self.threes * len(list(combinations(items, 3)))
        return value

    def simulate(self, mixes: Sequence[Mix]) -> Mapping[Mix, Draws]:
        """Answer as the simulator does."""
        return {mix: self.value(mix) for mix in mixes}


def made_world(
    seed: int, sizes: tuple[int, ...] = (2, 3, 1, 2, 1), *, draws: int = 600, threes: float = 0.0
) -> MadeWorld:
    """Make a world: common shocks, effects of either sign, pairs that help or hinder, two scarce resources."""
    rng = np.random.default_rng(seed)
    count = sum(sizes)
    shocks = rng.normal(size=(3, draws))
    singles = rng.normal(1.0, 2.0, (count, 1)) + rng.normal(size=(count, 3)) @ shocks
    singles += 0.5 * rng.normal(size=(count, draws))
    pairs = {pair: rng.normal(-0.3, 0.8) + 0.3 * rng.normal(size=draws) for pair in combinations(range(count), 2)}
    costs, people = rng.uniform(1, 5, count), rng.uniform(0, 3, count)
    resources = (
        Resource("once", tuple(costs), 0.3 * float(costs.sum())),
        Resource("people", tuple(people), 0.4 * float(people.sum())),
    )
    return MadeWorld(Problem(sizes, resources), 4 * rng.normal(size=draws), singles, pairs, threes)


SAFE = ("expected-shortfall", "worst-case", "regret")

"""Worlds whose best mix is known: is it found, and do the intervals hold the truth?

All values are normal, with pairs that help or hinder by a fixed amount: mean, shortfall and best mix have a closed
form. At full length ``TRAMITE_WORLDS=1000``.
"""

from __future__ import annotations

import math
import os
from itertools import combinations

import numpy as np
import pytest
from scipy.special import ndtri

from tests.decisions.allocation.worlds import MadeWorld
from tramite.decisions.allocation.allocate import allocate
from tramite.decisions.allocation.mixes import Mix, Problem, Resource
from tramite.decisions.allocation.risk import Risk
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "40"))
DRAWS, SIZES, TAIL, LEVEL = 1000, (2, 1, 2, 1), 0.1, 0.9
SHORTFALL = math.exp(-(ndtri(TAIL) ** 2) / 2) / math.sqrt(2 * math.pi) / TAIL  # of a standard normal


class Truth:
    """The law of a world, and draws from it."""

    def __init__(self, rng: np.random.Generator) -> None:
        count = sum(SIZES)
        costs = rng.uniform(1, 5, count)
        self.problem = Problem(SIZES, (Resource("once", tuple(costs), 0.5 * float(costs.sum())),))
        self.means, self.loads = rng.normal(0.3, 1.0, count), rng.normal(0, 1.0, (count, 3))
        self.pairs = {pair: float(rng.normal(0, 0.4)) for pair in combinations(range(count), 2)}
        self.today = rng.normal(0, 2.0, 3)  # how today hangs on the three shocks
        self.most = self.risk(self.problem.today)

    def mean(self, mix: Mix) -> float:
        """Return the true mean change of a mix."""
        items = self.problem.chosen(mix)
        return float(self.means[list(items)].sum() + sum(self.pairs[pair] for pair in combinations(items, 2)))

    def risk(self, mix: Mix) -> float:
        """Return the true expected shortfall of a mix, against today's mean of zero."""
        loads = self.today + self.loads[list(self.problem.chosen(mix))].sum(axis=0)
        return float(SHORTFALL * np.linalg.norm(loads)) - self.mean(mix)

    def best(self) -> float:
        """Return the highest true mean of an allowed mix with no more risk than today."""
        return max(self.mean(mix) for mix in self.problem.mixes() if self.risk(mix) <= self.most + 1e-9)

    def drawn(self, rng: np.random.Generator) -> MadeWorld:
        """Draw a world."""
        shocks = rng.normal(size=(3, DRAWS))
        singles = self.means[:, np.newaxis] + self.loads @ shocks
        pairs = {pair: np.full(DRAWS, amount) for pair, amount in self.pairs.items()}
        return MadeWorld(self.problem, self.today @ shocks, singles, pairs)


def holds(count: int, of: int, level: float) -> bool:
    """Tell whether so many of so many are no fewer than ``level``, but for chance (three standard errors)."""
    return count >= of * level - 3 * math.sqrt(of * level * (1 - level))


@pytest.mark.parametrize("most", [10_000, 0], ids=["every-mix", "proposals"])
def test_best_mix_is_found_and_intervals_hold(most: int, capsys: pytest.CaptureFixture[str]) -> None:
    method = Method().overridden({
        "allocation_exhaustive": most, "allocation_scenarios": 150, "allocation_checks": 3,
        "allocation_points": 4, "interval_level": LEVEL, "allocation_batches": 5,
    })  # fmt: skip
    rng = np.random.default_rng(20251126)
    risk_held, gap_held, lost, luck, spread = 0, 0, [], [], []
    worlds = WORLDS if most else max(WORLDS // 8, 5)
    for _ in range(worlds):
        truth = Truth(rng)
        world = truth.drawn(rng)
        result = allocate(
            world.problem, world.simulate, risk=Risk("expected-shortfall", TAIL, truth.most),
            grounds=lambda mix: (Grade.D, ()), method=method, chance=Chance(1, DRAWS), currency="EUR",
        )  # fmt: skip
        best = result.best or result.today
        low, high = best.risk.lower, best.risk.upper
        assert low is not None
        assert high is not None
        risk_held += low <= truth.risk(best.mix) <= high
        lost.append(truth.best() - truth.mean(best.mix))
        gap_held += result.gap is None or result.gap.upper >= lost[-1]
        luck.append((best.change.value or 0.0) - truth.mean(best.mix))
        spread.append(float((world.value(best.mix) - world.base).std()) / math.sqrt(DRAWS / 2))
    with capsys.disabled():
        print(
            f"\nallocation, {'every mix' if most else 'proposals'}: {worlds} worlds; risk held {risk_held}, "
            f"gap held {gap_held}, lost {np.mean(lost):.3f} on average, error of the change {np.mean(luck):+.3f}"
        )
    assert holds(risk_held, worlds, LEVEL)
    assert holds(gap_held, worlds, LEVEL)
    assert abs(np.mean(luck)) < 3 * np.mean(spread) / math.sqrt(worlds)

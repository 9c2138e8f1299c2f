from __future__ import annotations

import numpy as np
import pytest

from tests.decisions.allocation.worlds import MadeWorld, made_world
from tramite.decisions.allocation.aim import highest_return
from tramite.decisions.allocation.gap import multiplier, optimality_gap
from tramite.decisions.allocation.mixes import Problem
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.search import Exhaustive, Simulated


def test_multiplier_agrees_with_hand_work() -> None:
    # Means 0, 3, 4 at risks 0, 1, 3. At a limit of 2 between the last two: μ = (4 − 3)/(3 − 1).
    points = [(0.0, 0.0), (3.0, 1.0), (4.0, 3.0)]
    assert multiplier(points, 2.0) == 0.5
    assert multiplier(points, 0.5) == 3.0
    assert multiplier(points, 9.0) == 0.0


def test_no_gap_where_one_mix_wins_in_every_draw() -> None:
    world = MadeWorld(Problem((1,)), np.random.default_rng(1).normal(size=200), np.full((1, 200), 5.0), {})
    search = Exhaustive(world.problem, Simulated(world.simulate), Risk("expected-shortfall", 0.1))
    gap = optimality_gap(search, (1,), [(1,)], batches=5, level=0.9)
    assert gap is not None
    assert (gap.value, gap.upper) == (0.0, 0.0)
    worse = optimality_gap(search, (0,), [(1,)], batches=5, level=0.9)
    assert worse is not None
    assert worse.value == pytest.approx(5.0)


@pytest.mark.parametrize("seed", range(4))
def test_gap_holds_what_the_best_on_all_draws_would_give(seed: int) -> None:
    world, places = made_world(seed, (2, 2, 1), draws=2000), np.arange(2000)
    today = world.problem.today
    limit = Exhaustive(world.problem, Simulated(world.simulate), Risk("expected-shortfall", 0.1)).measures(
        today, places
    )[1]
    search = Exhaustive(world.problem, Simulated(world.simulate), Risk("expected-shortfall", 0.1, limit))
    found, truly = search.best(highest_return(limit)), search.best(highest_return(limit), places=places)
    assert found is not None
    assert truly is not None
    assert truly != today
    for mix in (found, today):
        gap = optimality_gap(search, mix, [found], batches=10, level=0.9)
        assert gap is not None
        lost = search.measures(truly, places)[0] - search.measures(mix, places)[0]
        assert gap.upper >= lost - 1e-9


def test_a_limit_that_binds_on_a_largest_loss_has_no_gap() -> None:
    rng = np.random.default_rng(2)
    bold, careful = rng.normal(3.0, 9.0, 200), rng.normal(1.0, 0.1, 200)
    world = MadeWorld(Problem((2,)), np.zeros(200), np.array([bold, careful]), {})
    for limit, within in ((None, (1,)), (5.0, (2,))):
        search = Exhaustive(world.problem, Simulated(world.simulate), Risk("worst-case", 0.1, limit))
        assert search.best(highest_return(limit)) == within
        gap = optimality_gap(search, within, [(2,), (1,)], batches=5, level=0.9)
        assert (gap is None) == (limit is not None)

from __future__ import annotations

import numpy as np
import pytest

from tests.decisions.allocation.worlds import SAFE, MadeWorld, made_world
from tramite.decisions.allocation.aim import Aim, highest_return, lowest_risk
from tramite.decisions.allocation.mixes import Mix, Problem, Resource
from tramite.decisions.allocation.program import solve
from tramite.decisions.allocation.risk import Risk, RiskMeasure
from tramite.decisions.allocation.search import Exhaustive, Simulated
from tramite.decisions.allocation.surrogate import Surrogate, surrogate_of
from tramite.kernel.chance import Draws

SHORTFALL = Risk("expected-shortfall", 0.5)


def alone(singles: Draws, base: Draws | None = None) -> Surrogate:
    """Return effects that do not act on each other."""
    draws = singles.shape[1]
    start = np.zeros(draws) if base is None else base
    return Surrogate(start, singles, (), np.empty((0, draws)), (), np.empty((0, draws)))


def whole(world: MadeWorld) -> Surrogate:
    """Return the surrogate made from simulated singles and pairs."""
    problem = world.problem
    mixes = [problem.today, *(problem.mix([item]) for item in range(len(problem.items)))]
    return surrogate_of(problem, world.simulate([*mixes, *(problem.mix(pair) for pair in problem.pairs())]))


def test_knapsack_agrees_with_hand_work() -> None:
    # Worth 60, 100, 120 at 10, 20, 30 with 50 to spend: the second and third, 220.
    problem = Problem((1, 1, 1), (Resource("once", (10.0, 20.0, 30.0), 50.0),))
    effects = np.array([[60.0], [100.0], [120.0]])
    assert solve(problem, alone(effects), np.zeros(1), risk=SHORTFALL, aim=highest_return()) == (0, 1, 1)


def test_two_options_of_one_choice_exclude_each_other() -> None:
    assert solve(
        Problem((2,)), alone(np.array([[5.0], [7.0]])), np.zeros(1), risk=SHORTFALL, aim=highest_return()
    ) == (2,)


def test_a_pair_that_spoils_each_other_is_not_done_together() -> None:
    effects = np.array([[5.0], [7.0]])
    spoiled = Surrogate(np.zeros(1), effects, ((0, 1),), np.array([[-6.0]]), (), np.empty((0, 1)))
    assert solve(Problem((1, 1)), spoiled, np.zeros(1), risk=SHORTFALL, aim=highest_return()) == (0, 1)


def test_the_limit_of_risk_chooses_by_hand_work() -> None:
    # Two draws. The bold option gives 10 or −4 (mean 3, loss of the worse half 4), the careful one 1 or 2.
    problem, effects = Problem((2,)), alone(np.array([[10.0, -4.0], [1.0, 2.0]]))
    limits: dict[float | None, Mix | None] = {None: (1,), 4.0: (1,), 3.9: (2,), -1.0: (2,), -1.1: None}
    for limit, mix in limits.items():
        assert solve(problem, effects, np.zeros(2), risk=SHORTFALL, aim=highest_return(limit)) == mix
    assert solve(problem, effects, np.zeros(2), risk=SHORTFALL, aim=lowest_risk()) == (2,)
    assert solve(problem, effects, np.zeros(2), risk=SHORTFALL, aim=lowest_risk(2.0)) == (1,)
    # Mean − 0.2 · risk: 3 − 0.8 against 1.5 + 0.2; mean − 0.5 · risk: 3 − 2 against 1.5 + 0.5.
    assert solve(problem, effects, np.zeros(2), risk=SHORTFALL, aim=Aim(risk_weight=0.2)) == (1,)
    assert solve(problem, effects, np.zeros(2), risk=SHORTFALL, aim=Aim(risk_weight=0.5)) == (2,)


def test_what_is_blocked_or_excluded_is_not_chosen() -> None:
    effects = alone(np.array([[5.0], [7.0], [3.0]]))
    problem = Problem((1, 1, 1), (), frozenset({1}), frozenset({(0, 2)}))
    assert solve(problem, effects, np.zeros(1), risk=SHORTFALL, aim=highest_return()) == (1, 0, 0)


@pytest.mark.parametrize("measure", SAFE)
@pytest.mark.parametrize("seed", range(3))
def test_program_finds_what_the_list_of_all_mixes_does(measure: RiskMeasure, seed: int) -> None:
    world = made_world(seed, draws=60)
    risk, effects = Risk(measure, 0.1), whole(world)
    every = Exhaustive(world.problem, Simulated(world.simulate), risk)
    places = np.arange(60)
    targets = every.targets(places)
    middle = every.measures(world.problem.today, places)[1]
    for aim in (highest_return(), highest_return(middle), lowest_risk(), lowest_risk(1.0), Aim(risk_weight=0.7)):
        expected = every.best(aim, places=places)
        assert solve(world.problem, effects, targets, risk=risk, aim=aim) == expected


def test_a_mix_that_was_simulated_whole_counts_as_simulated() -> None:
    world = made_world(3, draws=40)
    problem, effects = world.problem, whole(world)
    targets = np.zeros(40)
    first = solve(problem, effects, targets, risk=SHORTFALL, aim=highest_return())
    assert first is not None
    told = effects.corrected(problem, first, effects.of(problem, first) - 100.0)
    second = solve(problem, told, targets, risk=SHORTFALL, aim=highest_return())
    others = {mix: effects.of(problem, mix).mean() for mix in problem.mixes() if mix != first}
    assert second == max(others, key=lambda mix: others[mix])
    lifted = told.corrected(problem, (0,) * len(problem.sizes), effects.base + 1e4)
    assert solve(problem, lifted, targets, risk=SHORTFALL, aim=highest_return()) == problem.today


def test_amounts_in_millions_are_solved_as_well() -> None:
    world = made_world(5, draws=50)
    effects = whole(world)
    large = Surrogate(
        effects.base * 1e7, effects.singles * 1e7, effects.pairs, effects.joint * 1e7, (), effects.left
    )
    risk = Risk("expected-shortfall", 0.1)
    one, other = (
        solve(world.problem, each, np.full(50, each.base.mean()), risk=risk, aim=highest_return(limit))
        for each, limit in ((effects, 4.0), (large, 4e7))
    )
    assert one == other

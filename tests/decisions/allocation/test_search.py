from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from tests.decisions.allocation.worlds import MadeWorld, made_world
from tramite.decisions.allocation.aim import highest_return, lowest_risk
from tramite.decisions.allocation.mixes import Problem, Resource
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.search import Exhaustive, Proposing, Simulated, search_for
from tramite.kernel.method import Method

SHORTFALL = Risk("expected-shortfall", 0.1)
FEW = Method().overridden({"allocation_exhaustive": 0, "allocation_scenarios": 60, "allocation_checks": 6})


def proposing(world: MadeWorld, method: Method = FEW, seed: int = 1) -> Proposing:
    return Proposing(world.problem, Simulated(world.simulate), SHORTFALL, method, np.random.default_rng(seed))


def test_the_number_of_combinations_decides_how_to_search() -> None:
    world, rng = made_world(1, draws=120), np.random.default_rng(1)
    for most, kind in ((10_000, Exhaustive), (0, Proposing)):
        method = replace(FEW, allocation_exhaustive=most)
        found = search_for(world.problem, world.simulate, risk=SHORTFALL, method=method, rng=rng)
        assert type(found) is kind


def test_no_draw_both_chooses_and_judges() -> None:
    for search in (proposing(made_world(2)), Exhaustive(*_all(made_world(2)))):
        both = np.concatenate([search.split.choosing, search.split.judging])
        assert sorted(both) == list(range(600))


def _all(world: MadeWorld) -> tuple[Problem, Simulated, Risk]:
    return world.problem, Simulated(world.simulate), SHORTFALL


@pytest.mark.parametrize("seed", range(3))
def test_pairs_alone_are_found_exactly_with_few_simulations(seed: int) -> None:
    world = made_world(seed)
    search, every = proposing(world), Exhaustive(*_all(world))
    places = search.split.choosing
    risk = every.measures(world.problem.today, places)[1]
    for aim in (
        highest_return(),
        highest_return(risk),
        highest_return(0.5 * risk),
        lowest_risk(),
        lowest_risk(0.0),
    ):
        assert search.best(aim) == every.best(aim, places=places)
    assert search.agreed
    assert search.fit is None or search.fit.largest < 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_what_threes_hide_costs_no_more_than_the_surrogate_misses(seed: int) -> None:
    world = made_world(seed, threes=-1.0)
    search, every = proposing(world), Exhaustive(*_all(world))
    places = search.split.choosing
    found, best = search.best(highest_return()), every.best(highest_return(), places=places)
    assert found is not None
    assert best is not None
    assert search.agreed
    assert search.fit is not None
    assert search.fit.largest >= search.fit.error > 0
    surrogate = search._surrogate
    missed = [
        float((world.value(mix) - surrogate.of(world.problem, mix))[places].mean())
        for mix in world.problem.mixes()
    ]
    lost = every.measures(best, places)[0] - every.measures(found, places)[0]
    assert 0 <= lost <= max(0.0, *missed) + 1e-9
    assert found in search.values  # simulated whole before it was called the best


def test_fewer_rounds_than_needed_are_told() -> None:
    # By singles and pairs all four seem best; no three of them can stand together.
    world = made_world(4, (1, 1, 1, 1), threes=-100.0)
    free = replace(world, problem=Problem((1, 1, 1, 1)), singles=np.abs(world.singles) + 9.0)
    hurried = proposing(free, replace(FEW, allocation_rounds=1, allocation_checks=0))
    found = hurried.best(highest_return())
    assert not hurried.agreed
    assert found == hurried.best_known(highest_return(), free.problem, hurried.split.choosing)
    assert found is not None
    assert sum(found) == 2


def test_more_budget_never_lowers_the_best() -> None:
    for seed in range(2):
        world = made_world(seed)
        search = proposing(world)
        reached = []
        for factor in (0.5, 1.0, 1.5, 2.0):
            eased = world.problem.with_limit("once", world.problem.resources[0].limit * factor)
            mix = search.best(highest_return(), problem=eased)
            assert mix is not None
            reached.append(search.measures(mix, search.split.choosing)[0])
        assert reached == sorted(reached)


def test_the_order_of_choices_changes_nothing() -> None:
    world, places = made_world(7, (2, 1, 2), draws=200), np.arange(200)
    every = Exhaustive(*_all(world))
    aim = highest_return(every.measures(world.problem.today, places)[1])
    same = every.best(aim, places=places)
    assert same is not None
    assert same != world.problem.today
    for order in permutations(range(3)):
        turned = _turned(world, order)
        for search in (Exhaustive(*_all(turned)), proposing(turned)):
            found = search.best(aim, places=places)
            assert found == tuple(same[choice] for choice in order)
            assert turned.problem.used(found) == pytest.approx(world.problem.used(same))


def _turned(world: MadeWorld, order: tuple[int, ...]) -> MadeWorld:
    """Return the same world with its choices in another order."""
    old = world.problem
    sizes = tuple(old.sizes[choice] for choice in order)
    items = [old.items.index((choice, option)) for choice in order for option in range(1, old.sizes[choice] + 1)]
    resources = tuple(Resource(r.code, tuple(r.uses[i] for i in items), r.limit) for r in old.resources)
    count = len(items)
    pairs = {(a, b): world.pairs[min(items[a], items[b]), max(items[a], items[b])]
             for a in range(count) for b in range(a + 1, count)}  # fmt: skip
    return MadeWorld(Problem(sizes, resources), world.base, world.singles[items], pairs, world.threes)


def test_the_same_seed_finds_the_same() -> None:
    one, other = (proposing(made_world(3, threes=-1.0)) for _ in range(2))
    assert one.best(highest_return(2.0)) == other.best(highest_return(2.0))
    assert list(one.values) == list(other.values)
    assert one.fit == other.fit

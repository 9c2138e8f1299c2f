from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.decisions.allocation.worlds import SAFE, MadeWorld, made_world
from tramite.decisions.allocation.allocate import STEPS, allocate
from tramite.decisions.allocation.mixes import Mix, Problem, Resource
from tramite.decisions.allocation.result import Allocation
from tramite.decisions.allocation.risk import Risk, RiskMeasure
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source

METHOD = Method().overridden({"allocation_batches": 4, "allocation_points": 30})
HALF = Risk("expected-shortfall", 0.5)


def grounds(mix: Mix) -> tuple[Grade, tuple[Source, ...]]:
    return (Grade.C if any(mix) else Grade.A), (Source("table", "sell_in"),)


def found(world: MadeWorld, risk: Risk = HALF, method: Method = METHOD) -> Allocation:
    return allocate(
        world.problem, world.simulate, risk=risk, grounds=grounds, method=method, currency="EUR",
        chance=Chance(1, len(world.base)),
    )  # fmt: skip


def by_hand(mixes: Sequence[Mix]) -> Mapping[Mix, Draws]:
    """Value two draws that come eight times each, so that both halves are alike.

    Today gives 0 or 4 (mean 2), A 8 or −2 (mean 3), B 3 or 3; together, 11 or −3 (mean 4).
    """
    two: dict[Mix, tuple[float, float]] = {(0, 0): (0, 4), (1, 0): (8, -2), (0, 1): (3, 3), (1, 1): (11, -3)}
    return {mix: np.array(two[mix], dtype=np.float64).repeat(8) for mix in mixes}


def hand_made(limit: float | None = None, budget: float = 10.0) -> Allocation:
    problem = Problem((1, 1), (Resource("once", (4.0, 3.0), budget),))
    return allocate(
        problem, by_hand, risk=replace(HALF, limit=limit), grounds=grounds, method=METHOD, chance=Chance(1, 16),
        currency="EUR", alternatives={"b": by_hand([(0, 1)])[0, 1]},
    )  # fmt: skip


def test_return_risk_and_distance_agree_with_hand_work() -> None:
    # Losses against today's mean of 2, mean of the worse half: today 2, A 4, B −1, both 5.
    result = hand_made()
    assert (result.today.change.value, result.today.risk.value) == (0.0, 2.0)
    assert result.best is not None
    assert (result.best.mix, result.best.change.value, result.best.risk.value) == ((1, 1), 2.0, 5.0)
    assert [(one.mix, one.change.value, one.risk.value) for one in result.frontier] == [
        ((0, 1), 1.0, -1.0), ((1, 1), 2.0, 5.0),
    ]  # fmt: skip
    assert (result.distance.dearer.mix, result.distance.dearer.change.value) == ((0, 1), 1.0)
    assert (result.distance.safer.mix, result.distance.relief.value) == ((0, 1), 3.0)
    assert (result.alternatives["b"].change, result.alternatives["b"].risk) == (1.0, -1.0)
    assert [one.change.value for one in result.alone if one is not None] == [1.0, 1.0]
    assert result.best.uses == {"once": 7.0}
    assert result.best.p_better == 0.5
    assert (result.best.change.grade, result.today.change.grade) == (Grade.C, Grade.A)


def test_a_limit_of_risk_and_none_that_keeps_it() -> None:
    within = hand_made(limit=4.5).best
    assert within is not None
    assert within.mix == (0, 1)  # A gives as much, at a higher risk, and only half of the draws choose
    assert hand_made(limit=-2.0).best is None
    assert hand_made(limit=-2.0).gap is None


def test_shadow_prices_agree_with_hand_work() -> None:
    # With 3 to spend only B; with 4.5 also A, as good; with 6 nothing more; both take 7.
    (price,) = hand_made(budget=3.5).shadow_prices
    assert [(step.limit, step.change) for step in price.steps] == [
        (1.75, 0.0), (3.5, 1.0), (5.25, 1.0), (7.0, 2.0),
    ]  # fmt: skip
    assert price.price == pytest.approx(1 / 3.5)
    assert hand_made(budget=10.0).shadow_prices[0].price == 0.0


@pytest.mark.parametrize("measure", SAFE)
def test_frontier_rises_and_nothing_allowed_passes_it(measure: RiskMeasure) -> None:
    world = made_world(11, (2, 2, 1), draws=400)
    result = found(world, Risk(measure, 0.1))
    points = [(one.change.value or 0.0, one.risk.value or 0.0) for one in result.frontier]
    assert points == sorted(points, key=lambda point: (point[1], point[0]))
    assert [change for change, _ in points] == sorted(change for change, _ in points)
    # On the draws that chose, nothing has a mean as high as the last with less risk, nor less risk than the first.
    assert max(one.promised for one in result.frontier) == pytest.approx(_promised(world, measure))
    assert (result.today.risk.lower is None) == (measure != "expected-shortfall")


def _promised(world: MadeWorld, measure: RiskMeasure) -> float:
    return max(float((world.value(mix) - world.base)[::2].mean()) for mix in world.problem.mixes())


def test_what_the_search_gained_by_luck_is_not_shown() -> None:
    """Options that are worth nothing: the best of many promises something, and gives nothing on other draws."""
    gains, shown = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        world = MadeWorld(Problem((30,)), np.zeros(100), rng.normal(size=(30, 100)), {})
        best = found(world, Risk("expected-shortfall", 0.1)).best
        assert best is not None
        gains.append(best.promised)
        shown.append(best.change.value or 0.0)
    assert np.mean(gains) > 0.2  # the largest of thirty means of fifty draws: 2.04/√50 = 0.29
    assert abs(np.mean(shown)) < 3 * 0.14 / np.sqrt(40)  # a mean of fifty draws scatters by 0.14


def test_more_budget_never_lowers_what_is_promised() -> None:
    for seed in range(3):
        world = made_world(seed, (2, 2, 1), draws=200)
        promised = []
        for factor in (0.4, 0.8, 1.2, 1.6):
            eased = replace(world, problem=world.problem.widened(factor))
            best = found(eased).best
            assert best is not None
            promised.append(best.promised)
        assert promised == sorted(promised)


def test_the_same_seed_gives_the_same_and_tells_its_steps() -> None:
    world, told = made_world(5, (2, 1, 1), draws=200), list[str]()
    method = replace(METHOD, allocation_exhaustive=0, allocation_scenarios=40, allocation_checks=3)
    one, other = (
        allocate(
            world.problem, world.simulate, risk=HALF, grounds=grounds, method=method, chance=Chance(3, 200),
            currency="EUR", progress=told.append,
        )
        for _ in range(2)
    )  # fmt: skip
    assert one == other
    assert told == [*STEPS, *STEPS]
    assert not one.effort.exhaustive
    assert one.effort.choosing == 40
    assert one.effort.judging == 160


def test_today_is_the_best_where_nothing_helps() -> None:
    world = made_world(5, (2, 1), draws=200)
    worse = replace(world, singles=world.singles - 100.0)
    result = found(worse)
    assert result.best is not None
    assert result.best.mix == result.distance.dearer.mix == result.distance.safer.mix == worse.problem.today
    assert result.best.p_better is None
    assert result.distance.relief.value == 0.0

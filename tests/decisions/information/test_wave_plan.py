"""Plans under a budget, against trying every combination."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.wave_plan import Options, plan_greedily, plan_whole

from .made import group

SIZES = (5, 10, 20)


def options_of(tops: list[float], costs: list[float]) -> Options:
    return {
        group(stratum=f"s{place}", cost=cost): tuple((n, top * n / (n + 10)) for n in SIZES)
        for place, (top, cost) in enumerate(zip(tops, costs, strict=True))
    }


def additive(options: Options, chosen: Mapping[Group, int]) -> WorthKnowing:
    return WorthKnowing(sum(dict(options[g])[n] for g, n in chosen.items() if n), 0.0)


def best_of_all(options: Options, budget: float) -> float:
    """Try every combination."""
    nets = []
    for chosen in product((0, *SIZES), repeat=len(options)):
        asked = {g: n for g, n in zip(options, chosen, strict=True) if n}
        cost = sum(g.cost * n for g, n in asked.items())
        if cost <= budget:
            nets.append(additive(options, asked).value - cost)
    return max(nets)


@settings(max_examples=25, deadline=None)
@given(
    tops=st.lists(st.floats(0, 3_000), min_size=1, max_size=4), seed=st.integers(0, 99),
    budget=st.floats(0, 2_000),
)  # fmt: skip
def test_the_integer_plan_is_the_best_of_all_combinations(tops: list[float], seed: int, budget: float) -> None:
    costs = np.random.default_rng(seed).uniform(5, 60, len(tops)).round(2).tolist()
    options = options_of(tops, costs)
    plan = plan_whole(options, lambda asked: additive(options, asked), budget)
    best = best_of_all(options, budget)
    assert (0.0 if plan is None else plan.net) == pytest.approx(best, abs=1e-4)
    assert plan is None or plan.cost <= budget + 1e-6


def test_both_plans_agree_where_nothing_competes() -> None:
    options = options_of([3_000, 900], [10, 10])
    plans = [plan(options, lambda asked: additive(options, asked), None) for plan in (plan_greedily, plan_whole)]
    assert plans[0] is not None
    assert plans[1] is not None
    assert plans[0].parts == plans[1].parts
    assert plans[0].alone == pytest.approx(plans[0].together.value)


def test_step_by_step_does_not_ask_two_groups_for_the_same_answer() -> None:
    options = options_of([1_000, 1_000], [10, 30])

    def same(asked: Mapping[Group, int]) -> WorthKnowing:
        n = sum(asked.values())
        return WorthKnowing(1_000 * n / (n + 10), 0.0)

    greedy, whole = plan_greedily(options, same, None), plan_whole(options, same, None)
    assert greedy is not None
    assert whole is not None
    assert [part.group.stratum for part in greedy.parts] == ["s0"]
    assert len(whole.parts) == 2
    assert whole.together.value < whole.alone
    assert greedy.net > whole.net


@pytest.mark.parametrize("plan", [plan_greedily, plan_whole])
def test_nothing_is_planned_that_costs_more_than_it_is_worth(plan: object) -> None:
    options = options_of([50], [100])
    assert plan(options, lambda asked: additive(options, asked), None) is None  # type: ignore[operator]
    dear = options_of([5_000], [100])
    assert plan(dear, lambda asked: additive(dear, asked), 400.0) is None  # type: ignore[operator]

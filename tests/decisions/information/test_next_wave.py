"""What to ask next: advice by group, plan, and what no interview tells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import norm

from tests.reports.conftest import comparison as invented
from tramite.decisions.comparison import Comparison
from tramite.decisions.information.answers import MeanLearning
from tramite.decisions.information.group_advice import advice_on
from tramite.decisions.information.informing import Informed, bearing_on
from tramite.decisions.information.next_wave import NextWave, next_wave
from tramite.decisions.information.respondents_left import Group, Weights
from tramite.decisions.parameters import Parameter
from tramite.decisions.strategy import judge_strategy
from tramite.kernel.chance import Draws
from tramite.kernel.method import Method

from .made import CHANCE, CUSTOMERS, DRAWS, PARTNERS, group, means, shares, voice

METHOD = Method()


def decided(gain: Draws, parameters: dict[str, Draws]) -> Comparison:
    """Put draws into an invented comparison of two alternatives."""
    made = invented()
    today, other = made.results
    known = tuple(replace(made.results[1].parameters[3], code=code, draws=d) for code, d in parameters.items())
    results = (
        replace(today, draws=np.zeros(DRAWS), parameters=()),
        replace(other, draws=gain, parameters=known, bars=()),
    )
    strategy = judge_strategy(results, net_sales=1e6, method=METHOD)
    return replace(made, results=results, draws=DRAWS, strategy=strategy, first_month=date(2025, 1, 1))


EXIT = CHANCE.stream("exit").triangular(0, 50_000, 150_000, DRAWS)
CLOSE = decided(
    400_000 * (shares().draws[:, 0] - 0.42) - EXIT, {"diversion": shares().draws[:, 0], "exit_cost": EXIT}
)


def asked(
    comparison: Comparison = CLOSE,
    groups: tuple[Group, ...] = (group(cost=100.0),),
    budget: float | None = None,
    informed: Sequence[Informed] = (
        Informed("diversion", shares(), {CUSTOMERS: (voice(),), PARTNERS: (voice(0.5),)}),
    ),
) -> NextWave:
    heard = {spoken: Weights(8, 8.0, 8.0, 1.0) for spoken in (CUSTOMERS, PARTNERS)}
    found = next_wave(comparison, informed, groups, heard, budget=budget, chance=CHANCE, method=METHOD)
    assert found is not None
    return found


def test_a_group_is_asked_as_long_as_an_interview_brings_more_than_it_costs() -> None:
    found = asked()
    one = found.groups[0]
    assert one.best is not None
    assert (one.advice, found.advice) == ("ask", "ask")
    assert one.best == max(one.sizes, key=lambda size: size.net)
    worths = [size.worth.value for size in one.sizes]
    assert worths == sorted(worths)
    assert worths[-1] < one.ceiling.value
    assert found.plan is not None
    assert [part.n for part in found.plan.parts] == [one.best.n]


def test_dear_interviews_are_not_asked_for() -> None:
    found = asked(groups=(group(cost=40_000.0),))
    assert (found.groups[0].advice, found.groups[0].sizes, found.plan, found.advice) == ("stop", (), None, "stop")


def test_a_budget_is_kept() -> None:
    found = asked(groups=(group(cost=100.0), group("partner", cost=90.0)), budget=1_500.0)
    assert found.plan is not None
    assert all(plan.cost <= 1_500.0 for plan in found.plans)
    assert found.plan.net == max(plan.net for plan in found.plans)


def together(cost: float) -> NextWave:
    """Gain 10⁶·(θ₁ + θ₂ − 4.5): customers tell θ₁, partners θ₂, each ~ N(1, 1)."""
    other = MeanLearning("others", CHANCE.stream("others").normal(1.0, 1.0, (DRAWS, 1)), np.array([2.0]))
    first, second = means().draws[:, 0], other.draws[:, 0]
    informed = (
        Informed("price", means(), {CUSTOMERS: (voice(),)}), Informed("halo", other, {PARTNERS: (voice(),)}),
    )  # fmt: skip
    comparison = decided(1e6 * (first + second - 4.5), {"price": first, "halo": second})
    return asked(comparison, (group(cost=cost), group("partner", cost=cost)), informed=informed)


def closed_form(*numbers: int) -> float:
    """Return EVSI of n answers on each θ: s·L(|m|/s), m = −2.5·10⁶, s² = Σ 10¹²·n/(n + σ²/τ²) (METHOD §3.11.3)."""
    s = 1e6 * math.sqrt(sum(n / (n + 4) for n in numbers))
    z = 2.5e6 / s
    return float(s * (norm.pdf(z) - z * norm.sf(z)))


def test_groups_that_pay_only_together_are_planned_together() -> None:
    found = together(cost=100.0)
    assert all(closed_form(n) < n * 100.0 for n in range(2, 61))
    assert [one.advice for one in found.groups] == ["together", "together"]
    (pair,) = found.pairs
    assert {(part.group.side, part.n) for part in pair.parts} == {("customer", 17), ("partner", 17)}
    assert pair.net > 0 > pair.alone - pair.cost
    assert found.plan is not None
    assert [plan.how for plan in found.plans] == ["greedy", "integer"]
    for plan in (pair, *found.plans):
        error = plan.together.standard_error
        assert abs(plan.together.value - closed_form(*(part.n for part in plan.parts))) < 4 * error


def test_groups_that_do_not_pay_together_either_are_not_planned() -> None:
    found = together(cost=1_000.0)
    assert (found.pairs, found.plan, found.advice) == ((), None, "stop")


def test_what_no_interview_tells_is_named_with_its_worth() -> None:
    found = asked()
    assert [each.code for each in found.elsewhere] == ["exit_cost"]
    assert found.elsewhere[0].worth.value > 0


def test_beliefs_from_which_nothing_was_simulated_are_not_asked_about() -> None:
    other = decided(5_000 - EXIT, {"exit_cost": EXIT})
    found = asked(other)
    assert (found.groups, found.plan, found.advice) == ((), None, "stop")
    assert bearing_on(Informed("d", shares(), {}), EXIT[:, np.newaxis]) == pytest.approx([0.0], abs=0.01)


def test_where_one_alternative_is_always_best_the_advice_is_to_stop() -> None:
    found = asked(decided(1 + shares().draws[:, 0], {"diversion": shares().draws[:, 0]}))
    assert (found.advice, found.everything.value, found.elsewhere) == ("stop", 0.0, ())


def test_without_a_judged_strategy_there_is_nothing_to_say() -> None:
    nothing = replace(CLOSE, strategy=None)
    assert next_wave(nothing, [], [], {}, budget=None, chance=CHANCE, method=METHOD) is None


@pytest.mark.parametrize(("net", "advice"), [(-1.0, "stop"), (100.0, "open"), (200.0, "ask")])
def test_a_benefit_within_the_error_of_the_simulation_is_not_clear(net: float, advice: str) -> None:
    assert advice_on(net, 100.0, METHOD) == advice


def test_parameters_without_draws_are_left_out() -> None:
    bare = Parameter("ramp_months", CLOSE.results[1].parameters[0].estimate)
    results = (CLOSE.results[0], replace(CLOSE.results[1], parameters=(*CLOSE.results[1].parameters, bare)))
    assert asked(replace(CLOSE, results=results)).advice == "ask"

"""What to ask next: advice by group, plan, and what no interview tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.reports.conftest import comparison as invented
from tramite.decisions.comparison import Comparison
from tramite.decisions.information.informing import Informed, bearing_on
from tramite.decisions.information.next_wave import NextWave, advice_on, next_wave
from tramite.decisions.information.respondents_left import Group, Weights
from tramite.decisions.parameters import Parameter
from tramite.decisions.strategy import judge_strategy
from tramite.kernel.chance import Draws
from tramite.kernel.method import Method

from .made import CHANCE, CUSTOMERS, DRAWS, PARTNERS, group, shares, voice

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
    comparison: Comparison = CLOSE, groups: tuple[Group, ...] = (group(cost=100.0),), budget: float | None = None
) -> NextWave:
    informed = Informed("diversion", shares(), {CUSTOMERS: (voice(),), PARTNERS: (voice(0.5),)})
    heard = {spoken: Weights(8, 8.0, 8.0, 1.0) for spoken in (CUSTOMERS, PARTNERS)}
    found = next_wave(comparison, [informed], groups, heard, budget=budget, chance=CHANCE, method=METHOD)
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

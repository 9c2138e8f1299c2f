from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw
import numpy as np
import pytest

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.diversion import DELAY, LOST, DiversionBelief
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.books.places import Dimension
from tramite.books.statement import income_statement
from tramite.books.statement_cut import statement_cut
from tramite.decisions.alternatives import Alternative
from tramite.decisions.compare import compare
from tramite.decisions.comparison import Comparison
from tramite.decisions.missing import Lines
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.periods import Period
from tramite.kernel.wording import say

Books = dict[str, nw.LazyFrame[Any]]
BY_CELL: tuple[Dimension, ...] = ("channel", "segment", "line")
SURE_ZERO = {"low": 0, "likely": 0, "high": 0, "source": "test"}
CLOSE = {
    "kind": "close-channel", "channel": "shops", "start": date(2025, 1, 1), "months_to_close": 0,
    "exit_cost": SURE_ZERO, "avoidable_share": {"low": 1, "likely": 1, "high": 1, "source": "test"},
    "ramp_months": SURE_ZERO,
}  # fmt: skip
INVEST = {
    "kind": "shift-investment", "channel": "web", "start": date(2025, 1, 1), "monthly": 5,
    "today_monthly": {"low": 4, "likely": 4, "high": 4, "source": "ledger"},
    "zero_spend_share": {"low": 0.5, "likely": 0.6, "high": 0.7, "source": "test"},
    "saturation_factor": {"low": 1.1, "likely": 1.3, "high": 1.5, "source": "test"},
    "incremental_share": {"low": 0.5, "likely": 0.7, "high": 0.9, "source": "test"},
    "response_months": {"low": 0, "likely": 3, "high": 6, "source": "test"},
}  # fmt: skip


def alternative(name: str, *levers: dict[str, Any]) -> Alternative:
    return Alternative.model_validate({"id": name, "name": {"en": name, "it": name}, "levers": levers})


def certain_diversion(to_web: float) -> DiversionBelief:
    """Return a belief so strong that its draws hardly vary."""
    destinations = ("web", *LOST, DELAY)
    shares = (to_web, 1 - to_web, 0, 0, 0, 0)
    estimate = Estimate(to_web, to_web, to_web, 0.9, 10, None, "share", "test", grade=Grade.B)
    return DiversionBelief(
        "shops", destinations, tuple(share * 1e9 + 1e-3 for share in shares), (), {"web": estimate}, Grade.B
    )


@pytest.fixture
def run(books: Books, definition: CaseDefinition, period: Period) -> Any:
    statement = income_statement(books, definition=definition, period=period)
    cut = statement_cut(books, definition=definition, period=period, by=BY_CELL)

    def simulate(
        *alternatives: Alternative, seed: int = 1, beliefs: Beliefs | None = None, **method: float
    ) -> Comparison:
        settings = {"baseline_growth_sd": 0.0, "discount_rate": 0.0, "horizon_months": 12, **method}
        case = definition.model_copy(update={"method_overrides": settings})
        held = beliefs or Beliefs(diversion={"shops": certain_diversion(0.5)})
        return compare(
            alternatives, statement=statement, cut=cut, beliefs=held, definition=case, chance=Chance(seed, 500)
        )

    return simulate


def test_today_carries_the_statement_forward(run: Any) -> None:
    # 52 + 42 − 1 of EBITDA per month in the hand-worked year.
    assert run().result("today").value.value == pytest.approx(93 * 12)
    assert run().result("today").p_better is None


def test_closing_agrees_with_hand_work(run: Any) -> None:
    # The shops' CM2 of 62 goes; half of their customers' 300 comes to the web at v 1 and cm1 0.38.
    result = run(alternative("close", CLOSE)).result("close")
    assert result.change.value == pytest.approx(12 * (-62 + 150 * 0.38), abs=0.01)
    assert result.p_better == 0.0
    assert result.stranded_overhead == pytest.approx(12 * 20)
    assert result.partner_earnings["shops"].value == pytest.approx(-1200)


def test_waterfall_adds_up(run: Any) -> None:
    comparison = run(alternative("both", CLOSE, INVEST), baseline_growth_sd=0.1, discount_rate=0.08)
    result = comparison.result("both")
    assert sum(step.amount for step in result.steps) == pytest.approx(result.change.value)
    assert result.value.value - comparison.result("today").value.value == pytest.approx(result.change.value)


def test_paths_end_where_the_undiscounted_change_ends(run: Any) -> None:
    result = run(alternative("both", CLOSE, INVEST)).result("both")
    assert result.change_by_month.mean[-1] == pytest.approx(result.change.value)
    assert result.ebitda.mean.shape == (12,)


def test_levers_work_in_the_order_of_the_method(run: Any) -> None:
    one = run(alternative("both", CLOSE, INVEST)).result("both")
    other = run(alternative("both", INVEST, CLOSE)).result("both")
    assert [step.code for step in one.steps] == [step.code for step in other.steps]
    assert one.change == other.change


def test_alternatives_share_their_draws(run: Any) -> None:
    alone = run(alternative("close", CLOSE), baseline_growth_sd=0.1).result("close")
    beside = run(alternative("other", CLOSE, INVEST), alternative("close", CLOSE), baseline_growth_sd=0.1)
    assert beside.result("close").change == alone.change


def test_seed_decides_the_draws(run: Any) -> None:
    first, again, other = (
        run(alternative("both", CLOSE, INVEST), seed=seed, baseline_growth_sd=0.1).result("both").change.value
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_grade_is_that_of_the_weakest_parameter(run: Any) -> None:
    assert run(alternative("both", CLOSE, INVEST)).result("both").grade is Grade.D


def test_a_margin_that_holds_split_costs_is_not_graded_as_measured(run: Any) -> None:
    parameters = run().result("today").parameters
    grades = {p.channel_id: p.estimate.grade for p in parameters if p.code == "margin"}
    # The web's contribution margin 1 is charged directly; the shops' holds the sales force, split by net sales.
    assert grades == {"web": Grade.A, "shops": Grade.D}


def test_without_the_belief_the_alternative_says_what_is_missing(run: Any) -> None:
    comparison = run(alternative("close", CLOSE), beliefs=Beliefs(diversion={}))
    (lacking,) = comparison.not_simulated
    assert [(item.key, item.channel_id) for item in lacking.missing] == [("parameters.diversion_belief", "shops")]
    assert [result.name for result in comparison.results] == ["today"]


@pytest.mark.parametrize(
    ("missing", "line"),
    [("costs", "fixed_avoidable"), ("sell_in", "net_sales"), ("products", "end_customer_spend")],
)
def test_without_books_nothing_is_simulated(
    books: Books, definition: CaseDefinition, period: Period, missing: str, line: str
) -> None:
    rest = {name: frame for name, frame in books.items() if name != missing}
    comparison = compare(
        [alternative("close", CLOSE)],
        statement=income_statement(rest, definition=definition, period=period),
        cut=statement_cut(rest, definition=definition, period=period, by=BY_CELL),
        beliefs=Beliefs(diversion={"shops": certain_diversion(0.5)}),
        definition=definition,
        chance=Chance(1, 100),
    )
    assert comparison.results == ()
    assert f"lines.{line}" in {item.key for item in comparison.not_simulated[0].missing}


def test_put_off_purchases_come_back_in_part(run: Any) -> None:
    base = certain_diversion(0.5)
    alpha = tuple(share * 1e9 + 1e-3 for share in (0.4, 0.4, 0.0, 0.0, 0.0, 0.2))
    delayed = DiversionBelief("shops", base.destinations, alpha, (), base.estimates, Grade.B)
    result = run(alternative("close", CLOSE), beliefs=Beliefs(diversion={"shops": delayed})).result("close")
    # 0.4 go to the web at once, half of the 0.2 put off come back: 0.5 in all.
    caught = {step.channel_id: step.amount for step in result.steps if step.code == "captured"}
    assert caught == {"web": pytest.approx(12 * 150 * 0.38, abs=0.01)}


def test_an_effect_that_nobody_was_heard_about_is_named(run: Any) -> None:
    unknown, saved = ("parameters.costs_unknown", "web"), ("parameters.savings_unknown", "shops")
    silent = run(alternative("close", CLOSE)).result("close")
    found = [(item.key, item.channel_id) for item in silent.left_out]
    assert found == [("parameters.halo", "shops"), unknown, saved]
    known = Estimate(0.2, 0.1, 0.3, 0.9, 9, None, "share", "test", grade=Grade.C)
    beliefs = Beliefs(diversion={"shops": certain_diversion(0.5)}, halo=HaloBelief(2.0, 8.0, known))
    found = run(alternative("close", CLOSE), beliefs=beliefs).result("close").left_out
    assert [(item.key, item.channel_id) for item in found] == [unknown, saved]
    free = run(alternative("invest", INVEST)).result("invest")
    found = [(item.key, item.channel_id) for item in free.left_out]
    assert found == [("parameters.limit_unknown", "web"), unknown, saved]


def test_costs_that_are_not_given_are_named_where_sales_go(run: Any) -> None:
    """The costs table tells commissions and visits, of which the web has none; of other lines it tells nothing."""
    lines = ("bonuses", "returns", "trade_marketing", "payment_fees", "credit")
    closed = run(alternative("close", CLOSE)).result("close")
    told = next(item for item in closed.left_out if item.channel_id == "web")
    assert dict(told.params)["lines"] == Lines(lines)
    named = told.named("it", "Web")
    assert all(say(f"lines.{line}", "it") in named for line in lines)
    assert "Web" in named
    invested = run(alternative("invest", INVEST)).result("invest")  # says itself what it spends on the web
    told = next(item for item in invested.left_out if item.key == "parameters.costs_unknown")
    assert dict(told.params)["lines"] == Lines(tuple(line for line in lines if line != "trade_marketing"))
    nothing = run(alternative("close", CLOSE), beliefs=Beliefs(diversion={"shops": certain_diversion(0.0)}))
    halo, saved = nothing.result("close").left_out
    assert (halo.key, saved.key, saved.channel_id) == ("parameters.halo", "parameters.savings_unknown", "shops")
    assert dict(saved.params)["lines"] == Lines(lines)


def test_discount_is_monthly(run: Any) -> None:
    plain, discounted = (
        run(alternative("close", CLOSE), discount_rate=rate).result("close").change.value for rate in (0.0, 0.1)
    )
    factors = 1.1 ** -(np.arange(1, 13) / 12)
    assert discounted == pytest.approx(plain * factors.mean(), rel=1e-6)

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.decisions.levers import terms_made as made
from tests.decisions.levers.terms_made import definition, market
from tests.decisions.levers.terms_statement import statement
from tramite.beliefs.blocked import BlockedLevers
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import PRICE
from tramite.books.cells import Cell
from tramite.books.statement import IncomeStatement
from tramite.decisions.simulation import Setting
from tramite.decisions.verdicts.price import Price, price_rise
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.chance import Chance
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable

NONE = np.zeros((3, 2))


def price(
    margin1: float, target: float, *, loss: Any = NONE, fixed: float = 0.0, commission: float = 0.0
) -> Price:
    return Price(margin1, fixed, commission, target, (0.05, 0.10), np.asarray(loss, dtype=np.float64))


def losing(low: float, likely: float, high: float) -> list[list[float]]:
    """Return a loss at 5% and 10%, linear in the rise."""
    return [[end / 2, end] for end in (low, likely, high)]


def test_without_loss_the_rise_reached_is_the_one_printed() -> None:
    # METHOD §5.5 (d): S 1,000,000, C 930,000, m* 12% → 5.68%; half of the costs fixed changes nothing
    for fixed in (0.0, -0.03):
        assert price(0.07 - fixed, 0.12, fixed=fixed).first_reaching(1) == pytest.approx(0.05 / 0.88, abs=1e-6)


def test_break_even_is_the_one_printed() -> None:
    assert price(0.25, 0.3).borne(0.05) == pytest.approx(1 / 6)  # METHOD §5.5 (c)
    assert price(0.22, 0.3, commission=0.1).borne(0.05) == pytest.approx(0.045 / 0.265)


def test_volume_lost_leaves_fixed_costs_to_fewer() -> None:
    one = price(0.25, 0.2, fixed=-0.1, loss=losing(0.0, 0.15, 0.2))
    assert one.reached(0.10, 0.15) == pytest.approx((0.85 * 0.35 - 0.1) / (1.1 * 0.85))
    found = one.first_reaching(1)
    assert found is not None
    assert found > (0.85 / 0.80 - 1)  # C/(S·(1 − m*)) − 1: more than at constant volume
    assert one.reached(found, float(one.loss_at(found)[1])) == pytest.approx(0.2)


def test_commission_follows_the_price() -> None:
    assert price(0.07, 0.12, commission=0.1).first_reaching(1) == pytest.approx(0.05 / (0.9 - 0.12), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (price(0.30, 0.35, loss=losing(0.05, 0.10, 0.15)), "possible"),  # 7.7% needed, bears 20%
        (price(0.30, 0.35, loss=losing(0.30, 0.40, 0.50)), "not_possible"),  # loses 23% at least
        (price(0.30, 0.35, loss=losing(0.10, 0.25, 0.40)), "open"),
        (price(0.30, 0.45, loss=losing(0.0, 0.05, 0.10)), "not_possible"),  # 27% needed, asked up to 10%
        (price(0.30, 0.30, fixed=-0.04, loss=losing(0.0, 0.10, 0.90)), "open"),  # at the upper bound never reached
        (price(-0.09, 0.0, loss=losing(0.1, 0.3, 0.9)), "possible"),  # sold below cost: no loss undoes it
    ],
)
def test_verdict_follows_the_rule(one: Price, answer: str) -> None:
    assert one.answer() == answer


def test_a_higher_rise_may_pay_where_the_first_that_reaches_the_margin_does_not() -> None:
    """The loss is all there at +5% and does not grow: 0.2 of 0.05/0.30 = 0.167 at +5%, of 0.25 at +10%."""
    flat = [[0.19, 0.19], [0.20, 0.20], [0.21, 0.21]]
    one = price(0.30, 0.32, loss=flat)
    first = one.first_reaching(1)
    assert first is not None
    assert [one.answer_at(rise) for rise in (0.01, first, 0.05, 0.10)] == ["not_possible"] * 3 + ["possible"]
    assert one.answer() == "possible"
    ((low, high),) = one.possible()
    assert low == pytest.approx(0.21 / 0.79 * 0.30, abs=0.1 / 400)  # p/(p + 0.30) = 0.21
    assert high == 0.10
    assert price(0.30, 0.45, loss=flat).possible() == ()


def test_a_channel_that_loses_all_reaches_nothing() -> None:
    assert price(0.3, 0.35, loss=[[1.0, 1.0]] * 3).first_reaching(0) is None


def verdicts(
    books: IncomeStatement, channel: str = "resellers", held: Beliefs | None = None, **target: float
) -> Verdict:
    case = definition(**{channel: dict(target)})
    reactions = Reactions({"price": made.reaction(PRICE, channel, spread=0.01, p5=0.06, p10=0.15)})
    setting = Setting(market(), books, held or Beliefs(reactions=reactions), case)
    found = list(price_rise(VerdictGround(setting, Chance(1, 10))))
    assert [one.channel_id for one in found] == list(made.CHANNELS)
    return next(one for one in found if one.channel_id == channel)


def test_verdict_of_a_channel_shows_what_it_compared() -> None:
    # cm 25%, no fixed costs, aim 30%: (0.25 + p)/(1 + p) = 0.30 at 7.14%; stated there 9.9%, borne 22%
    one = verdicts(statement(), target_cm2=0.30)
    assert one.answer == "possible"
    values = {code: each.value for code, each in one.figures.items()}
    assert values["required"] == pytest.approx(0.05 / 0.7)
    assert values["solved"] == pytest.approx(0.05 / 0.7)
    assert values["stated"] == pytest.approx(0.06 + (0.05 / 0.7 - 0.05) / 0.05 * 0.09)
    assert values["break_even"] == pytest.approx((0.05 / 0.7) / (0.05 / 0.7 + 0.25))
    assert [(point.size, point.answer) for point in one.points] == [(0.05, "pays"), (0.10, "pays")]
    assert one.points[1].figures["break_even"].value == pytest.approx(0.1 / 0.35)
    assert {source.name for source in one.evidence} >= {"PX06", "sell_in", "target_cm2"}
    assert np.array(one.possible) == pytest.approx(np.array([[0.05 / 0.7, 0.10]]), abs=0.1 / 400)


def test_no_rise_is_needed_where_the_aim_is_reached() -> None:
    assert verdicts(statement(), target_cm2=0.20).answer == "not_needed"


def test_without_an_aim_only_a_loss_needs_a_rise() -> None:
    content = verdicts(statement())
    assert (content.answer, [each.key for each in content.missing]) == (
        "not_evaluable",
        ["verdicts.target_unsaid"],
    )
    net = 0.6 * made.SPEND * 12
    losing_money = verdicts(statement(fixed=0.28 * net))
    assert losing_money.answer != "not_evaluable"
    assert losing_money.figures["target"].grade.value == "D"


def test_without_answers_or_books_it_is_not_evaluable() -> None:
    silent = verdicts(statement(), held=Beliefs(), target_cm2=0.30)
    assert (silent.answer, [each.key for each in silent.missing]) == ("not_evaluable", ["parameters.price_belief"])
    books = statement()
    cells = {**books.cells, ("resellers", "cm2"): Cell("cm2", None)}
    bare = IncomeStatement(books.period, books.currency, books.channels, cells)
    assert [each.key for each in verdicts(bare, target_cm2=0.3).missing] == ["lines.cm2"]


def told(code: str, **shares: float) -> MeasureTable:
    cells = tuple(
        MeasureCell("resellers", key, "vote", made.said(share, item="VO01"), "interval", "", 8.0)
        for key, share in shares.items()
    )
    return MeasureTable(code, "share", cells, (), 0, 0)


def test_who_blocks_the_rise_stands_beside() -> None:
    said = BlockedLevers(told("VO01", price_up=0.6), told("blocked_by", **{"price_up.customers": 0.4}))
    reactions = Reactions({"price": made.reaction(PRICE, "resellers", spread=0.01, p5=0.06, p10=0.15)})
    one = verdicts(statement(), held=Beliefs(reactions=reactions, blocked=said), target_cm2=0.30)
    assert one.answer == "possible"
    assert (one.figures["blocked"].value, one.figures["blocked_customers"].value) == (0.6, 0.4)

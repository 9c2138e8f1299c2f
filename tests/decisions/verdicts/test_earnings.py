from __future__ import annotations

from dataclasses import replace

import pytest

from tests.decisions.levers import terms_made as made
from tests.decisions.levers.terms_made import definition, market
from tests.decisions.levers.terms_statement import statement
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import EARNINGS_CUT, EARNINGS_RISE
from tramite.books.cells import Cell
from tramite.decisions.simulation import Setting
from tramite.decisions.verdicts.break_even import gain_needed, loss_borne
from tramite.decisions.verdicts.earnings import earnings_changed
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.chance import Chance


def answers(spread: float = 0.01, *, assumed_price: bool = False, **held: float) -> dict[tuple[str, str], Verdict]:
    """Judge agents who state a fall at 10% (``cut10``) and 20% less, or a gain (``rise10``) at more."""
    cuts = {name.replace("cut", "p"): value for name, value in held.items() if name.startswith("cut")}
    rises = {name.replace("rise", "p"): value for name, value in held.items() if name.startswith("rise")}
    by_kind = {}
    if cuts:
        by_kind["earnings_cut"] = made.reaction(EARNINGS_CUT, "agents", spread, **cuts)
    if rises:
        by_kind["earnings_rise"] = made.reaction(EARNINGS_RISE, "agents", spread, **rises)
    moves = {"earnings_cut": {"agents": made.moves(EARNINGS_CUT, "agents", none=0.9, exit=0.1)}}
    setting = Setting(
        market(),
        statement(assumed_price=assumed_price),
        Beliefs(reactions=Reactions(by_kind, moves)),
        definition(),
    )
    return {(one.question, one.channel_id): one for one in earnings_changed(VerdictGround(setting, Chance(1, 10)))}


def test_break_even_is_the_one_printed() -> None:
    assert loss_borne(0.03, 0.22) == pytest.approx(0.12)  # METHOD §5.5 (b)
    assert gain_needed(0.02, 0.22) == pytest.approx(0.10)


def test_without_a_margin_any_loss_is_borne_and_no_gain_pays() -> None:
    assert loss_borne(0.05, -0.02) == loss_borne(0.05, -0.20) == 1.0
    assert gain_needed(0.05, 0.05) is None


@pytest.mark.parametrize(
    ("fall10", "fall20", "answer"),
    [
        # agents earn 10 points: 10% less is 1 point, bears 0.01/0.23 = 4.3%; 20% less is 2, bears 8.3%
        (-0.02, -0.05, "pays"), (-0.08, -0.15, "does_not_pay"), (-0.02, -0.15, "depends"), (-0.045, -0.08, "open"),
        (-0.08, -0.083, "open"),
    ],
)  # fmt: skip
def test_a_cut_is_judged_by_the_whole_interval(fall10: float, fall20: float, answer: str) -> None:
    one = answers(cut10=fall10, cut20=fall20)["earnings_cut", "agents"]
    assert one.answer == answer
    first = one.points[0]
    assert first.figures["change"].value == pytest.approx(0.01)
    assert first.figures["break_even"].value == pytest.approx(0.01 / 0.23)
    assert first.figures["stated"].value == pytest.approx(-fall10)
    assert first.figures["stated"].lower == pytest.approx(-fall10 - 0.01)


@pytest.mark.parametrize(("gain", "answer"), [(0.08, "pays"), (0.02, "does_not_pay"), (0.05, "open")])
def test_a_rise_is_judged_by_the_whole_interval(gain: float, answer: str) -> None:
    # 1 point more needs 0.01/0.21 = 4.8%
    one = answers(rise10=gain)["earnings_rise", "agents"]
    assert one.answer == answer
    assert one.points[0].figures["break_even"].value == pytest.approx(0.01 / 0.21)


def test_who_could_leave_stands_beside_a_cut() -> None:
    one = answers(cut10=-0.02)["earnings_cut", "agents"]
    assert one.figures["leaving"].value == pytest.approx(0.1)
    assert one.figures["earned"].value == pytest.approx(0.10)


def test_nobody_heard_is_not_evaluable() -> None:
    found = answers(cut10=-0.02)
    assert found["earnings_rise", "agents"].answer == "not_evaluable"
    assert [each.key for each in found["earnings_cut", "resellers"].missing] == ["parameters.earnings_cut_belief"]
    assert ("earnings_cut", "web") not in found


def test_an_assumed_end_price_is_not_graded_as_measured() -> None:
    reseller = made.reaction(EARNINGS_CUT, "resellers", 0.01, p10=-0.02)
    held = Beliefs(reactions=Reactions({"earnings_cut": reseller}))
    grades = []
    for assumed in (False, True):
        setting = Setting(market(), statement(assumed_price=assumed), held, definition())
        found = list(earnings_changed(VerdictGround(setting, Chance(1, 10))))
        one = next(one for one in found if (one.question, one.channel_id) == ("earnings_cut", "resellers"))
        assert one.figures["earned"].value == pytest.approx(0.4 / 0.6)
        grades.append(one.figures["earned"].grade.value)
    assert grades == ["A", "D"]


def test_a_cut_of_resellers_margin_is_net_of_what_our_people_get() -> None:
    books = statement()
    net = books.amount("resellers", "net_sales") or 0.0
    cells = {**books.cells, ("resellers", "commissions"): Cell("commissions", (-0.1 * net,))}
    held = Beliefs(
        reactions=Reactions({"earnings_cut": made.reaction(EARNINGS_CUT, "resellers", 0.01, p10=-0.02)})
    )
    setting = Setting(market(), replace(books, cells=cells), held, definition())
    found = {
        (one.question, one.channel_id): one for one in earnings_changed(VerdictGround(setting, Chance(1, 10)))
    }
    limit = found["earnings_cut", "resellers"].points[0].figures["break_even"].value
    gain = 0.1 * 0.4 / 0.6 * 0.9  # 10% of what they earn, less a tenth
    assert limit == pytest.approx(gain / (gain + 0.25))

"""One partner before a visit: its own answers where it agreed, its channel's otherwise, never another's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.beliefs.selling_voices import METHOD, Firm, study_of
from tramite.beliefs.held import Beliefs
from tramite.beliefs.paradigm.paradigm import paradigm
from tramite.beliefs.partners.own_answers import stated_cost
from tramite.beliefs.partners.partner_view import PartnerView, partner_view
from tramite.beliefs.px.index import px_index
from tramite.beliefs.roles.roles import roles
from tramite.beliefs.selling.sell_mode import sell_mode
from tramite.books.joint_work import joint_work
from tramite.books.partner_page import partner_figures
from tramite.books.rows import Tables
from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period

CHANCE = Chance(5, 1000)
COST = (("PS02", "total", 20.0, None),)


def firms(named: int, others: int, **mine: object) -> Sequence[Firm]:
    first = Firm("a", level="a" if named else None, complement=50, indispensable=40, more=COST, **mine)  # type: ignore[arg-type]
    return [first, *(Firm(f"n{i}", level="a") for i in range(named - 1)), *(Firm(f"o{i}") for i in range(others))]


@pytest.fixture
def look(books: Tables, definition: CaseDefinition, period: Period):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Return a maker of the view of partner «a»."""

    def make(voices: Sequence[Firm]) -> PartnerView:
        study = study_of(voices)
        statement = income_statement(books, definition=definition, period=period)
        mode = sell_mode(study, work=joint_work(books, definition=definition, period=period), chance=CHANCE)
        held = Beliefs(
            px=px_index(study.responses, study.interviews, study.frame, bank=study.bank, method=METHOD),
            selling=mode, paradigm=paradigm(study),
            roles=roles(study, statement, mode=mode, reach=None, definition=definition, chance=CHANCE),
        )  # fmt: skip
        page = partner_figures(books, definition=definition, period=period, partner_id="a")
        assert page is not None
        view = partner_view(page, held, study, reach=None, method=METHOD)
        assert view is not None
        return view

    return make


def test_named_partner_speaks_for_itself(look) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Net sales 1,200 and CM1 372 to it: access 40%, gap filled 20%; it wants what it has not."""
    view = look(firms(3, 5, access=40, wanted="subscription"))
    assert view.heard
    assert view.mode is not None
    assert view.role is not None
    assert view.role.amounts["access"] == pytest.approx(0.4 * 372)
    assert view.role.amounts["complement"] == pytest.approx(0.2 * 372)
    assert view.role.primary == "access"
    assert ("wish", "transactional", "subscription") in {(p.topic, p.about, p.other) for p in view.points}


@pytest.mark.parametrize(("named", "others"), [(0, 8), (5, 3)])
def test_who_may_not_be_named_is_spoken_of_by_channel(look, named: int, others: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    view = look(firms(named, others))
    assert (view.heard, view.mode, view.stage, view.role) == (False, None, None, None)
    assert view.channel is not None
    assert {point.topic for point in view.points} <= {
        "weakest_channel",
        "clash_channel",
        "falling",
        "deals",
        "costs",
    }


def test_own_costs_are_for_the_partner_alone(look) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """It earns 1,800 − 1,200 = 600 and says that it spends 20% of its sales of 1,800: (600 − 360)/360."""
    view = look(firms(3, 5))
    assert view.for_partner().roi == pytest.approx(240 / 360)
    assert (view.for_us().roi, view.for_us().stated_cost) == (None, None)
    assert look(firms(0, 8)).roi is None


def test_view_for_the_partner_holds_nothing_of_ours_or_of_others(look) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    shown = look(firms(3, 5)).for_partner()
    assert (shown.role, shown.channel) == (None, None)
    assert {point.topic for point in shown.points} <= {"weakest_own", "wish"}
    assert shown.mode is not None
    assert {label.verdicts["vendor"] for label in shown.mode.labels.values()} == {"silent"}


def test_cost_stated_without_agreement_is_not_told() -> None:
    assert stated_cost(study_of(firms(0, 6)), "a") is None
    assert stated_cost(study_of(firms(1, 5)), "a") == pytest.approx(0.2)

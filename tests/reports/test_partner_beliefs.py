"""What is believed of a partner, on its page: ours for us, its own for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.beliefs.paradigm.paradigm import FirmStage
from tramite.beliefs.partners.partner_view import PartnerRole, PartnerView, Point
from tramite.beliefs.selling.sell_mode import FirmMode, Label, SellMode
from tramite.books.joint_work import Dealing
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.partner import Audience, render_partner

from .conftest import SECRET, definition
from .test_partner import page

VERDICTS = {"vendor": "differs", "books": "agrees"}
LABEL = Label("sell_thru", 0.71, VERDICTS, True)  # type: ignore[arg-type]
MODE = FirmMode(
    "d1", "dealers", {"facing": 0.8, "joint_sales": 0.1, "title": 1.0, "gap": 0.48},
    {"article": LABEL, "trade": replace(LABEL, code="sell_through")}, Dealing(1.0, 10, 1, joint=0.1),
)  # fmt: skip


def view() -> PartnerView:
    """Make a view on which what is ours is a secret number."""
    amount = SECRET * 1_000
    return PartnerView(
        "d1", "dealers", True, MODE, FirmStage("d1", "transactional", "subscription", 0.0, 1),
        PartnerRole({"cost": None, "access": 0.4, "complement": 0.48},
                    {"cost": None, "access": amount, "complement": amount}, "access"),
        None, MODE.dealing,
        (Point("weakest_own", True, "profitable", 41.5), Point("clash_channel", False, "", SECRET / 100),
         Point("wish", True, "transactional", None, "subscription"), Point("costs", True)),
        0.1875, 0.625, False, True,
    )  # fmt: skip


@pytest.fixture
def mode(dossier: Dossier) -> SellMode:
    """How the invented partners sell."""
    assert dossier.beliefs.selling is not None
    return dossier.beliefs.selling


def written(audience: Audience, mode: SellMode, believed: PartnerView, language: Language = "en") -> str:
    return render_partner(
        page(), definition=definition(), language=language, audience=audience, view=believed, mode=mode
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_for_us_says_what_to_raise_and_why_we_think_so(mode: SellMode, language: Language) -> None:
    html = written("us", mode, view(), language)
    assert html.index('id="before"') < html.index('id="figures"') < html.index('id="role"')
    assert 'id="partner-evidence' in html
    assert say("partner.standing_confirmed", language) in html
    assert say("selling.mark_vendor_differs", language) in html
    assert say("dossier.simulated_voices", language) in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_costs_never_stand_on_our_page(mode: SellMode, language: Language) -> None:
    html = written("us", mode, view(), language)
    assert [number for number in ("18.8", "18,8", "62.5", "62,5") if number in html] == []
    assert say("partner.roi_us", language)[:40] in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_for_the_partner_has_its_own_words_and_return(mode: SellMode, language: Language) -> None:
    html = written("partner", mode, view(), language)
    assert ("18.8%" if language == "en" else "18,8%") in html  # costs that it stated; 0.625 is its return
    assert [number for number in ("37.374", "37,374", "37.4", "37,4") if number in html] == []
    assert [key for key in ("before", "selling", "role") if say(f"partner.{key}", language) in html] == []
    assert say("selling.mark_vendor_differs", language) not in html
    assert say("partner.own_selling", language) in html


def test_page_of_one_who_may_not_be_named_speaks_of_its_channel(mode: SellMode) -> None:
    silent = replace(view(), heard=False, mode=None, stage=None, role=None, points=(), stated_cost=None, roi=None)
    html = written("us", mode, silent)
    assert say("partner.before_confidential") in html
    assert "In its channel," in html
    assert 'id="partner-evidence' not in html
    assert say("partner.own_selling") not in written("partner", mode, silent)

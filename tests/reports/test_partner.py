"""The page of a partner: whole for us; for the partner nothing that is ours, not even by the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tramite.books.cells import Cell
from tramite.books.lines import BY_CODE
from tramite.books.partner_goods import Touches
from tramite.books.partner_page import LINES_SHOWN, OURS, PartnerFigure, PartnerPage, PartnerSale
from tramite.books.partner_terms import PartnerTerm
from tramite.kernel.figures import Unit
from tramite.kernel.provenance import Source
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.partner import Audience, render_partner

from .conftest import PERIOD, SECRET, definition

ASSUMED = Source("assumption", "end_price_share dealers = 0.9", "the controller's guess")


def page() -> PartnerPage:
    """Make a page on which all that is ours is a secret number."""
    values: dict[str, tuple[float | None, Unit]] = {
        "invoiced": (1_000.0, "money"), "growth": (0.125, "share"), "commission_rate": (0.05, "share"),
        "partner_margin": (300.0, "money"), "roi": (None, "share"), "owed": (None, "money"),
    }  # fmt: skip
    values |= dict.fromkeys(OURS, (SECRET * 1000, "money"))
    figures = tuple(
        PartnerFigure(code, value, unit, (ASSUMED if code == "partner_margin" else Source("table", "sell_in"),))
        for code, (value, unit) in values.items()
    )
    lines = {code: Cell(code, (SECRET * 1_000,)) for code in BY_CODE if code in LINES_SHOWN}
    sales = tuple(PartnerSale(month, "screws", 1_000 / 12) for month in PERIOD)
    terms = (PartnerTerm(None, date(2023, 1, 1), 0.05, None, None, 60),)
    return PartnerPage(
        "d1", "Ferramenta <Rossi>", "dealers", PERIOD, "EUR", figures, sales, terms,
        (Touches("visit", 7, SECRET * 1_000),), lines, lines,
    )  # fmt: skip


def written(audience: Audience, language: Language = "en", content: PartnerPage | None = None) -> str:
    return render_partner(content or page(), definition=definition(), language=language, audience=audience)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_for_us_is_whole_and_says_that_it_is_ours(language: Language) -> None:
    html = written("us", language)
    assert html.count("37.374" if language == "it" else "37,374") > len(OURS)
    assert say("partner.kind_us", language) in html
    assert "Ferramenta &lt;Rossi&gt;" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_for_the_partner_holds_nothing_of_ours(language: Language) -> None:
    html = written("partner", language)
    assert [number for number in ("37.374", "37,374", "37.3737", "37373") if number in html] == []
    assert [code for code in OURS if f">{say(f'partner.{code}', language)}<" in html] == []
    assert "guess" not in html
    assert say("partner.kind_partner", language) in html
    assert say("partner.roi_partner", language) in html


def test_page_says_what_is_missing_to_us_and_not_to_the_partner() -> None:
    reason = say("partner.needs_owed")
    assert (reason in written("us"), reason in written("partner")) == (True, False)


def test_page_of_a_partner_who_bought_nothing_has_no_picture() -> None:
    html = written("us", content=replace(page(), sales=(), lines={}, touches=None, terms=()))
    assert "<svg" not in html
    assert [say(f"partner.{key}") in html for key in ("no_sales", "touches_absent", "terms_absent")] == [True] * 3

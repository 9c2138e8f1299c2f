from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tramite.books.partner_page import PartnerPage, partner_figures
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.periods import Period
from tramite.kernel.wording import LANGUAGES

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


def page(frames: Frames, definition: CaseDefinition, period: Period, partner_id: str) -> PartnerPage:
    found = partner_figures(on_polars(frames), definition=definition, period=period, partner_id=partner_id)
    assert found is not None
    return found


def test_partner_figures_agree_with_hand_work(full: Frames, definition: CaseDefinition, period: Period) -> None:
    found = page(full, definition, period, "a")
    expected = {
        "net_sales": 1200, "growth": 0, "channel_share": 0.5, "discount": 20 / 120, "our_margin": 480,
        "our_margin_ratio": 0.4, "partner_margin": (96 - 80) * 12,
    }  # fmt: skip
    assert {code: found.value(code) for code in expected} == pytest.approx(expected)
    assert (found.value("roi"), found.value("commission_rate")) == (None, None)
    assert [(s.month, s.line_id, s.net_amount) for s in found.sales][:2] == [
        (date(2024, 1, 1), "tools", 100), (date(2024, 2, 1), "tools", 100),
    ]  # fmt: skip
    assert found.to_frame()["net_amount"].sum() == 1200


def test_partner_margin_without_sell_out_is_at_the_assumed_end_price(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    # b is silent: 120 pieces at 15 for its customers, 1200 to us
    assert page(full, definition, period, "b").value("partner_margin") == pytest.approx(600)
    rest = {name: frame for name, frame in full.items() if name != "products"}
    assert page(rest, definition, period, "b").value("partner_margin") is None


def test_partner_growth_is_nd_where_invoices_do_not_reach_back(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    late = full | {"sell_in": full["sell_in"].filter(pl.col("date") >= pl.date(2023, 6, 1))}
    assert page(late, definition, period, "a").value("growth") is None


def test_partner_who_bought_nothing_has_no_ratios(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    found = page(full, definition, period, "c")
    assert (found.value("net_sales"), found.value("our_margin_ratio"), found.sales) == (0, None, ())


def test_partner_that_is_not_there_is_refused(full: Frames, definition: CaseDefinition, period: Period) -> None:
    with pytest.raises(CaseNotFound, match="no partner 'zz'"):
        page(full, definition, period, "zz")


@pytest.mark.parametrize("missing", ["partners", "sell_in"])
def test_partner_page_is_nd_without_its_table(
    full: Frames, definition: CaseDefinition, period: Period, missing: str
) -> None:
    rest = on_polars({name: frame for name, frame in full.items() if name != missing})
    assert partner_figures(rest, definition=definition, period=period, partner_id="a") is None


def test_partner_page_speaks_both_languages(full: Frames, definition: CaseDefinition, period: Period) -> None:
    english, italian = (page(full, definition, period, "a").say(language).splitlines() for language in LANGUAGES)
    assert len(english) == len(italian) == 10
    assert [line for line in english[1:] if line in italian] == []

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.books.partner_page import OURS, PartnerPage, partner_figures
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
    # 12 months: gross margin (100 − 60), less half of 6 commission and of 8 for the sales force, and 2 carriage
    expected = {
        "invoiced": 1200, "growth": 0, "channel_share": 0.5, "discount": 20 / 120, "our_margin": 480,
        "our_margin_ratio": 0.4, "cm1": (40 - 3 - 4 - 2) * 12, "cm1_ratio": 0.31,
        "partner_margin": (96 - 80) * 12, "stock_units": 28, "stock_cost": 280, "owed": 300,
    }  # fmt: skip
    assert {code: found.value(code) for code in expected} == pytest.approx(expected)
    assert (found.value("roi"), found.value("commission_rate"), found.value("overdue")) == (None, None, None)
    assert [(s.month, s.line_id, s.net_amount) for s in found.sales][:2] == [
        (date(2024, 1, 1), "tools", 100), (date(2024, 2, 1), "tools", 100),
    ]  # fmt: skip
    assert found.to_frame()["net_amount"].sum() == 1200


def test_partner_lines_add_up_to_its_channel(full: Frames, definition: CaseDefinition, period: Period) -> None:
    a, b = (page(full, definition, period, partner) for partner in ("a", "b"))
    for code, whole in a.channel_lines.items():
        parts = [found.lines[code].amount for found in (a, b)]
        assert (None if None in parts else sum(x or 0.0 for x in parts)) == (
            None if whole.amount is None else pytest.approx(whole.amount)
        )
    assert a.lines["cm1"].left_out == ("bonuses", "returns", "trade_marketing", "payment_fees", "credit")


def test_what_serving_a_partner_takes_is_charged_to_it(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    touches = [
        {"touch_id": f"{m}", "date": m, "partner_id": "a", "kind": "visit", "minutes": 60.0, "amount": Decimal(50)}
        for m in period
    ]
    served = full | {
        "costs": full["costs"].filter(pl.col("line") != "cost_to_serve"),
        "touches": make_table("touches", touches),
    }  # fmt: skip
    a, b = (page(served, definition, period, partner) for partner in ("a", "b"))
    assert [a.value("cm1"), b.value("cm1")] == pytest.approx([(40 - 3 - 50 - 2) * 12, (40 - 3 - 2) * 12])
    assert a.touches is not None
    assert [(touch.kind, touch.count, touch.minutes) for touch in a.touches] == [("visit", 12, 720.0)]
    assert b.touches == ()


def test_partner_sees_nothing_of_ours(full: Frames, definition: CaseDefinition, period: Period) -> None:
    whole = page(full, definition, period, "b")
    shown = whole.for_partner()
    assert {found.code for found in whole.figures} - {found.code for found in shown.figures} == OURS
    assert (shown.lines, shown.channel_lines) == ({}, {})
    assert "price list" in str([source.say() for found in whole.figures for source in found.sources])
    assert "price list" not in str([source.say() for found in shown.figures for source in found.sources])


def test_partner_margin_without_sell_out_is_at_the_assumed_end_price(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    # b is silent: 120 pieces at 15 for its customers, 1200 to us
    assert page(full, definition, period, "b").value("partner_margin") == pytest.approx(600)
    rest = {name: frame for name, frame in full.items() if name != "products"}
    assert page(rest, definition, period, "b").value("partner_margin") is None


def test_partner_margin_takes_the_agreed_end_price_first(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    terms = [{"party": "partner", "party_id": "b", "since": period.first, "end_price_share": 0.9}]
    agreed = full | {"terms": make_table("terms", terms)}
    assert page(agreed, definition, period, "b").value("partner_margin") == pytest.approx(120 * 15 * 0.9 - 1200)


def test_partner_terms_are_its_own_before_its_channels(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    rows = [
        {
            "party": "channel",
            "party_id": "shops",
            "since": date(2023, 1, 1),
            "payment_days": 30,
            "commission_rate": 0.05,
        },
        {"party": "partner", "party_id": "a", "since": date(2024, 2, 1), "payment_days": 60},
        {
            "party": "partner",
            "party_id": "a",
            "since": date(2024, 3, 1),
            "line_id": "tools",
            "commission_rate": 0.08,
        },
        {"party": "partner", "party_id": "a", "since": date(2025, 1, 1), "payment_days": 90},
        {"party": "partner", "party_id": "b", "since": date(2024, 1, 1), "payment_days": 10},
    ]
    found = page(full | {"terms": make_table("terms", rows)}, definition, period, "a")
    assert [(t.line_id, t.since, t.commission_rate, t.payment_days) for t in found.terms] == [
        (None, date(2024, 2, 1), 0.05, 60), ("tools", date(2024, 3, 1), 0.08, 60),
    ]  # fmt: skip
    assert found.value("commission_rate") == 0.05


def test_partner_without_a_row_of_receivables_owes_nothing(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    assert (
        page(full, definition, period, "c").value("owed"),
        page(full, definition, period, "c").value("overdue"),
    ) == (0, 0)
    rest = {name: frame for name, frame in full.items() if name != "receivables"}
    assert page(rest, definition, period, "c").value("owed") is None


def test_partner_growth_is_nd_where_invoices_do_not_reach_back(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    late = full | {"sell_in": full["sell_in"].filter(pl.col("date") >= pl.date(2023, 6, 1))}
    assert page(late, definition, period, "a").value("growth") is None


def test_partner_who_bought_nothing_has_no_ratios(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    found = page(full, definition, period, "c")
    assert (found.value("invoiced"), found.value("our_margin_ratio"), found.sales) == (0, None, ())


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
    found = page(full, definition, period, "a")
    english, italian = (found.say(language).splitlines() for language in LANGUAGES)
    assert len(english) == len(italian) == 1 + len(found.figures)
    assert [line for line in english[1:] if line in italian] == []

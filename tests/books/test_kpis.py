from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tramite.books.kpi_ground import ground_of
from tramite.books.kpi_page import kpi_page
from tramite.books.kpis import definitions, key_figures
from tramite.books.lines import COMPANY
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.wording import LANGUAGES, catalogue

from .conftest import on_polars

Books = dict[str, nw.LazyFrame[Any]]


def figures(books: Books, definition: CaseDefinition, period: Period) -> dict[tuple[str, str], float | None]:
    kpis = key_figures(ground_of(books, definition=definition, period=period))
    return {(kpi.definition.code, kpi.channel_id): kpi.value for kpi in kpis}


def test_key_figures_agree_with_hand_work(books: Books, definition: CaseDefinition, period: Period) -> None:
    found = figures(books, definition, period)
    expected = {
        ("net_sales", "company"): 4800, ("growth", "web"): 0, ("sales_share", "shops"): 0.5,
        ("price_realisation", "web"): 200 / 240, ("gross_margin_ratio", "shops"): 0.4,
        ("cm1_ratio", "shops"): 0.31, ("cm2_ratio", "web"): 0.36, ("commission_rate", "shops"): 0.03,
        ("cost_to_serve_ratio", "shops"): 12 / 200, ("orders", "web"): 24, ("order_value", "web"): 100,
        ("customers", "web"): 2, ("partners_enrolled", "shops"): 4, ("partners_active", "shops"): 2,
        ("activity", "shops"): 0.5, ("hhi", "shops"): 0.5, ("top_1", "shops"): 0.5, ("top_5", "shops"): 1,
        ("budget_attainment", "force"): 0.8,
    }  # fmt: skip
    assert {place: found[place] for place in expected} == pytest.approx(expected)


def test_key_figures_are_nd_where_they_make_no_sense(
    books: Books, definition: CaseDefinition, period: Period
) -> None:
    found = figures(books, definition, period)
    assert [found[code, "web"] for code in ("hhi", "partners_enrolled", "budget_attainment")] == [None, None, None]


@pytest.mark.parametrize("missing", ["sell_in", "sell_out", "costs", "products", "partners", "ledger", "budgets"])
def test_key_figures_are_nd_without_their_table(
    books: Books, definition: CaseDefinition, period: Period, missing: str
) -> None:
    before = figures(books, definition, period)
    rest = {name: frame for name, frame in books.items() if name != missing}
    after = figures(rest, definition, period)
    changed = {place for place, value in before.items() if value is not None and after.get(place) is None}
    expected = {
        "costs": {
            ("cm2_ratio", "web"),
            ("cm2_ratio", "shops"),
            ("cm2_ratio", "company"),
            ("commission_rate", "shops"),
        },
        "partners": {("partners_enrolled", "shops"), ("activity", "shops")},
        "budgets": {("budget_attainment", "force")},
        "sell_in": {("net_sales", "shops"), ("hhi", "shops"), ("net_sales", "company"), ("orders", "company")},
        "sell_out": {("net_sales", "web"), ("customers", "web"), ("net_sales", "company")},
        "products": set(),
        "ledger": set(),
    }[missing]
    assert expected <= changed
    assert all(value is None or math.isfinite(value) for value in after.values())


def test_every_key_figure_has_its_words_in_both_languages() -> None:
    keys = {f"kpis.{kpi.code}{end}" for kpi in definitions() for end in ("", "_about")}
    for language in LANGUAGES:
        assert {key for key in catalogue(language) if key.startswith("kpis.")} == keys


def test_key_figures_of_goods_and_credit_agree_with_hand_work(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    found = figures(on_polars(full), definition, period)
    expected = {
        ("sell_in", "shops"): 2400,
        ("sell_through_rate", "shops"): 96 / (4 + 120), ("weeks_of_stock", "shops"): 28 / (24 / 13),
        ("dio", "shops"): 160 / 960 * 366, ("gmroi", "shops"): (1152 - 960) / 160,
        ("numeric_distribution", "shops"): 1, ("dso", "shops"): 400 / 2400 * 366,
        ("win_rate", "shops"): 0.75, ("win_rate", "company"): 0.75,
        ("flagship_mix", "web"): 1, ("flagship_mix", "company"): 1,
        ("partner_retention", "shops"): 1, ("partner_churn", "shops"): 0, ("partner_renewal", "shops"): 1,
        ("customer_retention", "web"): 1, ("customer_renewal", "web"): 1, ("coverage", "web"): 2 / 8,
        ("ltv", "web"): 456 * 1.08 / 0.08,
    }  # fmt: skip
    assert {place: found[place] for place in expected} == pytest.approx(expected)


def test_capital_and_rents_agree_with_hand_work(
    full: dict[str, pl.DataFrame], make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    shops = make_table("shops", [
        {"shop_id": "1", "channel_id": "web", "yearly_rent": Decimal(24), "capital_employed": Decimal(800)},
        {"shop_id": "2", "channel_id": "web", "yearly_rent": Decimal(12), "capital_employed": Decimal(64)},
    ])  # fmt: skip
    found = figures(on_polars(full | {"shops": shops}), definition, period)
    assert found["lease_payments", "web"] == 36
    assert found["lease_payments", "shops"] is None
    assert found["capital_employed", "web"] == 864
    assert found["capital_employed", "shops"] == 400  # what a and b owe
    assert found["capital_employed", COMPANY] == 1264
    assert found["return_on_capital", "web"] == pytest.approx(72 * 12 / 864)
    # customers spend 20 pieces × 15 a month in the shops, of which 200 reach us
    assert found["conversion", "shops"] == pytest.approx(200 / 300)
    assert found["partner_margin_ratio", "shops"] == pytest.approx(100 / 300)
    silent = shops.with_columns(capital_employed=pl.when(pl.col("shop_id") == "1").then("capital_employed"))
    assert figures(on_polars(full | {"shops": silent}), definition, period)["capital_employed", "web"] is None


def test_sell_out_is_nd_while_a_partner_is_silent(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    assert figures(on_polars(full), definition, period)["sell_out", "shops"] is None
    alone = full | {"sell_in": full["sell_in"].filter(pl.col("partner_id") == "a")}
    assert figures(on_polars(alone), definition, period)["sell_out", "shops"] == pytest.approx(1152)


def test_stock_figures_tell_how_many_partners_report(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    kpis = key_figures(ground_of(on_polars(full), definition=definition, period=period))
    weeks = next(k for k in kpis if (k.definition.code, k.channel_id) == ("weeks_of_stock", "shops"))
    assert "1 of 2 partners report stock and sell-out" in weeks.sources[0].say()


def test_retention_counts_who_came_back(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    left = pl.col("partner_id").eq("b") & (pl.col("date") >= period.first)
    gone = pl.col("customer_id").eq("c2").fill_null(False) & (pl.col("date") >= period.first)
    books = on_polars(full | {
        "sell_in": full["sell_in"].filter(~left), "sell_out": full["sell_out"].filter(~gone)
    })  # fmt: skip
    found = figures(books, definition, period)
    codes = ("partner_retention", "partner_churn", "partner_renewal")
    assert [found[code, "shops"] for code in codes] == [0.5, 0.5, 0.5]
    assert [found[code, "web"] for code in ("customer_retention", "customer_renewal")] == [0.5, 0.5]


def test_figures_of_two_years_are_nd_where_invoices_start_later(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    late = {name: full[name].filter(pl.col("date") >= pl.date(2023, 7, 1)) for name in ("sell_in", "sell_out")}
    found = figures(on_polars(full | late), definition, period)
    for channel in ("web", "shops", "company"):
        assert found["growth", channel] is None
    assert found["partner_retention", "shops"] is None
    assert found["customer_retention", "web"] is None
    assert found["ltv", "web"] is None


def test_new_customers_need_two_years_of_history(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    assert figures(on_polars(full), definition, period)["customers_new", "web"] is None
    old = full["sell_out"].head(1).with_columns(date=pl.date(2021, 12, 15), document_id=pl.lit("old"))
    fresh = (
        full["sell_out"]
        .head(1)
        .with_columns(date=pl.date(2024, 3, 1), document_id=pl.lit("new"), customer_id=pl.lit("c9"))
    )
    books = on_polars(full | {"sell_out": pl.concat([full["sell_out"], old, fresh])})
    assert figures(books, definition, period)["customers_new", "web"] == 1


def test_customers_are_nd_when_a_line_names_nobody(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    last = (pl.col("document_id") == "web-202412-1").fill_null(False)
    anonymous = full["sell_out"].with_columns(customer_id=pl.when(~last).then("customer_id"))
    found = figures(on_polars(full | {"sell_out": anonymous}), definition, period)
    assert [found[code, "web"] for code in ("customers", "customer_retention", "ltv")] == [None, None, None]


def test_share_of_wallet_is_at_the_end_price(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    known = pl.when(pl.col("partner_id") == "a").then(4000).cast(pl.Decimal(18, 4))
    partners = frames["partners"].with_columns(category_sales=known)
    found = figures(on_polars(frames | {"partners": partners}), definition, period)
    # a bought for 1200, which end customers pay 1800 for (15 at list against 10)
    assert found["wallet_share", "shops"] == pytest.approx(1800 / 4000)


def test_return_on_channel_investment_needs_spend_charged_in_both_years(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    assert figures(on_polars(frames), definition, period)["channel_return", "web"] is None
    before = frames["costs"].with_columns(
        month=pl.col("month").dt.offset_by("-12mo"),
        amount=pl.when(pl.col("line") == "fixed_avoidable").then(pl.col("amount") / 2).otherwise("amount")
        .cast(pl.Decimal(18, 4)),
    )  # fmt: skip
    found = figures(on_polars(frames | {"costs": pl.concat([frames["costs"], before])}), definition, period)
    # rent rose from 24 to 48 and nothing else changed: each added euro lost one
    assert found["channel_return", "web"] == pytest.approx(-1)


def test_page_of_the_key_figures_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "kpis.md"
    assert page.read_text(encoding="utf-8") == kpi_page(), "make it again: make docs"

"""The books of the example meet the known totals of the sample to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from recipe.agreements import seller_rates
from recipe.ledger import seller_share
from recipe.source import Source, actual_ledger

CENT = Decimal("0.01")
Tables = Mapping[str, pl.DataFrame]


@pytest.fixture(scope="module")
def source(case_path: Path) -> Source:
    return Source(case_path / "source")


def _sum(frame: pl.DataFrame, column: str) -> Decimal:
    return Decimal(frame[column].sum()).quantize(CENT)


@pytest.mark.parametrize(
    ("table", "column", "total"),
    [
        ("sell_in", "net_amount", "80450596.98"),
        ("sell_in", "cost_amount", "79980114.38"),
        ("sell_out", "net_amount", "29358677.22"),
        ("sell_out", "cost_amount", "17277793.58"),
    ],
)
def test_lines_meet_the_known_totals(tables: Tables, table: str, column: str, total: str) -> None:
    assert _sum(tables[table], column) == Decimal(total)


def test_sell_in_by_channel_meets_the_known_totals(tables: Tables) -> None:
    by_channel = tables["sell_in"].group_by("channel_id").agg(pl.col("net_amount").sum().round(0).cast(pl.Int64))
    assert dict(by_channel.iter_rows()) == {"specialty": 6756166, "value-added": 34967517, "warehouse": 38726913}


def test_partners_active_in_the_whole_history_are_635_of_701(tables: Tables) -> None:
    assert (tables["partners"].height, tables["sell_in"]["partner_id"].n_unique()) == (701, 635)
    assert tables["partners"]["since"].null_count() == 701 - 635


def test_category_sales_are_the_annual_sales_of_the_sample(tables: Tables, source: Source) -> None:
    said = source.table("DimReseller").sort("ResellerKey")["AnnualSales"]
    assert tables["partners"]["category_sales"].to_list() == said.to_list()
    assert sorted(set(said)) == [300_000, 800_000, 1_000_000, 1_500_000, 3_000_000]


@pytest.mark.parametrize("table", ["sell_in", "sell_out"])
def test_list_less_discount_is_net_on_every_row(tables: Tables, table: str) -> None:
    lines = tables[table]
    assert lines.filter(pl.col("list_amount") - pl.col("discount_amount") != pl.col("net_amount")).height == 0
    assert lines.filter(pl.col("discount_amount") < 0).height == 0


def test_unit_prices_are_the_one_dollar_list_in_every_currency(source: Source) -> None:
    prices = source.table("DimProduct").select("ProductKey", "DealerPrice")
    lines = source.table("FactResellerSales").join(prices, on="ProductKey")
    undiscounted = pl.col("UnitPrice") == pl.col("DealerPrice")
    by_currency = lines.group_by("CurrencyKey").agg(undiscounted.mean().round(2)).sort("CurrencyKey")
    assert by_currency.rows() == [(6, 0.91), (19, 0.95), (36, 0.89), (98, 0.93), (100, 0.95)]


def test_sellers_meet_their_commission_rates_one_to_one(source: Source) -> None:
    rates = seller_rates(source)
    assert (rates.height, rates["seller_id"].n_unique()) == (17, 17)
    sellers = set(source.table("FactResellerSales")["EmployeeKey"].cast(pl.String))
    assert set(rates["seller_id"]) == sellers


def test_commissions_are_rate_times_net_sales(tables: Tables, source: Source) -> None:
    lines = tables["sell_in"].join(seller_rates(source), on="seller_id")
    expected = float((lines["net_amount"].cast(pl.Float64) * lines["rate"]).sum())
    paid = tables["costs"].filter(pl.col("line") == "commissions")
    assert float(paid["amount"].sum()) == pytest.approx(expected, abs=0.05)


def test_costs_and_ledger_operating_accounts_meet(tables: Tables, source: Source) -> None:
    """Nothing of the operating expenses is lost or counted twice between overhead, sellers and memo lines."""
    rows = actual_ledger(source).filter(
        pl.col("account_key").is_between(60, 87)
        & (pl.col("account_key") != 63)
        & (pl.col("month") <= date(2013, 11, 1))
    )
    costs = tables["costs"].filter(pl.col("line") != "commissions")
    assert Decimal(costs["amount"].sum()) == Decimal(rows["amount"].sum())


def test_sellers_are_about_a_sixteenth_of_the_heads(source: Source) -> None:
    share = seller_share(source, actual_ledger(source)).sort("month")
    last = share.filter(pl.col("month") == date(2013, 11, 1)).row(0, named=True)
    assert (share.height, last["sellers"], float(last["heads"])) == (36, 17, 274.0)


def test_ledger_is_reseller_sales_times_a_constant_in_local_currency(source: Source) -> None:
    """In dollars 1.20; elsewhere 1.20 over one exchange rate: so the ledger is in local currency (README)."""
    trade = actual_ledger(source).filter(pl.col("account") == "Trade Sales")
    local = trade.filter(pl.col("month") == date(2013, 7, 1)).group_by("organisation").agg(pl.col("local").sum())
    lines = source.table("FactResellerSales").filter(pl.col("OrderDate").dt.date() == date(2013, 7, 31))
    areas = lines.group_by("SalesTerritoryKey").agg(pl.col("SalesAmount").sum().cast(pl.Float64))
    sold, booked = dict(areas.iter_rows()), dict(local.iter_rows())
    dollars = sum(float(booked[f"{name} Division"]) for name in
                  ("Northeast", "Northwest", "Central", "Southeast", "Southwest"))  # fmt: skip
    ratios = (
        dollars / sum(sold[key] for key in range(1, 6)),
        float(booked["Canadian Division"]) / sold[6],
        float(booked["France"]) / sold[7],
        float(booked["Australia"]) / sold[9],
    )
    assert [round(ratio, 2) for ratio in ratios] == [1.20, 1.81, 1.28, 2.11]


def test_ledger_of_2013_in_local_currency_is_the_known_42_6_million(tables: Tables, source: Source) -> None:
    year = actual_ledger(source).filter((pl.col("account") == "Trade Sales") & (pl.col("month").dt.year() == 2013))
    lines = (
        tables[name].filter(pl.col("date").dt.year() == 2013)["net_amount"].sum()
        for name in ("sell_in", "sell_out")
    )
    assert round(float(year["local"].sum()) / 1e6, 1) == 42.6
    assert round(float(sum(lines)) / 1e6, 1) == 49.9

"""Costs beyond the invoice lines, from the ledger; and the ledger's own totals, to reconcile with."""

from __future__ import annotations

from datetime import date

import polars as pl

from recipe.agreements import budgets
from recipe.source import MONEY, Source, actual_ledger

LAST_MONTH = date(2013, 11, 1)
HEADCOUNT = 96
# Line of the income statement of each operating account. «people» accounts follow heads: see ``seller_share``.
PEOPLE = {60: "Salaries", 61: "Payroll Taxes", 62: "Employee Benefits", 65: "Travel Transportation",
          66: "Travel Lodging", 67: "Meals", 68: "Entertainment", 69: "Other Travel Related"}  # fmt: skip
LINES = {
    71: "fixed_avoidable", 72: "fixed_avoidable",  # conferences, marketing collateral
    73: "overhead", 74: "overhead", 76: "overhead", 77: "overhead", 78: "overhead", 87: "overhead",
    80: "depreciation", 81: "depreciation", 82: "depreciation", 83: "depreciation", 84: "depreciation",
    85: "depreciation",
}  # fmt: skip
MEETS = {101: "gross_sales", 52: None, 53: "returns", 54: "discounts", 56: "cogs", 57: "cogs", 63: "commissions"}
_COST_COLUMNS = ("month", "channel_id", "line", "account", "amount", "driver")


def costs(source: Source, sell_in: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Return all costs beyond the invoice lines.

    Args:
        sell_in: reseller lines of the case.
        rates: seller_id, rate: commission as a share of net sales.
    """
    rows = actual_ledger(source).filter(pl.col("month") <= LAST_MONTH)
    parts = (_operating(rows), *_people(rows, seller_share(source, rows)), _commissions(sell_in, rates))
    return pl.concat(parts).sort("month", "line", "account", "channel_id", nulls_last=True)


def ledger(source: Source) -> pl.DataFrame:
    """Return the ledger's own sales, cost of sales and commissions, in dollars."""
    rows = actual_ledger(source).filter(pl.col("account_key").is_in(list(MEETS)) & (pl.col("month") <= LAST_MONTH))
    meets = pl.col("account_key").replace_strict(MEETS, return_dtype=pl.String).alias("meets")
    totals = rows.with_columns(meets).group_by("month", "account", "meets").agg(pl.col("amount").sum().cast(MONEY))
    return totals.select("month", "account", "meets", "amount").sort("month", "account")


def seller_share(source: Source, rows: pl.DataFrame) -> pl.DataFrame:
    """Return by month the sellers with a quota as a share of the ledger's headcount."""
    quarters = budgets(source).select(pl.col("month").alias("first"), "seller_id")
    months = pl.concat(
        quarters.select(pl.col("first").dt.offset_by(f"{step}mo").alias("month"), "seller_id") for step in range(3)
    )
    sellers = months.group_by("month").agg(sellers=pl.col("seller_id").n_unique())
    heads = rows.filter(pl.col("account_key") == HEADCOUNT).group_by("month").agg(heads=pl.col("local").sum())
    return sellers.join(heads, on="month", validate="1:1").select(
        "month", "sellers", "heads", share=pl.col("sellers") / pl.col("heads").cast(pl.Float64)
    )


def _operating(rows: pl.DataFrame) -> pl.DataFrame:
    line = pl.col("account_key").replace_strict(LINES, return_dtype=pl.String).alias("line")
    return (
        rows.filter(pl.col("account_key").is_in(list(LINES)))
        .with_columns(line, channel_id=pl.lit(None, pl.String), driver=pl.lit("net_sales"))
        .group_by("month", "channel_id", "line", "account", "driver")
        .agg(pl.col("amount").sum().cast(MONEY))
        .select(_COST_COLUMNS)
    )


def _people(rows: pl.DataFrame, share: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    totals = (
        rows.filter(pl.col("account_key").is_in(list(PEOPLE)))
        .group_by("month", "account")
        .agg(total=pl.col("amount").sum().cast(MONEY))
        .join(share, on="month", validate="m:1")
        .with_columns(selling=(pl.col("total").cast(pl.Float64) * pl.col("share")).round(4).cast(MONEY))
    )
    shared = pl.lit("net_sales").alias("driver")
    selling = totals.select(
        "month", pl.lit("sales-force").alias("channel_id"), pl.lit("cost_to_serve").alias("line"), "account",
        pl.col("selling").alias("amount"), shared,
    )  # fmt: skip
    rest = totals.select(
        "month", pl.lit(None, pl.String).alias("channel_id"), pl.lit("overhead").alias("line"), "account",
        (pl.col("total") - pl.col("selling")).cast(MONEY).alias("amount"), shared,
    )  # fmt: skip
    return selling, rest


def _commissions(sell_in: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    earned = (pl.col("net_amount").sum().cast(pl.Float64) * pl.col("rate").first()).round(4).cast(MONEY)
    return (
        sell_in.with_columns(month=pl.col("date").dt.truncate("1mo"))
        .join(rates, on="seller_id", validate="m:1")
        .group_by("month", "channel_id", "seller_id")
        .agg(amount=earned)
        .group_by("month", "channel_id")
        .agg(pl.col("amount").sum().cast(MONEY))
        .with_columns(
            line=pl.lit("commissions"), account=pl.lit("SalesPerson.CommissionPct"), driver=pl.lit("direct")
        )
        .select(_COST_COLUMNS)
    )

"""What was agreed: sales quotas, commission rates, discounts."""

from __future__ import annotations

from datetime import date

import polars as pl

from recipe.source import CHANNELS, MONEY, Source, ledger_month

FIRST_DAY = date(2010, 12, 29)


def seller_rates(source: Source) -> pl.DataFrame:
    """Return the commission rate of each seller, by the seller id of the reseller lines.

    The two halves of the sample number people differently. They meet through the quotas: the sum and the number of
    quarterly quotas tell all 17 people apart, and each pair is found exactly once (``validate='1:1'``).
    """
    ours = (
        source.table("FactSalesQuota")
        .group_by("EmployeeKey")
        .agg(quota=pl.col("SalesAmountQuota").cast(pl.Int64).sum(), quarters=pl.len())
    )
    history = (
        source.text("SalesPersonQuotaHistory")
        .group_by("BusinessEntityID")
        .agg(quota=pl.col("SalesQuota").cast(pl.Int64).sum(), quarters=pl.len())
    )
    people = source.text("SalesPerson").select("BusinessEntityID", rate=pl.col("CommissionPct").cast(pl.Float64))
    return (
        ours.join(history, on=["quota", "quarters"], validate="1:1")
        .join(people, on="BusinessEntityID", validate="1:1")
        .sort("EmployeeKey")
        .select(pl.col("EmployeeKey").cast(pl.String).alias("seller_id"), "rate")
    )


def budgets(source: Source) -> pl.DataFrame:
    """Return the quarterly quotas of the sellers."""
    return (
        source.table("FactSalesQuota")
        .select(
            ledger_month(pl.col("Date")).alias("month"),
            pl.lit(3, pl.Int64).alias("months"),
            pl.lit("sales-force").alias("channel_id"),
            pl.col("EmployeeKey").cast(pl.String).alias("seller_id"),
            pl.col("SalesAmountQuota").cast(MONEY).alias("net_amount"),
        )
        .sort("month", "seller_id")
    )


def terms(source: Source) -> pl.DataFrame:
    """Return commission rates of sellers, and the discount on the end customer's list of each channel."""
    schema = {
        "party": pl.String, "party_id": pl.String, "since": pl.Date, "commission_rate": pl.Float64,
        "discount_rate": pl.Float64, "end_price_share": pl.Float64,
    }  # fmt: skip
    rates = seller_rates(source).iter_rows()
    sellers = [("seller", seller, FIRST_DAY, rate, None, None) for seller, rate in rates]
    discount = 1 - _dealer_share(source)
    resellers = [("channel", channel, FIRST_DAY, None, discount, None) for channel in sorted(CHANNELS.values())]
    internet = ("channel", "internet", FIRST_DAY, None, 0.0, 1.0)
    return pl.DataFrame([internet, *resellers, *sellers], schema=schema, orient="row")


def _dealer_share(source: Source) -> float:
    prices = source.table("DimProduct").filter(pl.col("ListPrice").is_not_null())
    shares = (prices["DealerPrice"].cast(pl.Float64) / prices["ListPrice"].cast(pl.Float64)).round(4).unique()
    return float(shares.item())

"""The sample's own tables, as they are: reading, its calendar, and its currencies."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

CHANNELS = {
    "Specialty Bike Shop": "specialty",
    "Value Added Reseller": "value-added",
    "Warehouse": "warehouse",
}
MONEY = pl.Decimal(18, 4)


@dataclass(frozen=True, slots=True)
class Source:
    """The folder of the sample's tables."""

    folder: Path

    def table(self, name: str) -> pl.DataFrame:
        """Read a Parquet table of the sample."""
        return pl.read_parquet(self.folder / f"{name}.parquet")

    def text(self, name: str) -> pl.DataFrame:
        """Read a tab-separated table: rows that begin with V are data, BusinessEntityID stands in the header."""
        with (self.folder / f"{name}.tsv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines, delimiter="\t"))
        header = next(row for row in rows if "BusinessEntityID" in row)
        names = [name.rstrip("\\") for name in header[1:]]
        return pl.DataFrame([row[1 : len(header)] for row in rows if row[0] == "V"], schema=names, orient="row")


def ledger_month(day: pl.Expr) -> pl.Expr:
    """Return the month that a ledger or quota date stands for.

    The sample's dates were moved by about five and a half years, so that «the 1st of each month» became the 28th
    to the 1st. Counting the 1st to the month before gives 36 different, consecutive months (Dec 2010 – Nov 2013).
    """
    return pl.when(day.dt.day() == 1).then(day.dt.offset_by("-1mo")).otherwise(day).dt.date().dt.truncate("1mo")


def actual_ledger(source: Source) -> pl.DataFrame:
    """Return the ledger's actual rows in dollars: month, account, local and dollar amount.

    The ledger is in the currency of each organisation (README: «Currencies»): dollars = local × AverageRate of the
    day of the posting, in dollars per unit of currency.
    """
    rates = source.table("FactCurrencyRate").select("CurrencyKey", "Date", "AverageRate")
    organisations = source.table("DimOrganization").select("OrganizationKey", "OrganizationName", "CurrencyKey")
    accounts = source.table("DimAccount").select("AccountKey", account="AccountDescription")
    rows = source.table("FactFinance").filter(pl.col("ScenarioKey") == 1)
    return (
        rows.join(organisations, on="OrganizationKey", validate="m:1")
        .join(rates, on=["CurrencyKey", "Date"], how="left", validate="m:1")
        .join(accounts, on="AccountKey", validate="m:1")
        .select(
            ledger_month(pl.col("Date")).alias("month"),
            pl.col("AccountKey").alias("account_key"),
            "account",
            pl.col("OrganizationName").alias("organisation"),
            pl.col("Amount").round(4).cast(MONEY).alias("local"),
            (pl.col("Amount") * pl.col("AverageRate")).round(4).cast(MONEY).alias("amount"),
        )
    )


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table of the case."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="zstd", statistics=False)

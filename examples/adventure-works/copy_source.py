"""Copy from a full AdventureWorks data warehouse (Parquet) only the tables and columns that the case is made from.

    python examples/adventure-works/copy_source.py FOLDER-OF-THE-FULL-SAMPLE

Personal data (names, e-mails, addresses, telephones, birthdays, incomes), photographs and translations
stay behind.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import polars as pl

SOURCE = Path(__file__).parent / "source"
_LINES = (
    "ProductKey", "OrderDate", "SalesTerritoryKey", "CurrencyKey", "SalesOrderNumber", "SalesOrderLineNumber",
    "OrderQuantity", "TotalProductCost", "SalesAmount", "Freight",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "DimAccount": ("AccountKey", "AccountDescription"),
    "DimCustomer": ("CustomerKey", "GeographyKey", "DateFirstPurchase"),
    "DimGeography": ("GeographyKey", "CountryRegionCode", "SalesTerritoryKey"),
    "DimOrganization": ("OrganizationKey", "OrganizationName", "CurrencyKey"),
    "DimProduct": (
        "ProductKey", "ProductSubcategoryKey", "EnglishProductName", "ListPrice", "DealerPrice", "StandardCost",
    ),
    "DimProductCategory": ("ProductCategoryKey", "EnglishProductCategoryName"),
    "DimProductSubcategory": ("ProductSubcategoryKey", "ProductCategoryKey"),
    "DimReseller": ("ResellerKey", "GeographyKey", "BusinessType", "ResellerName", "ProductLine", "AnnualSales"),
    "DimSalesTerritory": ("SalesTerritoryKey", "SalesTerritoryRegion"),
    "FactCurrencyRate": ("CurrencyKey", "Date", "AverageRate"),
    "FactFinance": ("Date", "OrganizationKey", "DepartmentGroupKey", "ScenarioKey", "AccountKey", "Amount"),
    "FactInternetSales": (*_LINES, "CustomerKey"),
    "FactResellerSales": (*_LINES, "ResellerKey", "EmployeeKey", "UnitPrice"),
    "FactSalesQuota": ("EmployeeKey", "Date", "SalesAmountQuota"),
}  # fmt: skip
TEXTS = ("SalesPerson.tsv", "SalesPersonQuotaHistory.tsv")


def copy_source(full: Path, source: Path = SOURCE) -> None:
    """Copy the columns that are used from the folder of the full sample into ``source``."""
    source.mkdir(parents=True, exist_ok=True)
    for table, columns in COLUMNS.items():
        frame = pl.read_parquet(full / f"{table}.parquet", columns=list(columns))
        frame.write_parquet(source / f"{table}.parquet", compression="zstd", statistics=False)
    for text in TEXTS:
        shutil.copyfile(full / text, source / text)


if __name__ == "__main__":
    copy_source(Path(sys.argv[1]))

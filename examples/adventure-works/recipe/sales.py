"""Partners, customers, products, and the invoice lines of both ways to the market."""

from __future__ import annotations

import polars as pl

from recipe.source import CHANNELS, MONEY, Source


def places(source: Source) -> pl.DataFrame:
    """Return sales area and country of each place."""
    territories = source.table("DimSalesTerritory").select("SalesTerritoryKey", area="SalesTerritoryRegion")
    return (
        source.table("DimGeography")
        .join(territories, on="SalesTerritoryKey", validate="m:1")
        .select("GeographyKey", "area", pl.col("CountryRegionCode").alias("country"))
    )


def partners(source: Source) -> pl.DataFrame:
    """Return the 701 resellers; ``active`` is «still enrolled», and the sample lists nobody as gone."""
    lines = source.table("FactResellerSales")
    first = lines.group_by("ResellerKey").agg(since=pl.col("OrderDate").min().dt.date())
    return (
        source.table("DimReseller")
        .join(places(source), on="GeographyKey", how="left", validate="m:1")
        .join(first, on="ResellerKey", how="left", validate="1:1")
        .sort("ResellerKey")
        .select(
            pl.col("ResellerKey").cast(pl.String).alias("partner_id"),
            pl.col("ResellerName").alias("name"),
            pl.col("BusinessType").replace_strict(CHANNELS).alias("channel_id"),
            pl.lit("reseller").alias("role"),
            pl.col("ProductLine").str.to_lowercase().alias("segment_id"),
            "area",
            "country",
            "since",
            pl.lit(True).alias("active"),
            pl.col("AnnualSales").cast(MONEY).alias("category_sales"),
        )
    )


def customers(source: Source) -> pl.DataFrame:
    """Return the internet customers, without anything that names them."""
    return (
        source.table("DimCustomer")
        .join(places(source), on="GeographyKey", how="left", validate="m:1")
        .sort("CustomerKey")
        .select(
            pl.col("CustomerKey").cast(pl.String).alias("customer_id"),
            pl.lit("consumer").alias("kind"),
            pl.lit("consumer").alias("segment_id"),
            "area",
            "country",
            pl.col("DateFirstPurchase").alias("since"),
        )
    )


def products(source: Source) -> pl.DataFrame:
    """Return products that have a list price; a product that changed price stands once per version."""
    lines = source.table("DimProductSubcategory").join(
        source.table("DimProductCategory"), on="ProductCategoryKey", validate="m:1"
    )
    return (
        source.table("DimProduct")
        .filter(pl.col("ListPrice").is_not_null())
        .join(lines, on="ProductSubcategoryKey", validate="m:1")
        .sort("ProductKey")
        .select(
            pl.col("ProductKey").cast(pl.String).alias("product_id"),
            pl.col("EnglishProductName").alias("name"),
            pl.col("EnglishProductCategoryName").str.to_lowercase().alias("line_id"),
            pl.col("ListPrice").cast(MONEY).alias("list_price"),
            pl.col("DealerPrice").cast(MONEY).alias("dealer_price"),
            pl.col("StandardCost").cast(MONEY).alias("standard_cost"),
        )
    )


def sell_in(source: Source) -> pl.DataFrame:
    """Return the reseller lines; their list price is the dealer price."""
    channels = source.table("DimReseller").select(
        "ResellerKey", channel_id=pl.col("BusinessType").replace_strict(CHANNELS)
    )
    lines = source.table("FactResellerSales").join(channels, on="ResellerKey", validate="m:1")
    people = (
        pl.col("ResellerKey").cast(pl.String).alias("partner_id"),
        pl.col("EmployeeKey").cast(pl.String).alias("seller_id"),
    )
    return _lines(source, lines, "DealerPrice", people)


def sell_out(source: Source) -> pl.DataFrame:
    """Return the internet lines: the vendor's own invoices to end customers, at the list price."""
    lines = source.table("FactInternetSales").with_columns(channel_id=pl.lit("internet"))
    people = (
        pl.lit(None, pl.String).alias("partner_id"),
        pl.col("CustomerKey").cast(pl.String).alias("customer_id"),
    )
    return _lines(source, lines, "ListPrice", people)


def _lines(source: Source, lines: pl.DataFrame, price: str, people: tuple[pl.Expr, ...]) -> pl.DataFrame:
    prices = source.table("DimProduct").select("ProductKey", price=pl.col(price).cast(MONEY))
    areas = source.table("DimSalesTerritory").select("SalesTerritoryKey", area="SalesTerritoryRegion")
    listed = (pl.col("price") * pl.col("OrderQuantity")).cast(MONEY)
    net = pl.col("SalesAmount").cast(MONEY)
    return (
        lines.join(prices, on="ProductKey", validate="m:1")
        .join(areas, on="SalesTerritoryKey", validate="m:1")
        .sort("OrderDate", "SalesOrderNumber", "SalesOrderLineNumber")
        .select(
            pl.col("SalesOrderNumber").alias("document_id"),
            pl.col("SalesOrderLineNumber").cast(pl.Int64).alias("document_line"),
            pl.col("OrderDate").dt.date().alias("date"),
            "channel_id",
            *people,
            pl.col("ProductKey").cast(pl.String).alias("product_id"),
            pl.col("OrderQuantity").cast(pl.Float64).alias("units"),
            listed.alias("list_amount"),
            (listed - net).cast(MONEY).alias("discount_amount"),
            net.alias("net_amount"),
            pl.col("TotalProductCost").cast(MONEY).alias("cost_amount"),
            pl.col("Freight").cast(MONEY).alias("freight_amount"),
            "area",
        )
    )

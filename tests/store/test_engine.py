from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import narwhals as nw
import polars as pl
import pytest

from tramite.store.case_folder import load_case
from tramite.store.engine import open_engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


def test_amounts_stay_exact_through_sums() -> None:
    books = load_case(EXAMPLE).tables
    assert books["sell_out"].height == 60_398
    with open_engine() as engine:
        tables = engine.tables(books)
        total = tables["sell_out"].select(nw.col("net_amount").sum()).collect(backend="polars").to_native()
    assert total.item() == Decimal("29358677.2207")


def test_tables_join_and_keep_their_types() -> None:
    sales = pl.DataFrame(
        {"partner_id": ["a", "a", "b"], "net": [Decimal("0.1000"), Decimal("0.2000"), Decimal("7.0001")]}
    )
    partners = pl.DataFrame({"partner_id": ["a", "b"], "area": ["nord", None]})
    with open_engine() as engine:
        tables = engine.tables({"sales": sales, "partners": partners})
        joined = tables["sales"].join(tables["partners"], on="partner_id", how="left")
        by_area = joined.group_by("area").agg(nw.col("net").sum()).sort("area", nulls_last=True)
        result = by_area.collect(backend="polars").to_native()
    assert result.rows() == [("nord", Decimal("0.3000")), (None, Decimal("7.0001"))]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO 'leak.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT * FROM statement",
    ],
)
def test_the_database_reaches_nothing_but_its_tables(statement: str) -> None:
    with open_engine() as engine:
        engine.tables({"t": pl.DataFrame({"a": [1]})})
        with pytest.raises(duckdb.Error):
            engine._connection.execute(statement)

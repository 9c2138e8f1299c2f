from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import narwhals as nw
import polars as pl
import pytest

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.partitioned import put, rows_of
from tramite.kernel.tables import CONTRACTS
from tramite.store import stored
from tramite.store.case_folder import load_case
from tramite.store.engine import open_engine
from tramite.store.ingest.manifest import Manifest
from tramite.store.ingest.partitions import Partitions, open_partitions

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


def test_amounts_stay_exact_through_sums() -> None:
    books = load_case(EXAMPLE).tables
    assert len(books["sell_out"]) == 60_398
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


@pytest.fixture
def stock(case: CaseOnDisk) -> Partitions:
    """Return an ingested table of one row in one file."""
    manifest = put(case, Manifest(), "stock", "a.csv", rows_of("stock", "a.csv", {"product_id": ["K1"]}))
    return open_partitions(case.path, CONTRACTS["stock"], manifest.of("stock"))


def test_only_the_files_of_its_tables_are_read(case: CaseOnDisk, stock: Partitions) -> None:
    (file,) = stock.files
    beside = file.path.with_name("2024-01-0000000000000000.parquet")
    beside.write_bytes(file.path.read_bytes())
    with open_engine([stock]) as engine:
        rows = engine.tables({"stock": stock})["stock"].collect(backend="polars").to_native()
        assert rows["product_id"].to_list() == ["K1"]
        for other in (
            beside, file.path.with_name("*.parquet"), file.path.parent / ".." / "stock" / beside.name,
            case.path / "books/products.csv", "/etc/hostname",
        ):  # fmt: skip
            with pytest.raises(duckdb.PermissionException):
                engine._connection.execute(f"FROM read_blob('{other}')")
        with pytest.raises(duckdb.PermissionException):
            engine._connection.execute(f"COPY (SELECT 1) TO '{beside}'")


def test_a_table_in_files_that_the_engine_was_not_opened_for_is_refused(stock: Partitions) -> None:
    with open_engine() as engine, pytest.raises(duckdb.PermissionException):
        engine.tables({"stock": stock})


def test_what_does_not_fit_into_memory_goes_to_a_folder_that_is_removed() -> None:
    with open_engine() as engine:
        (spill,) = engine._connection.execute("SELECT current_setting('temp_directory')").fetchall()[0]
        assert Path(spill).stat().st_mode & 0o077 == 0
        many = "SELECT DISTINCT i::VARCHAR || repeat('x', 60) AS text FROM range(4000000) AS rows(i)"
        assert engine._connection.execute(f"SELECT count(*) FROM ({many})").fetchall() == [(4_000_000,)]  # noqa: S608
    assert not Path(spill).exists()


def test_an_engine_that_nobody_closed_leaves_nothing_behind() -> None:
    engine = open_engine()
    (spill,) = engine._connection.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    assert Path(spill).exists()
    del engine
    assert not Path(spill).exists()


def test_a_name_given_again_means_the_new_table(stock: Partitions) -> None:
    with open_engine([stock]) as engine:
        for content, expected in ((stock, 1), (stock.frame().clear(), 0), (stock, 1)):
            table = engine.tables({"stock": content})["stock"]
            assert table.collect(backend="polars").to_native().height == expected


def test_different_values_of_very_long_tables_are_estimated_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = pl.DataFrame({"channel": ["a"] * 3000 + ["b"] * 3000, "document": [f"d{n // 2}" for n in range(6000)]})
    counts = {}
    for limit in (6000, 5999):
        monkeypatch.setattr(stored, "COUNTED_EXACTLY_UP_TO", limit)
        with open_engine() as engine:
            books = engine.tables({"lines": lines})
            rows = books.count(books["lines"], ["channel"], "document").collect().rows(named=True)
            counts[books.exact] = {row["channel"]: row["count"] for row in rows}
    assert counts[True] == {"a": 1500, "b": 1500}
    assert counts[False] == pytest.approx(counts[True], rel=0.1)
    assert counts[False] != counts[True]

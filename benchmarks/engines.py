"""The statement on DuckDB and on Spark, from the same ingested files: seconds, and memory at its peak."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.children import in_a_child, report
from benchmarks.sell_out_lines import case_definition, write_parts, write_products
from tramite.books.sales import orders_by_place
from tramite.books.statement import income_statement
from tramite.kernel.case import EngineSettings
from tramite.kernel.periods import Period
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.store.engines import engine_for
from tramite.store.ingest.partitions import PLACES, PartFile, Partitions
from tramite.store.stored import Content

ROWS = (1_000_000, 10_000_000)
PERIOD = Period(date(2024, 1, 1), date(2024, 12, 1))
SPARK = EngineSettings(kind="spark", master="local[2]", memory="2g")


def _tables(folder: Path) -> dict[str, Content]:
    """Return the lines as ingest leaves them, the products, and costs that orders and sales split."""
    columns = tuple(CONTRACTS["sell_out"].by_name)
    files = tuple(
        PartFile(path, int(pl.scan_parquet(path).select(pl.len()).collect().item()), columns)
        for path in sorted((folder / "sell_out").glob("*.parquet"))
    )
    months = (*PERIOD.previous(), *PERIOD)
    costs = pl.DataFrame(
        {"month": month, "line": "overhead", "account": "65", "amount": 1000, "driver": "net_sales"}
        for month in months
    )
    return {
        "sell_out": Partitions(CONTRACTS["sell_out"], files, pl.DataFrame(schema=PLACES)),
        "products": _typed("products", pl.read_parquet(folder / "products.parquet")),
        "costs": _typed("costs", costs),
    }


def _typed(name: str, given: pl.DataFrame) -> pl.DataFrame:
    return given.select(
        (pl.col(column.name) if column.name in given.columns else pl.lit(None))
        .cast(DTYPES[column.kind])
        .alias(column.name)
        for column in CONTRACTS[name].columns
    )


def measure(kind: str, folder: Path) -> dict[str, float]:
    """Open an engine, compute the statement twice, and count orders; seconds of each, and the net sales."""
    tables, definition = _tables(folder), case_definition()
    marks = [time.perf_counter()]
    reads = [content for content in tables.values() if isinstance(content, Partitions)]
    with engine_for(SPARK if kind == "spark" else EngineSettings(), reads) as engine:
        lazy = engine.tables(tables)
        marks.append(time.perf_counter())
        for _ in range(2):
            statement = income_statement(lazy, definition=definition, period=PERIOD)
            marks.append(time.perf_counter())
        orders = sum(orders_by_place(lazy, definition, PERIOD).values())
        marks.append(time.perf_counter())
    names = ("open", "first", "again", "orders")
    seconds = {name: end - start for name, start, end in zip(names, marks, marks[1:], strict=False)}
    # Java is a child of this process and has ended with the engine; its seconds count, on a busy machine too.
    mine, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    worked = sum(used.ru_utime + used.ru_stime for used in (mine, child))
    return {
        **seconds,
        "java": child.ru_maxrss / 1e6,
        "worked": worked,
        "net": statement.amount("company", "net_sales") or 0.0,
        "counted": orders,
    }


def run(sizes: tuple[int, ...] = ROWS) -> None:
    """Print seconds and GB of each engine as rows grow, each in a process of its own."""
    names = ("rows", "engine", "open s", "first s", "again s", "orders s", "CPU s", "Python GB", "Java GB")
    print("\nincome statement from ingested files\n" + " ".join(f"{name:>11}" for name in names))
    for rows in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_parts(folder / "sell_out", rows)
            write_products(folder / "products.parquet")
            for kind in ("duckdb", "spark"):
                done = in_a_child("benchmarks.engines", kind, folder)
                at = done.result
                if not isinstance(at, dict):
                    raise TypeError(at)
                seconds = " ".join(f"{at[part]:>11.2f}" for part in ("open", "first", "again", "orders", "worked"))
                print(f"{rows:>11,} {kind:>11} {seconds} {done.gigabytes:>11.2f} {at['java']:>11.2f}", flush=True)
                print(f"{'':>23} net sales {at['net']:,.4f}, orders {at['counted']:,.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] in (["duckdb"], ["spark"]):
        report(lambda: measure(sys.argv[1], Path(sys.argv[2])))
    else:
        run(tuple(int(rows) for rows in sys.argv[1:]) or ROWS)

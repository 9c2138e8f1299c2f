"""The statement's cube (month × channel × product line) over files: ours against hand-written SQL and others.

``python -m benchmarks.statement 10 50 200`` (millions of lines). Every way runs in a process of its own; pandas
only where it is installed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.children import in_a_child, report
from benchmarks.sell_out_lines import CHANNELS, case_definition, write_parts, write_products
from tramite.books.sales import sales_by_place
from tramite.kernel.periods import Period
from tramite.kernel.tables import SELL_OUT
from tramite.store.engine import open_engine
from tramite.store.ingest.partitions import PLACES, PartFile, Partitions

MILLIONS = (1, 5, 10)
PANDAS_UP_TO = 10_000_000
PERIOD = Period(date(2023, 1, 1), date(2024, 12, 1))
_MEASURES = ("units", "list_amount", "discount_amount", "net_amount", "cost_amount", "freight_amount")
_SQL = """
select channel_id, line_id, date_trunc('month', date) as month, count(*) as lines,
    sum(units), sum(list_amount), sum(discount_amount), sum(net_amount), sum(cost_amount), sum(freight_amount),
    sum(units * list_price), count(units), count(list_amount), count(discount_amount), count(net_amount),
    count(cost_amount), count(freight_amount), count(list_price)
from read_parquet('{lines}/*.parquet') left join read_parquet('{products}') using (product_id)
where date >= date '2023-01-01' and date < date '2025-01-01' and channel_id in ({channels})
group by all
"""


def _ours(folder: Path) -> float:
    held = pl.read_parquet_schema(next((folder / "lines").iterdir()))
    columns = tuple(column.name for column in SELL_OUT.columns if column.name in held)
    files = tuple(
        PartFile(file, pl.scan_parquet(file).select(pl.len()).collect().item(), columns)
        for file in sorted((folder / "lines").iterdir())
    )
    partitions = Partitions(SELL_OUT, files, pl.DataFrame(schema=PLACES))
    products = pl.read_parquet(folder / "products.parquet")
    with open_engine([partitions]) as engine:
        tables = engine.tables({"sell_out": partitions, "products": products})
        found = sales_by_place(tables, case_definition(), PERIOD, ("channel", "line"))
    return float(sum(sales.total("net_amount") or 0 for sales in found.values()))


def _by_hand(folder: Path) -> float:
    connection = duckdb.connect()
    channels = ", ".join(f"'c{n}'" for n in range(CHANNELS))
    query = _SQL.format(lines=folder / "lines", products=folder / "products.parquet", channels=channels)
    return float(sum(row[7] for row in connection.execute(query).fetchall()))


def _polars(folder: Path) -> float:
    lines = pl.scan_parquet(folder / "lines").join(pl.scan_parquet(folder / "products.parquet"), on="product_id")
    cube = (
        lines.with_columns(month=pl.col("date").dt.truncate("1mo"), value=pl.col("units") * pl.col("list_price"))
        .group_by("channel_id", "line_id", "month")
        .agg(*(pl.col(name).sum() for name in _MEASURES), pl.col("value").sum(),
             *(pl.col(name).count().alias(f"known_{name}") for name in _MEASURES))
    )  # fmt: skip
    return float(cube.collect(engine="streaming")["net_amount"].sum())


def _pandas(folder: Path) -> float:
    import pandas as pd  # noqa: PLC0415

    lines = pd.read_parquet(
        folder / "lines", columns=["channel_id", "product_id", "date", *_MEASURES], dtype_backend="pyarrow"
    )
    lines = lines.merge(pd.read_parquet(folder / "products.parquet", dtype_backend="pyarrow"), on="product_id")
    lines["month"] = pd.to_datetime(lines["date"]).dt.to_period("M").astype(str)
    lines["value"] = lines["units"] * lines["list_price"].astype("double[pyarrow]")
    cube = lines.groupby(["channel_id", "line_id", "month"])[[*_MEASURES, "value"]].sum()
    return float(cube["net_amount"].astype(float).sum())


WAYS: dict[str, Callable[[Path], float]] = {
    "ours": _ours, "DuckDB SQL": _by_hand, "Polars streaming": _polars, "pandas": _pandas,
}  # fmt: skip


def run(millions: tuple[int, ...] = MILLIONS) -> None:
    """Print seconds, peak memory and the ratio to hand-written SQL, as lines grow."""
    print("\nstatement cube: month × channel × product line, from Parquet files, in processes of their own")
    print(f"{'lines':>12}  {'way':<18}{'seconds':>9}{'ratio':>8}{'processor s':>13}{'ratio':>8}{'GB':>7}")
    for lines in (count * 1_000_000 for count in millions):
        with tempfile.TemporaryDirectory(prefix="tramite-bench-") as place:
            folder = Path(place)
            write_parts(folder / "lines", lines)
            write_products(folder / "products.parquet")
            ways = [way for way in WAYS if way != "pandas" or (lines <= PANDAS_UP_TO and find_spec("pandas"))]
            in_a_child("benchmarks.statement", "DuckDB SQL", folder)  # brings the files into memory, for all alike
            found = {way: in_a_child("benchmarks.statement", way, folder) for way in ways}
            peer = found["DuckDB SQL"]
            for way, done in found.items():
                if abs(float(str(done.result)) / float(str(peer.result)) - 1) > 1e-9:
                    raise SystemExit(f"{way} found {done.result}, hand-written SQL {peer.result}")
                print(
                    f"{lines:>12,}  {way:<18}{done.seconds:>9.2f}{done.seconds / peer.seconds:>8.2f}"
                    f"{done.processor:>13.2f}{done.processor / peer.processor:>8.2f}{done.gigabytes:>7.2f}"
                )


if __name__ == "__main__":
    if sys.argv[1] in WAYS:
        report(lambda: WAYS[sys.argv[1]](Path(sys.argv[2])))
    else:
        run(tuple(map(int, sys.argv[1:])) or MILLIONS)

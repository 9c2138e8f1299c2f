"""Find the rows of an ingested table that met their contract once and do not meet the case as it is today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from tramite.kernel.contracts import Column
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.engine import Engine, open_engine
from tramite.store.ingest.partitions import Partitions
from tramite.store.limits import MAX_REFUSED
from tramite.store.references import KnownIds


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A condition under which a value fails, and how many rows it is true for."""

    column: str
    failing: nw.Expr
    rows: int


def doubtful_rows(partitions: Partitions, *, targets: Mapping[str, KnownIds]) -> pl.DataFrame:
    """Read the rows in which a required value is missing, or a value is none of those that may stand there.

    Values are counted in the engine, column by column; rows are read only once one fails. Keys are not looked at:
    ingest keeps them unique.

    Args:
        targets: what columns may refer to, by ``table.column`` and ``case.part``.

    Returns: as :meth:`Partitions.scan`, in its order.

    Raises:
        InputRefused: too many rows fail to be told one by one; then it is the table that they refer to that is
            wrong.
    """
    with open_engine([partitions]) as engine:
        rows = engine.tables({"rows": partitions})["rows"]
        doubts = [
            doubt for column in partitions.contract.columns for doubt in _doubts(engine, rows, column, targets)
        ]
    limit = str(MAX_REFUSED)
    faults = [
        Fault(f"books/{partitions.contract.name}", "too_many_refused", None, doubt.column, str(doubt.rows), limit)
        for doubt in doubts
        if doubt.rows > MAX_REFUSED
    ]
    if faults:
        raise InputRefused(faults)
    stored = nw.from_native(partitions.scan())
    failing = [doubt.failing for doubt in doubts]
    found = stored.filter(nw.any_horizontal(*failing, ignore_nulls=True)) if doubts else stored.head(0)
    doubtful: pl.DataFrame = found.collect(backend="polars").to_native()
    return doubtful


def _doubts(
    engine: Engine, rows: nw.LazyFrame[Any], column: Column, targets: Mapping[str, KnownIds]
) -> Iterator[_Doubt]:
    value = nw.col(column.name)
    conditions = []
    if column.required:
        conditions.append(value.is_null())
    if column.low is not None:
        conditions.append(value < column.low)
    if column.high is not None:
        conditions.append(value > column.high)
    for failing in conditions:
        count = rows.filter(failing).select(n=nw.len()).collect(backend="polars").to_native().item()
        if count:
            yield _Doubt(column.name, failing, count)
    for known in _allowed(column, targets):
        wrong = _others(engine, rows, column.name, known)
        if not wrong.is_empty():
            yield _Doubt(column.name, value.is_in(wrong[column.name].to_list()), int(wrong["n"].sum()))


def _allowed(column: Column, targets: Mapping[str, KnownIds]) -> Iterator[pl.Series]:
    if column.allowed:
        yield pl.Series(column.allowed)
    if column.refers_to is not None and column.refers_to in targets:
        yield targets[column.refers_to].kept


def _others(engine: Engine, rows: nw.LazyFrame[Any], name: str, known: pl.Series) -> pl.DataFrame:
    """Count the rows of each value that is not among the known ones.

    Grouped first: files keep each value of a column once, so that grouping them by it costs next to nothing.
    """
    held = engine.tables({"known": pl.DataFrame({name: known})})["known"]
    counts = rows.filter(~nw.col(name).is_null()).group_by(name).agg(n=nw.len())
    others: pl.DataFrame = counts.join(held, on=name, how="anti").collect(backend="polars").to_native()
    return others

"""The same books on Spark, for more lines than one process can go through in time."""

from __future__ import annotations

import re
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import narwhals as nw
import polars as pl

from tramite.books.rows import Books
from tramite.kernel.case import EngineSettings
from tramite.kernel.contracts import Contract, Kind
from tramite.kernel.errors import TramiteError
from tramite.store.ingest.partitions import AT, PART, Partitions
from tramite.store.spark_process import SparkProcess, give_back, take
from tramite.store.stored import Content

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SQL_TYPES: Final = {
    Kind.TEXT: "STRING",
    Kind.INTEGER: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MONEY: "DECIMAL(18, 4)",
    Kind.DATE: "DATE",
    Kind.MONTH: "DATE",
    Kind.FLAG: "BOOLEAN",
}
_PATTERN_SIGNS = re.compile(r"([\\*?\[\]{}])")


class SparkEngine:
    """A Spark at work, with the interface of :class:`~tramite.store.engine.Engine`; close it, or use ``with``.

    Several engines of a program share one process. What does not fit into memory goes to a folder of its own,
    which is removed at the end.

    Raises:
        TramiteError: as :func:`~tramite.store.spark_process.take`.
    """

    def __init__(self, settings: EngineSettings) -> None:
        self._process = take(settings)
        self._held: list[DataFrame] = []
        self._let_go = weakref.finalize(self, _let_go, self._process, self._held)

    def tables(self, tables: Mapping[str, Content]) -> Books:
        """Give tables to Spark and return them as lazy frames, by name.

        Frames are handed over and kept; files are read where rows are needed, by each worker for itself. Amounts
        (decimal) stay exact through sums, and different values are counted exactly, however many.

        Raises:
            TramiteError: the workers of a cluster cannot read the files of a table.
        """
        lazy: dict[str, nw.LazyFrame[Any]] = {}
        for name, content in tables.items():
            if isinstance(content, pl.DataFrame) or not content.files:
                rows = self._handed_over(content if isinstance(content, pl.DataFrame) else content.frame()).cache()
                self._held.append(rows)
            else:
                rows = self._in_files(content)
                self._check_readable(rows, content)
            lazy[name] = nw.from_native(rows)
        return Books(lazy)

    def _handed_over(self, frame: pl.DataFrame) -> DataFrame:
        return self._process.session.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))

    def _in_files(self, partitions: Partitions) -> DataFrame:
        touched = set(partitions.left_out[PART])
        whole = [file.path for file in partitions.files if file.path.name not in touched]
        some_out = [file.path for file in partitions.files if file.path.name in touched]
        names = [column.name for column in partitions.contract.columns]
        rows = self._read(whole, partitions.contract)
        if not some_out:
            return rows
        left_out = self._handed_over(partitions.left_out)
        placed = self._read(some_out, partitions.contract).selectExpr(
            "*", f"_metadata.file_name AS {PART}", f"_metadata.row_index AS {AT}"
        )
        kept = placed.join(left_out, [PART, AT], "left_anti").select(*names)
        return rows.unionByName(kept) if whole else kept

    def _read(self, paths: Sequence[Path], contract: Contract) -> DataFrame:
        """Read files; a column that came later is null in those that lack it."""
        columns = ", ".join(f"`{column.name}` {_SQL_TYPES[column.kind]}" for column in contract.columns)
        return self._process.session.read.schema(columns).parquet(*(_literal(path) for path in paths))

    def _check_readable(self, rows: DataFrame, partitions: Partitions) -> None:
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy, and an extra
        from pyspark.errors import PySparkException  # noqa: PLC0415

        if self._process.settings.master.startswith("local"):
            return
        try:
            rows.limit(1).toArrow()
        except (PySparkException, Py4JError) as error:
            folder = partitions.files[0].path.parent
            raise TramiteError("spark_cannot_read", path=folder, master=self._process.settings.master) from error

    def close(self) -> None:
        """Let go of Spark; its lazy frames are of no more use."""
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _let_go(process: SparkProcess, held: list[DataFrame]) -> None:
    for rows in held if process.users > 1 else ():
        rows.unpersist()
    held.clear()
    give_back(process)


def _literal(path: Path) -> str:
    """Write a path so that Spark takes it for itself, not for a pattern."""
    return _PATTERN_SIGNS.sub(r"\\\1", str(path))

"""The database that computes: DuckDB in memory, which sees the tables it is given and nothing else."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import narwhals as nw
import polars as pl

from tramite.books.rows import Books
from tramite.kernel.contracts import Kind
from tramite.store.ingest.partitions import AT, PART, Partitions
from tramite.store.stored import Content, counted_exactly

# Names of tables come from contracts, but SQL may come from anywhere later: no files but those of the tables, no
# network, extensions, nor Python variables; and nobody can switch that back on.
_LOCKED: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
_MEGABYTES_PER_THREAD = 100  # measured: enough for 40 million lines; what needs more goes to the disk
_SQL_TYPES: Final = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MONEY: "DECIMAL(18, 4)",
    Kind.DATE: "DATE",
    Kind.MONTH: "DATE",
    Kind.FLAG: "BOOLEAN",
}


class Engine:
    """An open database; close it, or use it in a ``with``.

    It takes a fixed piece of memory, however long its tables are; what does not fit goes to a folder of its own,
    which is removed at the end.

    Args:
        reads: tables in files: the only files that it can ever read.
    """

    def __init__(self, reads: Iterable[Partitions] = ()) -> None:
        spill = tempfile.mkdtemp(prefix="tramite-")
        self._remove_spill = weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        self._connection = duckdb.connect(":memory:", config=dict(_LOCKED))
        files = [str(file.path) for partitions in reads for file in partitions.files]
        threads = self._connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
        self._connection.execute("SET memory_limit = ?", [f"{_MEGABYTES_PER_THREAD * threads}MB"])
        self._connection.execute("SET temp_directory = ?", [spill])
        self._connection.execute("SET allowed_paths = ?", [files])
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def tables(self, tables: Mapping[str, Content]) -> Books:
        """Give tables to the database, without copying or reading them, and return them as lazy frames, by name.

        Amounts (decimal) stay exact through sums. A name that was given before now means the new table. Different
        values of very long tables are estimated (HyperLogLog).
        """
        lazy: dict[str, nw.LazyFrame[Any]] = {}
        for name, content in tables.items():
            if isinstance(content, pl.DataFrame) or not content.files:
                self._register(name, content if isinstance(content, pl.DataFrame) else content.frame())
            else:
                left_out = f"{name} left out"
                self._register(left_out, content.left_out)
                query = " UNION ALL ".join(_branches(content, left_out))
                self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {_name(name)} AS {query}")
            lazy[name] = nw.from_native(self._connection.table(name))
        return Books(lazy) if counted_exactly(tables) else Books(lazy, count=_estimated, exact=False)

    def _register(self, name: str, frame: pl.DataFrame) -> None:
        self._connection.execute(f"DROP VIEW IF EXISTS {_name(name)}")
        self._connection.register(name, frame.to_arrow(compat_level=pl.CompatLevel.newest()))

    def close(self) -> None:
        """Close the database; its lazy frames are of no more use."""
        self._connection.close()
        self._remove_spill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_engine(reads: Iterable[Partitions] = ()) -> Engine:
    """Open the database; it can read the files of these tables, and no other."""
    return Engine(reads)


def _estimated(frame: nw.LazyFrame[Any], by: Sequence[str], column: str) -> nw.LazyFrame[Any]:
    groups = ", ".join(map(_name, by))
    rows: duckdb.DuckDBPyRelation = frame.to_native()
    return nw.from_native(rows.aggregate(f"{groups}, approx_count_distinct({_name(column)}) AS count", groups))


def _branches(partitions: Partitions, left_out: str) -> Iterator[str]:
    """Yield a query for the files of each shape: columns that came later are null; rows left out are out."""
    touched = set(partitions.left_out[PART])
    shapes: dict[tuple[tuple[str, ...], bool], list[Path]] = {}
    for file in partitions.files:
        shapes.setdefault((file.columns, file.path.name in touched), []).append(file.path)
    for (held, some_out), paths in shapes.items():
        columns = ", ".join(
            _name(column.name)
            if column.name in held
            else f"NULL::{_SQL_TYPES[column.kind]} AS {_name(column.name)}"
            for column in partitions.contract.columns
        )
        files = ", ".join(_text(str(path)) for path in paths)
        rows = f"read_parquet([{files}], hive_partitioning = false)"
        if some_out:
            place = f"parse_filename(filename) = {_name(PART)} AND file_row_number = {_name(AT)}"
            rows = f"(SELECT *, filename, file_row_number FROM {rows}) ANTI JOIN {_name(left_out)} ON {place}"  # noqa: S608
        yield f"SELECT {columns} FROM {rows}"  # noqa: S608


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

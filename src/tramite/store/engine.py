"""The database that computes: DuckDB in memory, which sees the tables it is given and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import duckdb
import narwhals as nw
import polars as pl

# Names of tables come from contracts, but SQL may come from anywhere later: no files, network, extensions, nor
# Python variables; and nobody can switch that back on.
_LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}


class Engine:
    """An open database; close it, or use it in a ``with``."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:", config=dict(_LOCKED))
        self._connection.execute("SET lock_configuration = true")

    def tables(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, nw.LazyFrame[Any]]:
        """Give tables to the database, without copying them, and return them as lazy frames, by name.

        Amounts (decimal) stay exact through sums. A name that was given before now means the new table.
        """
        lazy: dict[str, nw.LazyFrame[Any]] = {}
        for name, frame in frames.items():
            self._connection.register(name, frame.to_arrow(compat_level=pl.CompatLevel.newest()))
            lazy[name] = nw.from_native(self._connection.table(name))
        return lazy

    def close(self) -> None:
        """Close the database; its lazy frames are of no more use."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_engine() -> Engine:
    """Open the database."""
    return Engine()

"""Keys that rows of other files hold already, looked up on the disk: never all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from tramite.kernel.tables import CONTRACTS
from tramite.store.duplicates import HOLDER
from tramite.store.ingest.manifest import IngestedSource
from tramite.store.ingest.partitions import Partitions, open_partitions
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW
from tramite.store.walk import NO_HASHES, Hashes, hashes_of


class OtherRows:
    """The keys of a table's rows that came from other files, and from earlier sheets of the same file.

    Args:
        case: its folder. table: the table. others: where its other rows came from.

    Raises:
        InputRefused: files of rows are missing or changed.
    """

    def __init__(self, case: Path, table: str, others: tuple[IngestedSource, ...]) -> None:
        self._key = CONTRACTS[table].key
        self._stored = open_partitions(case, CONTRACTS[table], others)
        self._sheets: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take in the rows of a sheet: columns of the table, and where they came from."""
        self._sheets.append(rows.select(*self._key, FROM_FILE, FROM_ROW))

    def among(self, hashes: Hashes) -> Hashes:
        """Return those of the hashes, sorted and each once, that are hashes of keys held by these rows."""
        if not len(hashes):
            return NO_HASHES
        found = [np.intersect1d(hashes_of(rows, self._key), hashes) for rows in self._rows()]
        return np.unique(np.concatenate([NO_HASHES, *found]))

    def rows(self, hashes: Hashes) -> pl.DataFrame:
        """Return the keys with these hashes, and the file and row that hold them."""
        found = [pl.DataFrame(schema=self._stored.scan().select(*self._key, FROM_FILE, FROM_ROW).collect_schema())]
        for rows in self._rows():
            found.append(rows.filter(pl.Series(np.isin(hashes_of(rows, self._key), hashes), dtype=pl.Boolean)))
        holder = pl.format("{}: {}", FROM_FILE, FROM_ROW).alias(HOLDER)
        return pl.concat(found).select(*self._key, holder)

    def _rows(self) -> Iterator[pl.DataFrame]:
        for file in self._stored.files:
            one: Partitions = replace(self._stored, files=(file,))
            yield one.scan().select(*self._key, FROM_FILE, FROM_ROW).collect()
        yield from self._sheets

"""Keys that rows of other files hold already: each file of rows is opened and looked through once in an ingest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from tramite.kernel.contracts import Contract
from tramite.store.duplicates import HOLDER
from tramite.store.ingest.hash_runs import HashRuns
from tramite.store.ingest.manifest import IngestedSource
from tramite.store.ingest.partitions import PartFile, Partitions, open_partitions
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW
from tramite.store.walk import NO_HASHES, Hashes, hashes_of


class HeldKeys:
    """The keys of a table's rows on the disk, for one ingest of several files.

    A file that comes again is not compared with its own earlier rows: files of rows come and go between two
    look-ups, and only those that came or went are read.
    """

    def __init__(self, case: Path, contract: Contract) -> None:
        self._case, self._contract = case, contract
        self._opened: dict[str, PartFile] = {}
        self._counted: dict[str, PartFile] = {}
        folder = case / "books" / contract.name
        self._came, self._went = HashRuns(folder), HashRuns(folder)

    def of(self, others: Sequence[IngestedSource]) -> OtherRows:
        """Return the rows of some sources of the table.

        Raises:
            InputRefused: files of rows are missing or changed.
        """
        new = [source for source in others if any(part.name not in self._opened for part in source.parts)]
        stored = open_partitions(self._case, self._contract, new)
        self._opened |= {file.path.name: file for file in stored.files}
        files = tuple(self._opened[part.name] for source in others for part in source.parts)
        return OtherRows(self, replace(stored, files=files))

    def among(self, hashes: Hashes, stored: Partitions) -> Hashes:
        """Return those of sorted hashes that are hashes of keys in some files."""
        wanted = {file.path.name: file for file in stored.files}
        for name in wanted.keys() - self._counted.keys():
            self._came.add(hashes_of(_keys(stored, wanted[name]), self._contract.key))
        for name in self._counted.keys() - wanted.keys():
            self._went.add(hashes_of(_keys(stored, self._counted[name]), self._contract.key))
        self._counted = wanted
        return hashes[self._came.count(hashes) > self._went.count(hashes)]


class OtherRows:
    """The keys of a table's rows that came from other files, and from earlier sheets of the same file."""

    def __init__(self, held: HeldKeys, stored: Partitions) -> None:
        self._held, self._stored = held, stored
        self._key = stored.contract.key
        self._sheets: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take in the rows of a sheet: columns of the table, and where they came from."""
        self._sheets.append(rows.select(*self._key, FROM_FILE, FROM_ROW))

    def among(self, hashes: Hashes) -> Hashes:
        """Return those of sorted hashes that are hashes of keys held by these rows."""
        if not len(hashes):
            return NO_HASHES
        of_sheets = [hashes[np.isin(hashes, hashes_of(rows, self._key))] for rows in self._sheets]
        return np.concatenate([self._held.among(hashes, self._stored), *of_sheets])

    def rows(self, hashes: Hashes) -> pl.DataFrame:
        """Return the keys with these hashes, and the file and row that hold them."""
        found = [pl.DataFrame(schema=self._stored.scan().select(*self._key, FROM_FILE, FROM_ROW).collect_schema())]
        for rows in self._rows():
            found.append(rows.filter(pl.Series(np.isin(hashes_of(rows, self._key), hashes), dtype=pl.Boolean)))
        holder = pl.format("{}: {}", FROM_FILE, FROM_ROW).alias(HOLDER)
        return pl.concat(found).select(*self._key, holder)

    def _rows(self) -> Iterator[pl.DataFrame]:
        for file in self._stored.files:
            yield _keys(self._stored, file, FROM_FILE, FROM_ROW)
        yield from self._sheets


def _keys(stored: Partitions, file: PartFile, *more: str) -> pl.DataFrame:
    one: Partitions = replace(stored, files=(file,))
    return one.scan().select(*stored.contract.key, *more).collect()

"""Write rows to the disk as they come: by month, in files that count only once all of them are there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import TramiteError
from tramite.store.ingest.manifest import Part, digest_of
from tramite.store.ingest.mapping import day_column
from tramite.store.outputs import remove

HELD: Final = 1_000_000  # rows in memory until some must be written; with some 150 bytes each
ROW_GROUP: Final = 122_880  # rows that the engine reads at once
_ALL = "all"
_WAITING: Final = 2  # files that may wait until they are written


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that is on the disk under a passing name."""

    label: str
    beside: Path
    part: Part


class PartWriter:
    """Writes the rows of a table by month, each month in one file or several; rows without a month in one «all».

    Files are written in another thread, while the next rows are read and checked; drop the writer in the end.

    Args:
        folder: ``books/<table>``. contract: of the table. held: rows kept in memory.
    """

    def __init__(self, folder: Path, contract: Contract, *, held: int = HELD) -> None:
        self._folder, self._day, self._most = folder, day_column(contract), held
        self._held: dict[str, list[pl.DataFrame]] = {}
        self._writing: list[Future[_Written]] = []
        self._thread = ThreadPoolExecutor(1)

    def add(self, rows: pl.DataFrame) -> None:
        """Take rows; write months that no new rows came for, and when there are too many, those with most of them.

        Args:
            rows: columns of the contract, and where they came from.

        Raises:
            TramiteError: an earlier file cannot be written.
        """
        touched = set()
        for label, part in self._by_month(rows):
            self._held.setdefault(label, []).append(part)
            touched.add(label)
        counts = {label: sum(part.height for part in parts) for label, parts in self._held.items()}
        total = sum(counts.values())
        for label in sorted(label for label in counts.keys() - touched if counts[label] >= ROW_GROUP):
            self._write(label)
            total -= counts.pop(label)
        if total <= self._most:
            return
        for label in sorted(counts, key=lambda each: (each in touched, -counts[each], each)):
            if label in touched and total <= self._most / 2:
                return
            self._write(label)
            total -= counts[label]

    def write(self) -> None:
        """Begin to write all that is left.

        Raises:
            TramiteError: an earlier file cannot be written.
        """
        for label in sorted(self._held):
            self._write(label)

    def finish(self) -> tuple[Part, ...]:
        """Write what is left, and give all files their names; they count once a manifest names them.

        Raises:
            TramiteError: a file cannot be written.
        """
        self.write()
        parts = []
        for written in sorted((each.result() for each in self._writing), key=lambda each: each.label):
            try:
                os.replace(written.beside, self._folder / written.part.name)
            except OSError as error:
                raise TramiteError("cannot_write", path=self._folder / written.part.name) from error
            parts.append(written.part)
        self._writing.clear()
        return tuple(parts)

    def drop(self) -> None:
        """Remove what was written: it does not count."""
        self._held.clear()
        self._thread.shutdown()
        for each in self._writing:
            if each.exception() is None:
                remove(each.result().beside)
        self._writing.clear()

    def _by_month(self, rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        if self._day is None or rows.is_empty():
            if not rows.is_empty():
                yield _ALL, rows
            return
        runs = rows[self._day].rle().struct.unnest()  # of equal days: few where a file is ordered by date
        months = runs.select("len", month=_month(pl.col("value")))
        if months["month"].is_sorted():
            start = 0
            for month, length in months.group_by("month", maintain_order=True).agg(pl.col("len").sum()).rows():
                yield _label(month), rows.slice(start, length)
                start += length
            return
        named = rows.with_columns(_month=_month(pl.col(self._day)))
        for (month,), part in named.partition_by("_month", as_dict=True, include_key=False).items():
            yield _label(month), part

    def _write(self, label: str) -> None:
        unwritten = [each for each in self._writing if not each.done()]
        if len(unwritten) >= _WAITING:
            unwritten[0].result()
        rows = pl.concat(self._held.pop(label))
        self._writing.append(self._thread.submit(self._save, label, rows))

    def _save(self, label: str, rows: pl.DataFrame) -> _Written:
        buffer = BytesIO()
        rows.write_parquet(buffer, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
        content = buffer.getbuffer()
        digest = digest_of(content)
        part = Part(name=f"{label}-{digest[:16]}.parquet", sha256=digest, rows=rows.height)
        beside = self._folder / f".{part.name}.{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            remove(beside)
            raise TramiteError("cannot_write", path=beside) from error
        return _Written(label, beside, part)


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 100 + day.dt.month()


def _label(month: object) -> str:
    year, number = divmod(int(str(month)), 100)
    return f"{year:04d}-{number:02d}"

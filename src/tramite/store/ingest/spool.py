"""Rows that become one file in the end: in memory while they are few, on the disk when they are many."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import TramiteError
from tramite.store.ingest.manifest import Part, digest_of_file
from tramite.store.ingest.part_writing import ROW_GROUP
from tramite.store.ingest.parts import save_part
from tramite.store.outputs import remove, save_frame

HELD: Final = 200_000  # rows in memory


class Spool:
    """Gathers rows, column by column of the same name, into one file.

    Args:
        folder: ``books/<table>``. label: how the name of the file begins. held: rows kept in memory.
    """

    def __init__(self, folder: Path, label: str, *, held: int = HELD) -> None:
        self._folder, self._label, self._most = folder, label, held
        self._held: list[pl.DataFrame] = []
        self._spilled: list[Path] = []
        self._rows = 0

    def add(self, rows: pl.DataFrame) -> None:
        """Take rows."""
        self._held.append(rows)
        self._rows += rows.height
        if sum(part.height for part in self._held) > self._most:
            self._spill()

    def finish(self) -> Part | None:
        """Write the file; ``None`` if there are no rows.

        Raises:
            TramiteError: it cannot be written.
        """
        if not self._rows:
            return None
        if not self._spilled:
            return save_part(self._folder, self._label, pl.concat(self._held, how="diagonal"))
        self._spill()
        beside = self._passing_name()
        try:
            spilled = [pl.scan_parquet(path, glob=False) for path in self._spilled]
            rows = pl.concat(spilled, how="diagonal")
            rows.sink_parquet(beside, compression="zstd", row_group_size=ROW_GROUP, sync_on_close="all")
            digest = digest_of_file(beside)
            part = Part(name=f"{self._label}-{digest[:16]}.parquet", sha256=digest, rows=self._rows)
            os.replace(beside, self._folder / part.name)
        except OSError as error:
            raise TramiteError("cannot_write", path=beside) from error
        finally:
            remove(beside)
        self.drop()
        return part

    def drop(self) -> None:
        """Remove what was gathered."""
        self._held.clear()
        for path in self._spilled:
            remove(path)
        self._spilled.clear()
        self._rows = 0

    def _spill(self) -> None:
        if self._held:
            path = self._passing_name()
            self._spilled.append(path)
            save_frame(path, pl.concat(self._held, how="diagonal"))
            self._held.clear()

    def _passing_name(self) -> Path:
        """Return a name that the next ingest removes, if this one is killed."""
        return self._folder / f".{self._label}-{secrets.token_hex(8)}.parquet.{secrets.token_hex(4)}"

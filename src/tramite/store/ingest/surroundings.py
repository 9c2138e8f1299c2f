"""What new rows of a table meet in the case: ids that they may refer to, keys that are taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.tables import CONTRACTS
from tramite.store.checking import CheckedTable, check_table
from tramite.store.duplicates import HOLDER
from tramite.store.ingest.manifest import IngestedSource, Manifest
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, read_sources
from tramite.store.ingest.tables import check_ingested
from tramite.store.reading import read_table
from tramite.store.references import KnownIds, reading_order


class Surroundings:
    """The tables of a case that other tables refer to, each read once, when it is first asked for.

    Args:
        files: tables in a single file, relative to the case.
    """

    def __init__(self, case: Path, definition: CaseDefinition, files: Mapping[str, str]) -> None:
        self._case, self._definition, self._files = case, definition, files
        self._known: dict[str, dict[str, KnownIds]] = {}

    def known(self, table: str, manifest: Manifest) -> dict[str, KnownIds]:
        """Return the ids that rows of a table may refer to; ask for tables in :func:`reading_order`."""
        targets = {c.refers_to.split(".")[0] for c in CONTRACTS[table].columns if c.refers_to} - {"case"}
        found: dict[str, KnownIds] = {}
        for target in (name for name in reading_order() if name in targets):
            if target not in self._known:
                checked = self._checked(target, manifest)
                self._known[target] = {} if checked is None else dict(checked.ids)
            found.update(self._known[target])
        return found

    def _checked(self, table: str, manifest: Manifest) -> CheckedTable | None:
        known = self.known(table, manifest)
        if table in manifest.tables:
            return check_ingested(self._case, manifest, table, definition=self._definition, known=known)
        if table in self._files:
            raw = read_table(self._case / self._files[table], CONTRACTS[table], file=self._files[table])
            return check_table(raw, definition=self._definition, known=known)
        return None


def taken_keys(case: Path, table: str, others: tuple[IngestedSource, ...]) -> pl.DataFrame:
    """Return the keys of rows of other sources, and the file and row that hold them."""
    contract = CONTRACTS[table]
    rows = read_sources(case, contract, others, columns=(*contract.key, FROM_FILE, FROM_ROW))
    return held_keys(rows, table)


def held_keys(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the key of each row, and the file and row that hold it."""
    holder = pl.format("{}: {}", FROM_FILE, FROM_ROW).alias(HOLDER)
    return rows.select(*CONTRACTS[table].key, holder)

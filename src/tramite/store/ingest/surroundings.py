"""What new rows of a table meet in the case: ids that they may refer to, keys that are taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tramite.kernel.case import CaseDefinition
from tramite.kernel.tables import CONTRACTS
from tramite.store.checking import check_table
from tramite.store.ingest.manifest import Manifest
from tramite.store.ingest.tables import open_ingested
from tramite.store.ingest.taken import HeldKeys, OtherRows
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
        self._keys: dict[str, HeldKeys] = {}

    def others(self, table: str, manifest: Manifest) -> OtherRows:
        """Return the rows of a table, for their keys.

        Raises:
            InputRefused: files of rows are missing or changed.
        """
        if table not in self._keys:
            self._keys[table] = HeldKeys(self._case, CONTRACTS[table])
        return self._keys[table].of(manifest.of(table))

    def known(self, table: str, manifest: Manifest) -> dict[str, KnownIds]:
        """Return the ids that rows of a table may refer to; ask for tables in :func:`reading_order`."""
        targets = {c.refers_to.split(".")[0] for c in CONTRACTS[table].columns if c.refers_to} - {"case"}
        found: dict[str, KnownIds] = {}
        for target in (name for name in reading_order() if name in targets):
            if target not in self._known:
                self._known[target] = dict(self._ids(target, manifest))
            found.update(self._known[target])
        return found

    def _ids(self, table: str, manifest: Manifest) -> Mapping[str, KnownIds]:
        known = self.known(table, manifest)
        if table in manifest.tables:
            return open_ingested(self._case, manifest, table, definition=self._definition, known=known).ids
        if table in self._files:
            raw = read_table(self._case / self._files[table], CONTRACTS[table], file=self._files[table])
            return check_table(raw, definition=self._definition, known=known).ids
        return {}

"""Bring files into the tables of a case: all of one call, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.ahead import ahead
from tramite.store.checking import check_rows, told_in_order
from tramite.store.findings import Telling
from tramite.store.ingest import mapping as mappings
from tramite.store.ingest.manifest import IngestedSource, Load, Manifest, Outcome, digest_of_file
from tramite.store.ingest.part_writing import PartWriter
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW
from tramite.store.ingest.refusals import Refusals, RefusalWriter
from tramite.store.ingest.reshaping import Reshaped, check_columns, reshape
from tramite.store.ingest.surroundings import Surroundings
from tramite.store.ingest.taken import OtherRows
from tramite.store.reading import open_sheets, open_table
from tramite.store.references import KnownIds
from tramite.store.sheet import Sheet, SheetPieces, as_contract, numbered
from tramite.store.walk import Walk


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be brought into a table.

    Attributes:
        path: where it is. file: its name as a person knows it.
        mapping: name and content; ``None``: its columns are those of the contract.
    """

    path: Path
    file: str
    table: str
    mapping: tuple[str, mappings.Mapping] | None

    @property
    def source(self) -> str:
        """Name under which a corrected file replaces it: two partners may both send «report.xlsx»."""
        return self.file if self.mapping is None else f"{self.mapping[0]}/{self.file}"

    @property
    def mapping_sha256(self) -> str:
        """What the mapping says, in short."""
        return "" if self.mapping is None else self.mapping[1].digest

    def same_as(self, source: IngestedSource) -> bool:
        """Tell whether exactly this was brought in."""
        return self.mapping_sha256 == source.mapping_sha256 and digest_of_file(self.path) == source.sha256

    def state(self) -> tuple[int, ...]:
        """Return what is another when the file is replaced or written to."""
        found = self.path.stat()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: its line of the ledger, and faults of its rows."""

    load: Load
    faults: tuple[Fault, ...]


Progress = Callable[[str, float], None]  # name of a file, and the share of it that is read


def bring_in(
    case: Path,
    incoming: Incoming,
    manifest: Manifest,
    *,
    surroundings: Surroundings,
    definition: CaseDefinition,
    who: str,
    when: datetime,
    progress: Progress,
    again: bool = False,
) -> tuple[Manifest, Loaded]:
    """Check the rows of a file and write them beside what is there; they count once the manifest is committed.

    Args:
        again: bring it in even if exactly this was brought in before. progress: called as the file is read.

    Raises:
        InputRefused: the file as a whole cannot be read as what the mapping or the contract says.
    """
    old = next((s for s in manifest.of(incoming.table) if s.name == incoming.source), None)
    if old is not None and not again and incoming.same_as(old):
        return manifest, Loaded(_unchanged(_line(incoming, old.sha256, who, when), manifest), ())
    others = manifest.without(incoming.table, incoming.source)
    entry = _Entry(incoming, surroundings.others(incoming.table, others), case, definition)
    known = surroundings.known(incoming.table, others)
    before = incoming.state()
    try:
        sha256 = entry.read(known, progress)
        if incoming.state() != before:
            raise InputRefused([Fault(incoming.file, "changed_meanwhile")])
        source = IngestedSource(
            table=incoming.table,
            name=incoming.source,
            file=incoming.file,
            sha256=sha256,
            mapping=None if incoming.mapping is None else incoming.mapping[0],
            mapping_sha256=incoming.mapping_sha256,
            parts=entry.parts.finish(),
            refused=entry.refusals.finish(incoming.path, sha256),
        )
    finally:
        entry.drop()
    line = _line(incoming, sha256, who, when)
    load = _counted(line, source, entry.skipped, old, again=again)
    return manifest.with_(source, load), Loaded(load, entry.faults)


def _counted(line: Load, source: IngestedSource, skipped: int, old: IngestedSource | None, *, again: bool) -> Load:
    """Write into a line of the ledger what became of the rows."""
    outcome: Outcome = "retried" if again else "loaded" if old is None else "replaced"
    return line.model_copy(
        update={
            "outcome": outcome,
            "rows": source.kept_rows + source.refused_rows + skipped,
            "kept": source.kept_rows,
            "refused": source.refused_rows,
            "skipped": skipped,
            "replaced": 0 if old is None else old.kept_rows,
        }
    )


def _line(incoming: Incoming, sha256: str, who: str, when: datetime) -> Load:
    return Load(
        when=when, who=who, table=incoming.table, source=incoming.source, sha256=sha256,
        mapping=None if incoming.mapping is None else incoming.mapping[0], outcome="unchanged",
        rows=0, kept=0, refused=0, skipped=0, replaced=0,
    )  # fmt: skip


def _unchanged(line: Load, manifest: Manifest) -> Load:
    """Return the line of a file that is there already, with the counts of its last load."""
    last = [load for load in manifest.loads if (load.table, load.source) == (line.table, line.source)][-1]
    same = ("rows", "kept", "refused", "skipped")
    return line.model_copy(update={name: getattr(last, name) for name in same})


class _Entry:
    """The entry of one file: its pieces go through the check to the disk, and again if one walk was not enough."""

    def __init__(self, incoming: Incoming, others: OtherRows, case: Path, definition: CaseDefinition) -> None:
        self._incoming, self._others, self._definition = incoming, others, definition
        self._folder = case / "books" / incoming.table
        self._contract = CONTRACTS[incoming.table]
        self.faults: tuple[Fault, ...] = ()
        self._begin()

    def _begin(self) -> None:
        self.parts = PartWriter(self._folder, self._contract)
        self.refusals = RefusalWriter(self._folder)
        self.skipped = 0

    def drop(self) -> None:
        """Remove what was written and not finished."""
        self.parts.drop()
        self.refusals.drop()

    def read(self, known: Mapping[str, KnownIds], progress: Progress) -> str:
        """Read sheet after sheet, each against the keys of other sources and of the sheets before it.

        Returns: SHA-256 of what was read.

        Raises:
            InputRefused: a sheet has not the columns that it needs; of several, all are told.
        """
        sheets = self._sheets()
        for pieces in sheets:
            walk: Walk | None = Walk(whole=pieces.single, taken=self._others)
            while walk is not None:
                faults = self._walk(pieces, walk, known, progress, alone=len(sheets) == 1)
                walk = walk.again()
                if walk is not None:
                    self.drop()
                    self._begin()
            self.faults += faults
        return sheets[-1].sha256 or digest_of_file(self._incoming.path)

    def _sheets(self) -> list[SheetPieces]:
        """Open the file, and make sure that every sheet has the columns that it needs."""
        path, file = self._incoming.path, self._incoming.file
        if self._incoming.mapping is None:
            return [open_table(path, self._contract, file=file)]
        mapping = self._incoming.mapping[1]
        sheets = open_sheets(path, mapping.layout, file=file)
        faults: list[Fault] = []
        for pieces in sheets if len(sheets) > 1 else []:
            try:
                check_columns(next(iter(pieces.sheets()))[0], mapping)
            except InputRefused as error:
                faults += error.faults
        if faults:
            raise InputRefused(faults)
        return sheets

    def _walk(
        self, pieces: SheetPieces, walk: Walk, known: Mapping[str, KnownIds], progress: Progress, *, alone: bool
    ) -> tuple[Fault, ...]:
        telling: Telling | None = None
        for sheet, share in pieces.sheets() if pieces.single else ahead(pieces.sheets()):
            reshaped = self._reshaped(sheet, walk)
            telling = telling or Telling(reshaped.raw.file, told_in_order(self._contract))
            checked = check_rows(reshaped.raw, definition=self._definition, known=known, walk=walk)
            rows = checked.frame.with_columns(
                pl.lit(reshaped.raw.file).alias(FROM_FILE), checked.rows.cast(pl.Int64).alias(FROM_ROW)
            )
            self.parts.add(rows)
            if checked.findings:
                self.refusals.add(Refusals.of(reshaped.sheet, checked.findings))
            telling.add(checked.findings, reshaped.raw.rows)
            self.skipped += reshaped.skipped
            if not alone:
                self._others.add(rows)
            progress(self._incoming.file, share)
        if alone:
            self.parts.write()
        return () if telling is None else telling.faults()

    def _reshaped(self, sheet: Sheet, walk: Walk) -> Reshaped:
        """Take a piece as rows of the table."""
        if self._incoming.mapping is not None:
            mapping = self._incoming.mapping[1]
            return reshape(sheet, mapping, currency=self._definition.currency, walk=walk)
        raw = as_contract(sheet, self._contract)
        named = Sheet(sheet.file, tuple(raw.frame.columns), numbered(raw.frame), raw.rows, raw.decimal_mark)
        return Reshaped(raw, named, 0)

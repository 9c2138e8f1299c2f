"""Bring files into the tables of a case: all of one call, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.checking import check_table
from tramite.store.ingest.manifest import IngestedSource, Load, Manifest, Outcome, digest_of_file
from tramite.store.ingest.mapping import Mapping
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, save_parts
from tramite.store.ingest.refusals import Refusals, save_refusals
from tramite.store.ingest.reshaping import Reshaped, reshape
from tramite.store.ingest.surroundings import Surroundings, held_keys, taken_keys
from tramite.store.reading import read_sheets, read_table
from tramite.store.sheet import Sheet, numbered


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be brought into a table.

    Attributes:
        path: where it is. file: its name as a person knows it. sha256: of its content.
        mapping: name and content; ``None``: its columns are those of the contract.
    """

    path: Path
    file: str
    sha256: str
    table: str
    mapping: tuple[str, Mapping] | None

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
        return (self.sha256, self.mapping_sha256) == (source.sha256, source.mapping_sha256)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: its line of the ledger, and faults of its rows."""

    load: Load
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """The rows of a file: kept ones with where they come from, refused ones with why."""

    kept: pl.DataFrame
    refusals: Refusals
    faults: tuple[Fault, ...]
    skipped: int


def bring_in(
    case: Path,
    incoming: Incoming,
    manifest: Manifest,
    *,
    surroundings: Surroundings,
    definition: CaseDefinition,
    who: str,
    when: datetime,
    again: bool = False,
) -> tuple[Manifest, Loaded]:
    """Check the rows of a file and write them beside what is there; they count once the manifest is committed.

    Args:
        again: bring it in even if exactly this was brought in before.

    Raises:
        InputRefused: the file as a whole cannot be read as what the mapping or the contract says.
    """
    old = next((s for s in manifest.of(incoming.table) if s.name == incoming.source), None)
    line = _line(incoming, who, when)
    if old is not None and incoming.same_as(old) and not again:
        return manifest, Loaded(_unchanged(line, manifest), ())
    others = manifest.without(incoming.table, incoming.source)
    checked = _check(case, incoming, others, surroundings, definition)
    if digest_of_file(incoming.path) != incoming.sha256:
        raise InputRefused([Fault(incoming.file, "changed_meanwhile")])
    folder = case / "books" / incoming.table
    source = IngestedSource(
        table=incoming.table,
        name=incoming.source,
        file=incoming.file,
        sha256=incoming.sha256,
        mapping=line.mapping,
        mapping_sha256=incoming.mapping_sha256,
        parts=save_parts(folder, checked.kept, CONTRACTS[incoming.table]),
        refused=save_refusals(folder, checked.refusals, original=incoming.path),
    )
    load = _counted(line, source, checked.skipped, old, again=again)
    return manifest.with_(source, load), Loaded(load, checked.faults)


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


def _line(incoming: Incoming, who: str, when: datetime) -> Load:
    return Load(
        when=when, who=who, table=incoming.table, source=incoming.source, sha256=incoming.sha256,
        mapping=None if incoming.mapping is None else incoming.mapping[0], outcome="unchanged",
        rows=0, kept=0, refused=0, skipped=0, replaced=0,
    )  # fmt: skip


def _unchanged(line: Load, manifest: Manifest) -> Load:
    """Return the line of a file that is there already, with the counts of its last load."""
    last = [load for load in manifest.loads if (load.table, load.source) == (line.table, line.source)][-1]
    same = ("rows", "kept", "refused", "skipped")
    return line.model_copy(update={name: getattr(last, name) for name in same})


def _check(
    case: Path,
    incoming: Incoming,
    others: Manifest,
    surroundings: Surroundings,
    definition: CaseDefinition,
) -> _Checked:
    """Check sheet after sheet, each against the keys of other sources and of the sheets before it."""
    known = surroundings.known(incoming.table, others)
    taken = taken_keys(case, incoming.table, others.of(incoming.table))
    kept: list[pl.DataFrame] = []
    refusals: list[Refusals] = []
    faults: list[Fault] = []
    skipped = 0
    for reshaped in _reshaped(incoming, definition.currency):
        checked = check_table(reshaped.raw, definition=definition, known=known, taken=taken)
        rows = checked.frame.with_columns(
            pl.lit(reshaped.raw.file).alias(FROM_FILE), checked.rows.cast(pl.Int64).alias(FROM_ROW)
        )
        kept.append(rows)
        refusals.append(Refusals.of(reshaped.sheet, checked.findings))
        faults += checked.faults
        skipped += reshaped.skipped
        taken = pl.concat([taken, held_keys(rows, incoming.table)])
    return _Checked(pl.concat(kept), Refusals.together(refusals), tuple(faults), skipped)


def _reshaped(incoming: Incoming, currency: str) -> Iterator[Reshaped]:
    """Yield the sheets of a file as tables of its contract, once all of them have the columns that they need."""
    if incoming.mapping is None:
        raw = read_table(incoming.path, CONTRACTS[incoming.table], file=incoming.file)
        sheet = Sheet(incoming.file, tuple(raw.frame.columns), numbered(raw.frame), raw.rows, raw.decimal_mark)
        yield Reshaped(raw, sheet, 0)
        return
    mapping = incoming.mapping[1]
    reshaped: list[Reshaped] = []
    faults: list[Fault] = []
    for sheet in read_sheets(incoming.path, mapping.layout, file=incoming.file):
        try:
            reshaped.append(reshape(sheet, mapping, currency=currency))
        except InputRefused as error:
            faults += error.faults
    if faults:
        raise InputRefused(faults)
    yield from reshaped

"""Rows that an ingest refused: as they stood in their file, with every reason, until they are mended."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.wording import Language
from tramite.store.duplicates import as_given
from tramite.store.findings import REFUSED_BECAUSE, ROW, Finding, faults_of, reasons
from tramite.store.ingest.manifest import ORIGINALS, IngestedSource, Refused, digest_of_file
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, read_part
from tramite.store.ingest.spool import Spool
from tramite.store.sheet import Sheet

SOURCE: Final = "source"
_TEXTS = {
    FROM_FILE: pl.String(),
    "kind": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "hint": pl.String(),
}
_COPIED = 4 << 20  # bytes at once
_REASONS = pl.Schema({**_TEXTS, FROM_ROW: pl.Int64()})


@dataclass(frozen=True, slots=True)
class Refusals:
    """Refused rows under the names of their file, and why: a line for each fault of a row.

    Attributes:
        rows: text; with :data:`FROM_FILE` and :data:`FROM_ROW`.
        reasons: file, row, kind of fault, column, value, hint.
    """

    rows: pl.DataFrame
    reasons: pl.DataFrame

    @classmethod
    def of(cls, sheet: Sheet, findings: Sequence[Finding]) -> Refusals:
        """Take the rows of a sheet that have findings."""
        told = [pl.DataFrame(schema=_REASONS), *(_lines(finding, sheet) for finding in findings)]
        at = pl.concat([pl.Series([], dtype=pl.UInt32), *(f.at.cast(pl.UInt32) for f in findings)]).unique().sort()
        refused = sheet.frame[at]
        named = [as_given(refused[:, place]).alias(name) for place, name in _names(sheet)]
        where = [
            pl.repeat(sheet.file, len(at), dtype=pl.String, eager=True).alias(FROM_FILE),
            sheet.rows.gather(at).cast(pl.Int64).alias(FROM_ROW),
        ]
        return cls(pl.DataFrame([*named, *where]), pl.concat(told))


def _names(sheet: Sheet) -> list[tuple[int, str]]:
    """Return place and name of the columns; a name that is there already is told apart by its place."""
    names: list[tuple[int, str]] = []
    for place, given in enumerate(sheet.header):
        if given is not None:
            name = given.strip() or f"#{place + 1}"
            taken = name in {ROW, REFUSED_BECAUSE, SOURCE, FROM_FILE, FROM_ROW, *(other for _, other in names)}
            names.append((place, f"{name} #{place + 1}" if taken else name))
    return names


def _lines(finding: Finding, sheet: Sheet) -> pl.DataFrame:
    hint = pl.Series([finding.hint] * len(finding.at)) if isinstance(finding.hint, str) else finding.hint
    return pl.DataFrame(
        {
            FROM_FILE: pl.repeat(sheet.file, len(finding.at), eager=True),
            "kind": pl.repeat(finding.kind, len(finding.at), eager=True),
            "column": pl.repeat(finding.column, len(finding.at), dtype=pl.String, eager=True),
            "value": finding.values,
            "hint": hint,
            FROM_ROW: sheet.rows.gather(finding.at).cast(pl.Int64),
        }
    )


class RefusalWriter:
    """Keeps refused rows and their reasons as they come; what is too much for memory waits on the disk.

    Args:
        folder: ``books/<table>``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows, self._reasons = Spool(folder, "rows"), Spool(folder, "reasons")

    def add(self, refusals: Refusals) -> None:
        """Take the refusals of a piece of a file."""
        if not refusals.rows.is_empty():
            self._rows.add(refusals.rows)
            self._reasons.add(refusals.reasons)

    def finish(self, original: Path, sha256: str) -> Refused | None:
        """Write refused rows, their reasons, and the file they came in; ``None`` if none were refused.

        The whole file is kept, not only its refused rows: how it writes decimals and dates shows only in all of
        them, and one row read alone may read otherwise.

        Raises:
            InputRefused: the file has changed.
        """
        rows = self._rows.finish()
        reasons = self._reasons.finish()
        if rows is None or reasons is None:
            return None
        name = f"{sha256}{original.suffix.lower()}"
        _copy(original, self._folder.parent / ORIGINALS / name, sha256)
        return Refused(rows=rows, reasons=reasons, original=name)

    def drop(self) -> None:
        """Remove what was kept: it does not count."""
        self._rows.drop()
        self._reasons.drop()


def _copy(original: Path, path: Path, sha256: str) -> None:
    """Copy a file, piece by piece, and make sure that it is the one that was read."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with original.open("rb") as stream, beside.open("xb") as copy:
                shutil.copyfileobj(stream, copy, _COPIED)
                copy.flush()
                os.fsync(copy.fileno())
            if digest_of_file(beside) != sha256:
                raise InputRefused([Fault(original.name, "changed_meanwhile")])
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise TramiteError("cannot_write", path=path) from error


def read_reasons(case: Path, sources: Iterable[IngestedSource]) -> pl.DataFrame:
    """Return why rows were refused: table, source, file, row, kind, column, value, hint; a line for each fault."""
    held = [pl.DataFrame(schema={"table": pl.String, SOURCE: pl.String, **_REASONS})]
    for source in sources:
        if source.refused is not None:
            part = read_part(case / "books" / source.table, source.refused.reasons)
            held.append(
                part.select(pl.lit(source.table).alias("table"), pl.lit(source.name).alias(SOURCE), *_REASONS)
            )
    return pl.concat(held)


def read_refused(case: Path, sources: Iterable[IngestedSource], language: Language) -> pl.DataFrame:
    """Return refused rows as text, with ``source``, ``row`` and ``refused_because`` in a language."""
    held = []
    for source in sources:
        if source.refused is not None:
            folder = case / "books" / source.table
            rows, why = (read_part(folder, part) for part in (source.refused.rows, source.refused.reasons))
            place = rows.select(FROM_FILE, FROM_ROW).with_row_index("at")
            told = why.join(place, on=[FROM_FILE, FROM_ROW], how="inner", maintain_order="left")
            because = reasons(findings_of(told), language)
            refused = rows[because["at"]].rename({FROM_FILE: SOURCE, FROM_ROW: ROW})
            held.append(refused.with_columns(because[REFUSED_BECAUSE]))
    return pl.concat(held, how="diagonal_relaxed") if held else pl.DataFrame()


def findings_of(told: pl.DataFrame) -> list[Finding]:
    """Make findings of lines of reasons; ``at`` says where each row is."""
    return [
        Finding(
            kind=str(kind), column=None if column is None else str(column),
            at=lines["at"], values=lines["value"], hint=lines["hint"],
        )
        for (kind, column), lines in told.sort("at", maintain_order=True)
        .partition_by("kind", "column", as_dict=True, maintain_order=True)
        .items()
    ]  # fmt: skip


def refused_faults(reasons_of_rows: pl.DataFrame) -> tuple[Fault, ...]:
    """Write reasons as faults, file by file."""
    told: list[Fault] = []
    for (file,), lines in reasons_of_rows.partition_by(FROM_FILE, as_dict=True, maintain_order=True).items():
        placed = lines.with_row_index("at")
        told += faults_of(findings_of(placed), file=str(file), rows=placed[FROM_ROW])
    return tuple(told)

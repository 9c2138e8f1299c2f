"""Rows that an ingest refused: as they stood in their file, with every reason, until they are mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault
from tramite.kernel.wording import Language
from tramite.store.duplicates import as_given
from tramite.store.findings import REFUSED_BECAUSE, ROW, Finding, faults_of, reasons
from tramite.store.ingest.manifest import ORIGINALS, IngestedSource, Refused, digest_of
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, read_part, save_part
from tramite.store.outputs import save_bytes
from tramite.store.sheet import Sheet

SOURCE: Final = "source"
_TEXTS = {
    FROM_FILE: pl.String(),
    "kind": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "hint": pl.String(),
}
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

    @classmethod
    def together(cls, parts: Iterable[Refusals]) -> Refusals:
        """Put the refusals of several sheets together."""
        held = list(parts)
        return cls(
            pl.concat([part.rows for part in held], how="diagonal"), pl.concat([part.reasons for part in held])
        )


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


def save_refusals(folder: Path, refusals: Refusals, *, original: Path) -> Refused | None:
    """Write refused rows, their reasons, and the file they came in; ``None`` if none were refused.

    The whole file is kept, not only its refused rows: how it writes decimals and dates shows only in all of them,
    and one row read alone may read otherwise.

    Args:
        folder: ``books/<table>``.
    """
    if refusals.rows.is_empty():
        return None
    content = original.read_bytes()
    name = f"{digest_of(content)}{original.suffix.lower()}"
    save_bytes(folder.parent / ORIGINALS / name, content)
    return Refused(
        rows=save_part(folder, "rows", refusals.rows),
        reasons=save_part(folder, "reasons", refusals.reasons),
        original=name,
    )


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

"""A sheet as it stands in its file: a header, and rows below it, under the file's own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import InputRefused
from tramite.store.findings import Finding
from tramite.store.names import hits
from tramite.store.raw import DecimalMark, RawTable, match_columns

HEADER_WITHIN: Final = 40  # rows; titles, addresses and filters stand above a header, not pages


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in its file.

    Attributes:
        names: plain names that its header holds (:func:`~tramite.store.names.plain`); they tell header and
            separator.
        header_row: row of the header, from 1; ``None``: the first filled row, or with ``search`` the row among the
            first :data:`HEADER_WITHIN` with the most of ``names``.
        separator: of a CSV file; ``None``: the one that fits best.
        encoding: of a CSV file.
        sheet: pattern of the names of a workbook's sheets («Gen*»); ``None``: the only sheet.
    """

    names: frozenset[str]
    header_row: int | None = None
    search: bool = False
    separator: str | None = None
    encoding: str = "utf-8"
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet.

    Attributes:
        file: name of the file as a person knows it, with the sheet where there are several.
        header: name of each column, ``None`` for one without name and values.
        frame: columns «0», «1», …: text, or the type that the file itself gives them.
        rows, decimal_mark: as in :class:`~tramite.store.raw.RawTable`.
        findings: what cannot be read, ``column`` being a column of ``frame``.
    """

    file: str
    header: tuple[str | None, ...]
    frame: pl.DataFrame
    rows: pl.Series
    decimal_mark: DecimalMark | None
    findings: tuple[Finding, ...] = ()


class SheetPieces(Protocol):
    """A sheet of an open file, which may be read piece by piece, and again."""

    @property
    def single(self) -> bool:
        """Whether the whole sheet is one piece."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes that were read, once they were; empty where they are not read in their order."""
        ...

    def sheets(self) -> Iterator[tuple[Sheet, float]]:
        """Yield the pieces, at least one, each with the share of the file that is read."""
        ...


@dataclass(frozen=True, slots=True)
class WholeSheet:
    """A sheet that is in memory."""

    sheet: Sheet
    single: bool = True
    sha256: str = ""

    def sheets(self) -> Iterator[tuple[Sheet, float]]:
        """Yield it."""
        yield self.sheet, 1.0


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Name the columns of a frame by their place."""
    return frame.rename({name: str(place) for place, name in enumerate(frame.columns)})


def header_place(rows: Sequence[Sequence[str | None]], layout: Layout) -> int:
    """Return the place of the header among the first rows, from 0.

    Args:
        rows: the cells of each row, none of the rows empty where ``layout`` does not search.
    """
    if layout.header_row is not None:
        return layout.header_row - 1
    filled = next(place for place, row in enumerate(rows) if any(row))
    if not layout.search:
        return filled
    found = [hits(row, layout.names) for row in rows[:HEADER_WITHIN]]
    return found.index(max(found)) if any(found) else filled


def as_contract(sheet: Sheet, contract: Contract) -> RawTable:
    """Take the columns of a sheet for those of a contract, by name.

    Raises:
        InputRefused: columns that the contract has not, or has and requires.
    """
    matched, faults = match_columns(sheet.header, contract, file=sheet.file)
    if faults:
        raise InputRefused(faults)
    names = {str(place): name for place, name in enumerate(matched) if name is not None}
    return RawTable(
        contract=contract,
        file=sheet.file,
        frame=sheet.frame.select(list(names)).rename(names),
        rows=sheet.rows,
        decimal_mark=sheet.decimal_mark,
        findings=tuple(
            finding if finding.column is None else replace(finding, column=names[finding.column])
            for finding in sheet.findings
            if finding.column is None or finding.column in names
        ),
    )

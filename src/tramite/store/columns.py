"""Read the columns of a raw table into the types of its contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.contracts import Column, Contract, Kind
from tramite.store.day_values import DateForm, WrittenDates, form_of, formed_dates, typed_dates, written_flags
from tramite.store.number_values import MONEY, WrittenNumbers, mark_of, marked_numbers, typed_numbers
from tramite.store.raw import DecimalMark, RawTable
from tramite.store.values import Problem, Values, as_text

DTYPES: Final[Mapping[Kind, pl.DataType]] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.MONEY: MONEY,
    Kind.DATE: pl.Date(),
    Kind.MONTH: pl.Date(),
    Kind.FLAG: pl.Boolean(),
}
Way = DecimalMark | tuple[DateForm, bool] | None
Ways = Mapping[str, Way]
Votes = dict[str, Counter[str]]
_DAYS = (Kind.DATE, Kind.MONTH)
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
_SHEET_ERRORS = (
    "#N/A", "#N/D", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#DIV/0!", "#NAME?", "#NOME?", "#NUM!", "#NULL!",
    "#NULLO!",
)  # fmt: skip


def empty_frame(contract: Contract) -> pl.DataFrame:
    """Return a table without rows, typed as its contract says."""
    return pl.DataFrame(schema={column.name: DTYPES[column.kind] for column in contract.columns})


@dataclass(frozen=True, slots=True)
class WrittenColumns:
    """The columns of a raw table that are numbers or dates as text, by name."""

    numbers: Mapping[str, WrittenNumbers]
    dates: Mapping[str, WrittenDates]

    @classmethod
    def of(cls, raw: RawTable) -> WrittenColumns:
        """Look at every column that is text."""
        texts = [c for c in raw.contract.columns if c.name in raw.frame and raw.frame[c.name].dtype == pl.String]
        return cls(
            {c.name: WrittenNumbers.of(raw.frame[c.name]) for c in texts if c.kind in _NUMBERS},
            {c.name: WrittenDates.of(raw.frame[c.name], c.kind) for c in texts if c.kind in _DAYS},
        )

    @property
    def votes(self) -> Votes:
        """How many values tell in which way their column is written."""
        numbers = {name: written.votes for name, written in self.numbers.items()}
        return numbers | {name: written.votes for name, written in self.dates.items()}


def ways_of(votes: Votes, raw: RawTable) -> dict[str, Way]:
    """Decide how each column of a file is written: its decimal mark, or the form of its dates.

    Args:
        votes: of all rows of the file. raw: any part of it.
    """
    kinds = {name: raw.contract.by_name[name].kind for name in votes}
    numbers = [name for name, kind in kinds.items() if kind in _NUMBERS]
    default = raw.decimal_mark if raw.forced else _file_mark([votes[name] for name in numbers], raw.decimal_mark)
    return {
        name: form_of(votes[name], kind)
        if kind in _DAYS
        else (default if raw.forced else mark_of(votes[name], default))
        for name, kind in kinds.items()
    }


def read_columns(
    raw: RawTable, columns: WrittenColumns | None = None, ways: Ways | None = None
) -> dict[str, Values]:
    """Read every column that the file has, by name.

    Args:
        columns: of ``raw``. ways: how the file is written; if it is whole in ``raw``, they follow from its values.
    """
    columns = columns or WrittenColumns.of(raw)
    ways = ways_of(columns.votes, raw) if ways is None else ways
    read: dict[str, Values] = {}
    for column in raw.contract.columns:
        way = ways.get(column.name)
        if column.name in columns.dates and isinstance(way, tuple):
            read[column.name] = formed_dates(columns.dates[column.name], form=way[0], month_first=way[1])
        elif column.name in columns.numbers and not isinstance(way, tuple):
            written, unclear = columns.numbers[column.name], raw.decimal_mark is None
            read[column.name] = marked_numbers(written, kind=column.kind, mark=way, unclear=unclear)
        elif column.name in raw.frame:
            read[column.name] = _values(raw.frame[column.name], column)
    return read


def _file_mark(votes: list[Counter[str]], default: DecimalMark | None) -> DecimalMark | None:
    """Return the decimal mark for columns that do not tell theirs: that of the columns that do, if they agree."""
    if default is None:
        return None
    told = {mark for each in votes if (mark := mark_of(each, None)) is not None}
    return told.pop() if len(told) == 1 else default


def _values(given: pl.Series, column: Column) -> Values:
    if given.dtype == pl.Null:
        return Values(given.cast(DTYPES[column.kind]))
    if column.kind is Kind.TEXT:
        text = given if given.dtype == pl.String else as_text(given)
        signed = text.str.starts_with("#")
        return Values(text, (Problem("spreadsheet_error", text.is_in(_SHEET_ERRORS)),) if signed.any() else ())
    if column.kind in _NUMBERS:
        return typed_numbers(given, kind=column.kind)
    if column.kind is Kind.FLAG:
        return Values(given) if given.dtype == pl.Boolean else written_flags(as_text(given))
    return typed_dates(given, kind=column.kind)

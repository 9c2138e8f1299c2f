"""Read the columns of a raw table into the types of its contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from tramite.kernel.contracts import Column, Contract, Kind
from tramite.store.day_values import typed_dates, written_dates, written_flags
from tramite.store.number_values import MONEY, WrittenNumbers, typed_numbers, written_numbers
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
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
_SHEET_ERRORS = (
    "#N/A", "#N/D", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#DIV/0!", "#NAME?", "#NOME?", "#NUM!", "#NULL!",
    "#NULLO!",
)  # fmt: skip


def empty_frame(contract: Contract) -> pl.DataFrame:
    """Return a table without rows, typed as its contract says."""
    return pl.DataFrame(schema={column.name: DTYPES[column.kind] for column in contract.columns})


def read_columns(raw: RawTable) -> dict[str, Values]:
    """Read every column that the file has, by name."""
    written = {
        column.name: WrittenNumbers.of(raw.frame[column.name])
        for column in raw.contract.columns
        if column.kind in _NUMBERS and column.name in raw.frame and raw.frame[column.name].dtype == pl.String
    }
    default = raw.decimal_mark if raw.forced else _file_mark(list(written.values()), raw.decimal_mark)
    return {
        column.name: (
            written_numbers(written[column.name], kind=column.kind, default=default, forced=raw.forced)
            if column.name in written
            else _values(raw.frame[column.name], column)
        )
        for column in raw.contract.columns
        if column.name in raw.frame
    }


def _file_mark(columns: list[WrittenNumbers], default: DecimalMark | None) -> DecimalMark | None:
    """Return the decimal mark for columns that do not tell theirs: that of the columns that do, if they agree."""
    if default is None:
        return None
    told = {mark for column in columns if (mark := column.mark(None)) is not None}
    return told.pop() if len(told) == 1 else default


def _values(given: pl.Series, column: Column) -> Values:
    if given.dtype == pl.Null:
        return Values(given.cast(DTYPES[column.kind]))
    if column.kind is Kind.TEXT:
        text = as_text(given)
        return Values(text, (Problem("spreadsheet_error", text.is_in(_SHEET_ERRORS)),))
    if column.kind in _NUMBERS:
        return typed_numbers(given, kind=column.kind)
    if column.kind is Kind.FLAG:
        return Values(given) if given.dtype == pl.Boolean else written_flags(as_text(given))
    if given.dtype == pl.String:
        return written_dates(given, kind=column.kind)
    return typed_dates(given, kind=column.kind)

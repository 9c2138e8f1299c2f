"""Cut the text of a CSV file into records: whole rows, also where quotation marks hold line ends.

Quotation marks mean quoting only if somewhere in the file a field begins with one (RFC 4180); in a file without
such a field they are letters like others, as in «PIPE 1/2" STEEL».
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.names import hits

SEPARATORS = (";", ",", "\t")
_QUOTED = "\ue000"  # stands for a quoted text while separators are counted; of the private use area
_GLANCE = 1000  # lines that show whether most are whole
_WIDE = 200  # fields; a pattern of more is dear
_LENGTH = 20  # characters of a record that a fault shows


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a CSV file below its header.

    Attributes:
        text: each record, without its line end.
        rows: its row number in the file as a spreadsheet counts: a record with line ends inside is one row.
        fields: number of its fields.
        stray: a quotation mark stands inside a value that is not quoted.
        quoting: whether quotation marks mean quoting.
        height: how many there are, with those left out since nothing is in them.
    """

    text: pl.Series
    rows: pl.Series
    fields: pl.Series
    stray: pl.Series
    quoting: bool
    height: int


def split_header(line: str, known: Collection[str]) -> tuple[list[str], str]:
    """Split a line, with the separator that yields the most known plain names (then the most fields)."""

    def fit(separator: str) -> tuple[int, int]:
        names = fields_of(line, separator)
        return hits(names, known), len(names)

    separator = max(SEPARATORS, key=fit)
    return fields_of(line, separator), separator


def fields_of(line: str, separator: str) -> list[str]:
    """Split one line at a separator, outside quotation marks."""
    return next(csv.reader([line], delimiter=separator), [""])


def quotes(lines: pl.Series, separator: str) -> bool:
    """Tell whether a field of some lines begins with a quotation mark."""
    return bool(lines.str.contains(f'(?:^|{re.escape(separator)})"').any())


def cut(lines: pl.Series, *, first: int, width: int, separator: str, quoting: bool, file: str) -> Records:
    """Cut lines into records; rows with nothing in them are left out, and counted in the row numbers.

    Args:
        lines: lines below the header. first: row number of the first of them. width: fields of a whole record.
        quoting: whether quotation marks mean quoting in their file.

    Raises:
        InputRefused: a quotation mark opens that does not close, so that rows would be swallowed.
    """
    if not quoting:
        text, fields = lines, _fields(lines, separator)
        stray = pl.repeat(False, len(lines), eager=True)
    elif _are_whole(lines, width, separator):
        text, fields = lines, pl.repeat(width, len(lines), dtype=pl.Int64, eager=True)
        stray = pl.repeat(False, len(lines), eager=True)
    else:
        text, fields, stray = _quoted(lines, first, separator, file)
    rows = pl.int_range(first, first + len(text), eager=True)
    empty = r'\s*(?:"\s*")?\s*' if quoting else r"\s*"
    filled = ~text.str.contains(f"^{empty}(?:{re.escape(separator)}{empty})*$")
    told = [text, rows, fields, stray]
    text, rows, fields, stray = told if filled.all() else [each.filter(filled) for each in told]
    return Records(text=text, rows=rows, fields=fields, stray=stray, quoting=quoting, height=len(filled))


def _are_whole(lines: pl.Series, width: int, separator: str) -> bool:
    """Tell whether each line is a whole record, every quotation mark of which stands where it should."""
    field = f'(?:(?:"[^"]*")+|[^"{separator}]*)'
    record = f"^{field}(?:{separator}{field}){{{width - 1}}}$"
    return width <= _WIDE and bool(
        lines.head(_GLANCE).str.contains(record).all() and lines.str.contains(record).all()
    )


def _quoted(lines: pl.Series, first: int, separator: str, file: str) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return the text of each record, the number of its fields, and whether a stray quotation mark is in it."""
    text, length = _joined(lines)
    bare = text.str.replace_all('"[^"]*"', _QUOTED)
    inside = f'[^{separator}{_QUOTED}]{_QUOTED}|{_QUOTED}[^{separator}{_QUOTED}]|"'
    stray = bare.str.contains(inside)
    rows = pl.int_range(first, first + len(text), eager=True)
    _check_closed(rows.filter((length > 1) & stray), text, first, file)
    return text, _fields(bare, separator), stray


def _fields(text: pl.Series, separator: str) -> pl.Series:
    return text.str.count_matches(separator, literal=True).cast(pl.Int64) + 1


def _joined(lines: pl.Series) -> tuple[pl.Series, pl.Series]:
    marks = lines.str.count_matches('"', literal=True).cast(pl.Int64)
    if (marks % 2 == 0).all():
        return lines, pl.repeat(1, len(lines), eager=True)
    opens = (marks.cum_sum() - marks) % 2 == 0
    grouped = (
        pl.DataFrame({"line": lines, "record": opens.cast(pl.Int64).cum_sum()})
        .group_by("record", maintain_order=True)
        .agg(pl.col("line").str.join("\n"), pl.len().alias("length"))
    )
    return grouped["line"], grouped["length"]


def _check_closed(rows: pl.Series, text: pl.Series, first: int, file: str) -> None:
    if len(rows):
        shown = text.gather(rows - first).str.slice(0, _LENGTH).str.replace_all(r"\p{C}", " ")
        raise InputRefused(
            Fault(file, "open_quote", row, value=f"{value}…")
            for row, value in zip(rows.head(_LENGTH), shown.head(_LENGTH), strict=True)
        )

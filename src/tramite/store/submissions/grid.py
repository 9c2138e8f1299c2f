"""A table of an export as text: a header, and rows with their number in the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.sheet import Layout
from tramite.store.values import as_text
from tramite.store.xlsx_reading import read_xlsx_sheets

_SEPARATORS: Final = (";", ",", "\t")
_LONGEST_CELL: Final = 1 << 20  # an open answer of an hour's talk is some 60 kB


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: file (with the sheet, where there are several), names of the columns, rows by number."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def records(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield each row with its number: what stands in its columns, blanks left out."""
        for number, cells in self.rows:
            yield number, {name: cell for name, cell in zip(self.header, cells, strict=True) if cell}


def read_csv_grid(content: bytes, *, file: str) -> Grid:
    """Read a CSV with semicolons, commas or tabs.

    Raises:
        InputRefused: not UTF-8, empty, a quotation mark that does not close, rows of another width, two columns of
            one name.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused([Fault(file, "wrong_encoding")]) from error
    if not text.strip():
        raise InputRefused([Fault(file, "empty_file")])
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputRefused([Fault(file, "damaged_file", value=str(error))]) from error
    header = tuple(name.strip() for name in lines[0])
    faults = [
        Fault(file, "field_count", row, value=str(len(cells)), hint=str(len(header)))
        for row, cells in enumerate(lines[1:], start=2)
        if cells and len(cells) != len(header)
    ]
    faults += [Fault(file, "duplicate_column", column=name) for name in _twice(header)]
    if faults:
        raise InputRefused(faults)
    rows = [(row, tuple(cell.strip() for cell in cells)) for row, cells in enumerate(lines[1:], start=2) if cells]
    return Grid(file, header, tuple(each for each in rows if any(each[1])))


def read_xlsx_grids(path: Path, *, file: str) -> tuple[Grid, ...]:
    """Read all sheets of a workbook.

    Raises:
        UnsafeInput: the workbook passes a limit. InputRefused: it is damaged, or a sheet is empty.
    """
    grids = []
    for sheet in read_xlsx_sheets(path, Layout(names=frozenset(), sheet="*"), file=file):
        places = [place for place, name in enumerate(sheet.header) if name]
        header = tuple(str(sheet.header[place]).strip() for place in places)
        if twice := _twice(header):
            raise InputRefused(Fault(sheet.file, "duplicate_column", column=name) for name in twice)
        columns = [as_text(sheet.frame.to_series(place)).fill_null("").to_list() for place in places]
        rows = zip(sheet.rows.to_list(), zip(*columns, strict=True), strict=True)
        grids.append(Grid(sheet.file, header, tuple(rows)))
    return tuple(grids)


def _twice(header: tuple[str, ...]) -> list[str]:
    return sorted({name for name in header if name and header.count(name) > 1})

"""The dossier as a workbook: real numbers with formats, no formulas, nothing that a cell could start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import chain
from typing import Any

import xlsxwriter

from tramite.kernel.figures import Unit
from tramite.kernel.wording import Language
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import grids
from tramite.reports.sections import Parts, write_parts

_NUMBERS: dict[Unit, str] = {
    "money": "#,##0", "share": "0.0%", "score": "0.0", "points": "+0.0;-0.0;0.0", "count": "#,##0",
    "ratio": "0.00",
    "days": "0.0", "weeks": "0.0", "months": "0.0",
}  # fmt: skip
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_SPREAD = ("lower", "upper", "n", "N", "grade")
_WIDTHS = (44, 17, 110)  # labels, numbers, sentences


def render_workbook(dossier: Dossier, language: Language, *, parts: Parts | None = None) -> bytes:
    """Write a dossier as an XLSX workbook in a language.

    Args:
        parts: its sections in this language, where they are written already.

    Returns: the bytes of the file: a first sheet that says what it is, one sheet per kind of table, and a
        last sheet with the origin of every number.
    """
    scribe = Scribe(dossier, language)
    tables: dict[str, list[Grid]] = {}
    badges: dict[str, str] = {}
    for section in chain.from_iterable((parts or write_parts(scribe)).values()):
        for grid in grids([section]):
            tables.setdefault(grid.sheet, []).append(grid)
            badges[grid.sheet] = section.badge
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, _SAFE)
    definition = dossier.definition
    made = datetime.combine(definition.as_of, time(), UTC).replace(tzinfo=None)  # no clock: same case, same file
    book.set_properties({"title": definition.name.say(language), "company": definition.vendor, "created": made})
    pen = _Pen(scribe, book)
    _read_me(pen, tables)
    for sheet, group in tables.items():
        _tables(pen, scribe.say(f"sheet_{sheet}"), group, badges[sheet])
    _origins(pen, tables)
    book.close()
    return stream.getvalue()


@dataclass(slots=True)
class _Pen:
    """Writes cells of one workbook, each format made once."""

    scribe: Scribe
    book: Any
    formats: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def format(self, number: str = "", bold: bool = False) -> Any:  # noqa: ANN401
        if (number, bold) not in self.formats:
            shape: dict[str, object] = {"bold": bold, "valign": "top"}
            if number:
                shape |= {"num_format": number, "align": "right"}
            else:
                shape["text_wrap"] = True
            self.formats[number, bold] = self.book.add_format(shape)
        return self.formats[number, bold]

    def sheet(self, name: str, widths: Sequence[int]) -> Any:  # noqa: ANN401
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, bold: bool = False) -> None:  # noqa: ANN401
        # write_string: a text that begins with = + - @ stays a text
        sheet.write_string(row, column, text, self.format(bold=bold))

    def header(self, sheet: Any, row: int, texts: Sequence[str]) -> None:  # noqa: ANN401
        for column, text in enumerate(texts):
            self.text(sheet, row, column, text, bold=True)

    def number(self, sheet: Any, row: int, column: int, value: float, unit: Unit, bold: bool) -> None:  # noqa: ANN401
        sheet.write_number(row, column, value, self.format(_NUMBERS[unit], bold))


def _read_me(pen: _Pen, tables: Mapping[str, list[Grid]]) -> None:
    scribe, definition = pen.scribe, pen.scribe.dossier.definition
    sheet = pen.sheet(scribe.say("readme"), (28, 100))
    lines = [
        ("", scribe.say("document_title", vendor=definition.vendor, case=definition.name.say(scribe.language))),
        (scribe.say("badge_label"), scribe.badge("books", "voices")),
        ("", scribe.say("as_of", day=scribe.day(definition.as_of))),
        ("", scribe.say("period_of", period=scribe.period(scribe.dossier.statement.period))),
        ("", scribe.say("version", version=scribe.dossier.version)),
        ("", scribe.say("readme_lead")),
        ("", scribe.say("reading_missing")),
        *((scribe.say(f"sheet_{name}"), group[0].caption) for name, group in tables.items()),
    ]
    for row, (label, text) in enumerate(line for line in lines if line[1]):
        pen.text(sheet, row, 0, label, bold=True)
        pen.text(sheet, row, 1, text, bold=row == 0)


def _tables(pen: _Pen, name: str, group: list[Grid], badge: str) -> None:
    """Write the tables of one sheet below each other; the header is written again where it differs."""
    spread = _spread(group)
    headers = [_headers(pen, grid, spread) for grid in group]
    sheet = pen.sheet(name, _column_widths(group, spread))
    pen.header(sheet, 0, headers[0])
    sheet.freeze_panes(1, 1)
    place = 1
    for position, grid in enumerate(group):
        pen.text(sheet, place, 0, grid.caption, bold=True)
        place += 1
        if headers[position] != headers[max(position - 1, 0)]:
            pen.header(sheet, place, headers[position])
            place += 1
        for row in grid.rows:
            _row(pen, sheet, place, row, spread)
            place += 1
        for note in grid.notes:
            sheet.write_string(place, 0, note)
            place += 1
        place += 1
    if badge:
        # A sheet may be copied out alone: what is simulated says so on each.
        sheet.write_string(place, 0, f"{pen.scribe.say('badge_label')}. {badge}")


def _spread(group: list[Grid]) -> set[int]:
    """Return the columns that hold estimates: each is spread over value, interval, sample and grade."""
    return {
        column
        for grid in group
        for row in grid.rows
        for column, cell in enumerate(row.cells)
        if cell.estimate is not None
    }


def _headers(pen: _Pen, grid: Grid, spread: set[int]) -> list[str]:
    headers = [grid.headers[0]]
    for column, header in enumerate(grid.headers[1:]):
        headers.append(header)
        if column in spread:
            headers += [pen.scribe.say(f"column_{part}", header=header) for part in _SPREAD]
    return headers


def _column_widths(group: list[Grid], spread: set[int]) -> list[int]:
    labels, numbers, sentences = _WIDTHS
    widths = [labels]
    for column in range(len(group[0].headers) - 1):
        cells = [row.cells[column] for grid in group for row in grid.rows if column < len(row.cells)]
        longest = max((len(cell.text) for cell in cells if not cell.numeric), default=0)
        widths.append(numbers if longest < 2 * numbers else min(longest, sentences))
        widths += [numbers] * (len(_SPREAD) if column in spread else 0)
    return widths


def _row(pen: _Pen, sheet: Any, place: int, row: Row, spread: set[int]) -> None:  # noqa: ANN401
    bold = row.kind in ("subtotal", "group")
    pen.text(sheet, place, 0, f"{row.label} – {row.about}" if row.about else row.label, bold)
    column = 1
    for position, cell in enumerate(row.cells):
        _cell(pen, sheet, place, column, cell, bold)
        column += 1
        if position in spread:
            _estimate(pen, sheet, place, column, cell, bold)
            column += len(_SPREAD)


def _cell(pen: _Pen, sheet: Any, place: int, column: int, cell: Datum, bold: bool) -> None:  # noqa: ANN401
    if cell.unit is not None and cell.value is not None:
        pen.number(sheet, place, column, cell.value, cell.unit, bold)
    else:
        pen.text(sheet, place, column, cell.text, bold)


def _estimate(pen: _Pen, sheet: Any, place: int, column: int, cell: Datum, bold: bool) -> None:  # noqa: ANN401
    estimate = cell.estimate
    if estimate is None:
        return
    ends = (estimate.lower, estimate.upper) if estimate.value is not None else (None, None)
    for offset, end in enumerate(ends):
        if end is not None:
            pen.number(sheet, place, column + offset, end, estimate.unit, bold)
    if estimate.n:
        pen.number(sheet, place, column + 2, estimate.n, "count", bold)
    if estimate.N is not None:
        pen.number(sheet, place, column + 3, estimate.N, "count", bold)
    pen.text(sheet, place, column + 4, estimate.grade.value, bold)


def _origins(pen: _Pen, tables: Mapping[str, list[Grid]]) -> None:
    scribe = pen.scribe
    sheet = pen.sheet(scribe.say("sources"), (20, 50, 44, 24, _WIDTHS[2]))
    pen.header(sheet, 0, [scribe.say(key) for key in ("sheet", "table", "line", "column", "source")])
    sheet.freeze_panes(1, 0)
    place = 0
    for place, texts in enumerate(_grounds(scribe, tables), 1):
        for column, text in enumerate(texts):
            sheet.write_string(place, column, text)
    sheet.autofilter(0, 0, place, 4)


def _grounds(scribe: Scribe, tables: Mapping[str, list[Grid]]) -> Iterator[tuple[str, ...]]:
    for name, group in tables.items():
        for grid in group:
            for row in grid.rows:
                for header, cell in zip(grid.headers[1:], row.cells, strict=False):
                    if cell.numeric:
                        yield scribe.say(f"sheet_{name}"), grid.caption, row.label, header, cell.title

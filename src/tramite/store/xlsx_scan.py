"""Look through a workbook before it is opened: how far its sheets span, which cells hold errors.

The reader gives an error cell («#DIV/0!») as an empty one, and a sheet with a cell in its last corner as a table
of seventeen thousand million cells. Both are seen here in the bytes, without an XML parser.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.limits import MAX_CELLS, check_archive, unpack

_REFERENCE = re.compile(rb"""\br=["']([A-Z]{0,4})(\d{1,10})["']""")
_FAR = re.compile(rb"""\br=["'](?:[A-Z]{2,}\d|[A-Z]?\d{7})""")  # beyond column Z or row 999,999
_FAR_AS_USUAL = re.compile(rb' r="(?:[A-Z]{2,}[0-9]|[A-Z]?[0-9]{7})')  # the same, found sooner: no letter varies
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*\bt=["']e["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)"""
)
_ERROR_MARK = re.compile(rb"""\bt=["']e["']""")
_SHEET = re.compile(r"""<(?:\w+:)?sheet\b([^<>]*)>""")
_RELATION = re.compile(r"""<(?:\w+:)?Relationship\b([^<>]*)>""")
_LONGEST_ROW = 16 << 20  # bytes of XML; a full row of 16,384 cells has about two million


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error of the spreadsheet: row from 1, column from 0."""

    row: int
    column: int
    text: str


def scan(path: Path, *, file: str) -> Mapping[str, tuple[ErrorCell, ...]]:
    """Find the error cells of each sheet, by its name; refuse what would not fit in memory.

    Args:
        path: an XLSX file. file: its name as a person knows it.

    Raises:
        UnsafeInput: the workbook passes a limit. InputRefused: it is not a workbook, or damaged.
    """
    try:
        with ZipFile(path) as archive:
            check_archive(archive, file=file)
            return _scan(archive, file)
    except (BadZipFile, OSError, ValueError, KeyError) as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error


def _scan(archive: ZipFile, file: str) -> dict[str, tuple[ErrorCell, ...]]:
    parts = _parts(archive)
    found: dict[str, tuple[ErrorCell, ...]] = {}
    for entry in archive.infolist():
        chunks = unpack(archive, entry, file=file)
        if entry.filename.lower() in parts.values():
            found[entry.filename.lower()] = _scan_sheet(chunks, file)
        else:
            for _ in chunks:
                pass
    return {name: found.get(part, ()) for name, part in parts.items()}


def _scan_sheet(chunks: Iterator[bytes], file: str) -> tuple[ErrorCell, ...]:
    errors: list[ErrorCell] = []
    far, last_row, last_column = False, 0, 0
    for piece, rows in enumerate(_whole_rows(chunks, file)):
        if far or _is_far(rows):
            if not far and piece:  # of pieces before this one only the bounds are known
                last_row, last_column = 999_999, 26
            far = True
            for letters, digits in _REFERENCE.findall(rows):
                last_row, last_column = max(last_row, int(digits)), max(last_column, _number(letters))
            if last_row * last_column > MAX_CELLS:
                raise _too_wide(file)
        if (b't="e"' in rows or b"t='e'" in rows) and _ERROR_MARK.search(rows):
            errors += _errors(rows, file)
    return tuple(errors)


def _is_far(rows: bytes) -> bool:
    """Tell whether some reference may lie far out, by the quicker pattern where all references are as usual."""
    usual = b"r='" not in rows and rows.count(b'r="') == rows.count(b' r="')
    return (_FAR_AS_USUAL if usual else _FAR).search(rows) is not None


def _whole_rows(chunks: Iterator[bytes], file: str) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        end = rest.rfind(b"row>") + 4
        if end > 3:
            yield rest[:end]
            rest = rest[end:]
        if len(rest) > _LONGEST_ROW:
            raise _too_wide(file)
    yield rest


def _too_wide(file: str) -> UnsafeInput:
    return UnsafeInput([Fault(file, "too_many_cells", hint=str(MAX_CELLS))], key="unsafe_input")


def _errors(rows: bytes, file: str) -> Iterator[ErrorCell]:
    places = [(_REFERENCE.search(found.group(0)), found.group(1)) for found in _ERROR.finditer(rows)]
    if len(places) < len(_ERROR_MARK.findall(rows)) or any(place is None for place, _ in places):
        raise InputRefused([Fault(file, "spreadsheet_error")])
    for place, text in places:
        if place is not None:
            column = _number(place.group(1)) - 1
            yield ErrorCell(int(place.group(2)), column, text.decode("utf-8", "replace"))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _parts(archive: ZipFile) -> dict[str, str]:
    """Return the part of the archive that holds each sheet, by the sheet's name."""
    workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {
        _attribute(found, "Id"): posixpath.normpath(posixpath.join("/xl", _attribute(found, "Target")))[1:].lower()
        for found in _RELATION.findall(relations)
    }
    return {
        _attribute(found, "name"): targets.get(_attribute(found, r"\w+:id"), "")
        for found in _SHEET.findall(workbook)
    }


def _attribute(attributes: str, name: str) -> str:
    match = re.search(rf"""(?:^|\s){name}\s*=\s*["']([^"']*)["']""", attributes)
    return match.group(1) if match else ""

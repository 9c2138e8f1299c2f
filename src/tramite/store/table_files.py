"""Find the files of a case's tables, by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tramite.kernel.contracts import Room
from tramite.kernel.errors import Fault
from tramite.kernel.method import nearest
from tramite.kernel.tables import CONTRACTS
from tramite.store.ingest.manifest import FILE, ORIGINALS
from tramite.store.reading import READERS

ROOMS: Final[tuple[Room, ...]] = ("books", "voices")
_NOT_TABLES = ("mapping", "instrument", "instruments", "items", "project", "questionnaires")
_OF_INGEST = (FILE.removeprefix("books/"), ORIGINALS)


def find_tables(path: Path) -> tuple[dict[str, str], list[Fault]]:
    """Find the files of a case's tables: table to file, relative to the case; and what is wrong with names."""
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for room in ROOMS:
        for entry in sorted((path / room).glob("*")):
            name, file = entry.stem, f"{room}/{entry.name}"
            if _is_ignored(entry):
                continue
            wrong = _wrong_name(entry, room, file)
            if wrong is not None:
                faults.append(wrong)
            elif name in files:
                faults.append(Fault(file, "two_files", hint=files[name]))
            else:
                files[name] = file
    return files, faults


def _is_ignored(entry: Path) -> bool:
    """Tell notes, hidden files, what Excel leaves beside an open workbook, and what is read elsewhere.

    A folder of a table holds ingested rows: only the manifest says which of its files count.
    """
    if entry.name.startswith((".", "~$")) or entry.suffix == ".md" or entry.stem in _NOT_TABLES:
        return True
    return entry.parent.name == "books" and (
        entry.name in _OF_INGEST or (entry.is_dir() and entry.name in CONTRACTS)
    )


def _wrong_name(entry: Path, room: Room, file: str) -> Fault | None:
    if entry.stem not in CONTRACTS:
        near = nearest(entry.stem.lower(), CONTRACTS)
        if near:
            return Fault(file, "unknown_table", hint=", ".join(near))
        return Fault(file, "unknown_table_alone", hint=", ".join(CONTRACTS))
    if CONTRACTS[entry.stem].room != room:
        return Fault(file, "wrong_folder", hint=f"{CONTRACTS[entry.stem].room}/")
    if entry.suffix.lower() not in READERS or not entry.is_file():
        return Fault(file, "unknown_format", hint=", ".join(READERS))
    return None

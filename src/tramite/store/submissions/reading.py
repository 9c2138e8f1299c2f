"""Read filled forms from whatever they come in: XML, exports, archives and folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import ZipFile

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, TramiteError, UnsafeInput
from tramite.store.limits import DAMAGED, MAX_BYTES, check_archive, check_size, megabytes, unpack
from tramite.store.submissions.exports import is_audit, is_export, is_repeat, read_audit, read_export
from tramite.store.submissions.grid import Grid, read_csv_grid, read_xlsx_grids
from tramite.store.submissions.openrosa import is_form, read_openrosa
from tramite.store.submissions.taken import Taken

READ: Final = (".xml", ".csv", ".zip", ".xlsx")
MAX_PARTS: Final = 50_000  # entries of an archive: a folder for each of thousands of interviews
MAX_TABLE: Final = 128 << 20  # bytes of a table of filled forms, read whole: 3,000 interviews are some 45 MB
_XML, _CSV = ".xml", ".csv"
_AUDIT: Final = "audit.csv"


def read_submissions(paths: Iterable[Path]) -> Taken:
    """Read all filled forms of some files and folders; one that cannot be read is told, and the rest comes in.

    Known are OpenRosa XML, CSV and XLSX of KoboToolbox (XML values and headers), CSV and ZIP of ODK Central (with
    repeats and audit log), and ZIPs and folders of any of these. Photographs and recordings are counted.

    Raises:
        CaseNotFound: a file or folder is not there. UnsafeInput: a file must not be opened.
    """
    taken = Taken()
    for path in paths:
        if not path.exists():
            raise CaseNotFound("answers_file", path=path)
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        try:
            _read_files(path, files, taken)
        except OSError as error:
            raise TramiteError("cannot_read", path=path) from error
    return taken


def _read_files(top: Path, files: Sequence[Path], taken: Taken) -> None:
    parts: list[tuple[str, bytes]] = []
    for file in files:
        name = file.name if file == top else f"{top.name}/{file.relative_to(top).as_posix()}"
        suffix = file.suffix.lower()
        if file.name.startswith((".", "~$")):
            continue
        if suffix not in READ:
            if file == top:
                taken.faults.append(Fault(name, "unknown_format", hint=", ".join(READ)))
            taken.media += 1
            continue
        try:
            check_size(file, file=name)
            if suffix == ".zip":
                _read_archive(file, name, taken)
            elif suffix == ".xlsx":
                _read_grids(read_xlsx_grids(file, file=name), taken)
            else:
                _check_part(name, file.stat().st_size, suffix)
                parts.append((name, file.read_bytes()))
        except UnsafeInput:
            raise
        except InputRefused as error:
            taken.faults += error.faults
    _read_parts(parts, taken)


def _read_archive(path: Path, name: str, taken: Taken) -> None:
    parts = []
    try:
        with ZipFile(path) as archive:
            check_archive(archive, file=name, most_entries=MAX_PARTS)
            for entry in archive.infolist():
                suffix = PurePosixPath(entry.filename).suffix.lower()
                inside = f"{name}/{entry.filename}"
                if entry.is_dir() or "__MACOSX" in entry.filename:
                    continue
                if suffix not in (_XML, _CSV):
                    taken.media += 1
                else:
                    _check_part(inside, entry.file_size, suffix)
                    parts.append((inside, b"".join(unpack(archive, entry, file=inside))))
    except DAMAGED as error:
        raise InputRefused([Fault(name, "damaged_file")]) from error
    _read_parts(parts, taken)


def _check_part(name: str, size: int, suffix: str) -> None:
    limit = MAX_TABLE if suffix == _CSV else MAX_BYTES[suffix]
    if size > limit:
        fault = Fault(name, "file_too_large", value=megabytes(size), hint=megabytes(limit))
        raise UnsafeInput([fault], key="unsafe_input")


def _read_parts(parts: Sequence[tuple[str, bytes]], taken: Taken) -> None:
    """Read XML documents, then tables: the log of a form lies beside it."""
    beside: dict[str, list[str]] = {}
    for name, content in parts:
        if name.lower().endswith(_XML):
            try:
                if is_form(content, file=name):
                    taken.forms += 1
                    continue
                found = read_openrosa(content, file=name)
            except UnsafeInput:
                raise
            except InputRefused as error:
                taken.faults += error.faults
                continue
            taken.submissions.append(found)
            beside.setdefault(name.rpartition("/")[0], []).append(found.id)
    grids = []
    for name, content in parts:
        if not name.lower().endswith(_CSV):
            continue
        try:
            grid = read_csv_grid(content, file=name)
        except InputRefused as error:
            taken.faults += error.faults
            continue
        folder, _, last = name.rpartition("/")
        owners = beside.get(folder, [])
        if last.lower() == _AUDIT and is_audit(grid) and len(owners) == 1:
            taken.add_shown(read_audit(grid, instance=owners[0]))
        else:
            grids.append(grid)
    _read_grids(grids, taken)


def _read_grids(grids: Sequence[Grid], taken: Taken) -> None:
    repeats = [grid for grid in grids if is_repeat(grid) and not is_export(grid)]
    for grid in grids:
        if grid in repeats:
            continue
        if is_audit(grid):
            taken.add_shown(read_audit(grid))
            continue
        try:
            found, faults = read_export(grid, repeats=_of(grid, repeats), form=_form(grid.file))
        except InputRefused as error:
            taken.faults += error.faults
        else:
            taken.submissions += found
            taken.faults += faults


def _of(grid: Grid, repeats: Sequence[Grid]) -> list[Grid]:
    """Return the repeats of a table: files that begin with its name, or sheets of its workbook."""
    stem = grid.file.removesuffix(_CSV).partition(" [")[0]
    return [each for each in repeats if each.file.startswith(stem)]


def _form(file: str) -> str:
    return PurePosixPath(file.partition(" [")[0]).stem

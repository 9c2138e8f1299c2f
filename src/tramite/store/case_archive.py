"""A case folder in one file: packed to be sent on, unpacked with every guard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.store.case_content import CaseContent, safe_path, write_content
from tramite.store.definition import CASE_FILE
from tramite.store.limits import DAMAGED, check_archive, unpack
from tramite.store.work_folder import work_folder

_TOP_LEVELS: Final = 2  # case.toml stands at the top, or in one folder


@contextmanager
def unpacked(source: BinaryIO, *, file: str) -> Iterator[Path]:
    """Unpack a case into a folder that is there while the block runs; yields the folder of ``case.toml``.

    Args:
        source: a ZIP, at its beginning. file: its name as a person knows it.

    Raises:
        InputRefused: it is no ZIP, or damaged. UnsafeInput: it would fill the disk or write elsewhere.
        CaseNotFound: no ``case.toml`` in it.
    """
    with work_folder() as folder:
        try:
            with ZipFile(source) as archive:
                check_archive(archive, file=file)
                for entry in archive.infolist():
                    if not entry.is_dir():
                        _write(archive, entry.filename, folder, file)
        except DAMAGED as error:
            raise InputRefused([Fault(file, "damaged_file")]) from error
        yield _top(folder, file)


def _write(archive: ZipFile, name: str, folder: Path, file: str) -> None:
    path = folder / safe_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        for chunk in unpack(archive, archive.getinfo(name), file=f"{file}/{name}"):
            stream.write(chunk)


def _top(folder: Path, file: str) -> Path:
    found = sorted(folder.rglob(CASE_FILE), key=lambda path: len(path.parts))
    if not found or len(found[0].relative_to(folder).parts) > _TOP_LEVELS:
        raise CaseNotFound("no_case_in_archive", file=file)
    return found[0].parent


def packed(content: CaseContent, *, name: str) -> bytes:
    """Pack a case: one folder of that name, with all its files."""
    buffer = BytesIO()
    with work_folder() as folder, ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        write_content(folder, content)
        for entry in sorted(folder.rglob("*")):
            if entry.is_file():
                archive.write(entry, f"{name}/{entry.relative_to(folder).as_posix()}")
    return buffer.getvalue()

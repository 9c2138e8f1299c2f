"""A whole case as one value: text of ``case.toml``, tables taken as rows, every other file byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused, TramiteError, UnsafeInput
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.definition import CASE_FILE
from tramite.store.limits import megabytes
from tramite.store.outputs import save_bytes, save_frame

MAX_FILES: Final = 2000
MAX_TOTAL: Final = 512 << 20
MAX_PATH: Final = 300  # characters
_MAX_PART: Final = 255  # bytes, of most file systems
_SHOWN: Final = 80  # characters of a path in a message
_MADE_AGAIN: Final = ("dossier", "quarantine")  # by the program, from the rest


@dataclass(frozen=True, slots=True)
class CaseContent:
    """What a case folder holds.

    Attributes:
        text: of ``case.toml``. definition: what it says.
        tables: rows of some tables, typed as their contracts say, in the order of their files.
        files: all other files, by their path in the folder.
    """

    text: str
    definition: CaseDefinition
    tables: Mapping[str, pl.DataFrame]
    files: Mapping[str, bytes]


def read_content(path: Path, *, taken: Collection[str]) -> CaseContent:
    """Read a case folder whole, checked as every case is.

    Args:
        path: the folder that holds ``case.toml``.
        taken: tables wanted as rows. One that was ingested stays in its files, and so do rows of interviews where
            the interviews themselves are missing.

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.store.case_folder.load_case`; also if rows of a taken table
            do not meet their contract: a register does not keep half of what it was given.
        UnsafeInput: more files, or more bytes, than one study is for.
    """
    folder = load_case(path)
    tables = {name: frame for name, frame in _frames(folder) if name in taken}
    faults = [fault for fault in folder.faults if fault.file in {folder.origins[name] for name in tables}]
    faults += [fault for name, frame in tables.items() for fault in zero_characters(frame, folder.origins[name])]
    if faults:
        raise InputRefused(faults)
    apart = {CASE_FILE, *(folder.origins[name] for name in tables)}
    return CaseContent(
        text=(path / CASE_FILE).read_text(encoding="utf-8-sig"),
        definition=folder.definition,
        tables=tables,
        files=read_files(path, but=apart),
    )


def _frames(folder: CaseFolder) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the tables that are in memory and whose rows have what they belong to."""
    for name, content in folder.tables.items():
        belongs = {column.refers_to for column in CONTRACTS[name].columns if column.name in CONTRACTS[name].key}
        alone = "interviews.interview_id" in belongs and not isinstance(
            folder.tables.get("interviews"), pl.DataFrame
        )
        if isinstance(content, pl.DataFrame) and not alone:
            yield name, content


def zero_characters(frame: pl.DataFrame, file: str) -> Iterator[Fault]:
    """Yield a fault for each text that holds the character of code 0: PostgreSQL keeps none."""
    for name, dtype in frame.schema.items():
        if dtype == pl.String:
            for row in frame[name].str.contains("\0", literal=True).fill_null(False).arg_true():
                yield Fault(file, "zero_character", row + 2, name)


def read_files(path: Path, *, but: Collection[str] = ()) -> dict[str, bytes]:
    """Read the files of a folder, by their path in it; no hidden ones, no links, nothing that is made again.

    Raises:
        UnsafeInput: too many, or too large together. TramiteError: one cannot be read.
    """
    found: dict[str, bytes] = {}
    total = 0
    for entry in sorted(path.rglob("*")):
        parts = entry.relative_to(path).parts
        name = "/".join(parts)
        hidden = any(part.startswith((".", "~$", "__")) for part in parts) or parts[0] in _MADE_AGAIN
        if hidden or name in but or entry.is_symlink() or not entry.is_file():
            continue
        total += entry.stat().st_size
        if total > MAX_TOTAL:
            fault = Fault(name, "too_large_inside", value=megabytes(total), hint=megabytes(MAX_TOTAL))
            raise UnsafeInput([fault], key="unsafe_input")
        if len(found) == MAX_FILES:
            fault = Fault(name, "too_many_entries", value=str(MAX_FILES + 1), hint=str(MAX_FILES))
            raise UnsafeInput([fault], key="unsafe_input")
        try:
            found[name] = entry.read_bytes()
        except OSError as error:
            raise TramiteError("cannot_read", path=entry) from error
    return found


def write_content(path: Path, content: CaseContent) -> Path:
    """Write a case as a folder, which :func:`read_content` reads as the same content; returns the folder.

    Raises:
        UnsafeInput: a path leads out of the folder. TramiteError: a file cannot be written.
    """
    save_bytes(path / CASE_FILE, content.text.encode())
    for name, frame in content.tables.items():
        save_frame(path / CONTRACTS[name].room / f"{name}.parquet", frame)
    for name, data in content.files.items():
        save_bytes(path / safe_path(name), data)
    return path


def safe_path(name: str) -> PurePosixPath:
    """Return a path inside a folder, as written in an archive.

    Raises:
        UnsafeInput: it would lead out of the folder, or to another disk; or it is too long.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name or not path.parts:
        raise UnsafeInput([Fault(name[:_SHOWN], "unsafe_path")], key="unsafe_input")
    if len(name) > MAX_PATH or max(len(part.encode(errors="replace")) for part in path.parts) > _MAX_PART:
        raise UnsafeInput([Fault(name[:_SHOWN], "long_path", hint=str(MAX_PATH))], key="unsafe_input")
    return path

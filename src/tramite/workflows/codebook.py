"""The codebook of a case: begin it, read it, exchange it with other programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, TramiteError
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.coding_tables import CODEBOOK_FILE, save_coding_table
from tramite.store.outputs import save_bytes
from tramite.store.refi.incoming import join_codes
from tramite.store.refi.outgoing import codes_of
from tramite.store.refi.reading import read_codes
from tramite.store.refi.writing import codebook_bytes
from tramite.voices.coding.book import Codebook, codebook_of, starter_codebook


@dataclass(frozen=True, slots=True)
class ShownCodebook:
    """A codebook, how many codings each code has, and the file it stands in."""

    book: Codebook
    used: Counter[str]
    file: Path


@dataclass(frozen=True, slots=True)
class SavedCodebook:
    """A codebook that was written; ``added``: codes that an import brought."""

    codes: int
    file: Path
    added: tuple[str, ...] = ()


def start_codebook(path: str | Path) -> SavedCodebook:
    """Copy the starter codebook into a case.

    Raises:
        CaseNotFound: there is no case. TramiteError: it has a codebook already; nothing is written.
    """
    folder = load_case(Path(path))
    if "codebook" in folder.tables:
        raise TramiteError("codebook_exists", path=folder.path / folder.origins["codebook"])
    book = starter_codebook()
    return SavedCodebook(len(book.codes), save_coding_table(folder.path, CODEBOOK_FILE, book.to_frame()))


def show_codebook(path: str | Path) -> ShownCodebook:
    """Read the codebook of a case.

    Raises:
        CaseNotFound: there is no case, or it has no codebook. InputRefused: codes that do not hang together.
    """
    folder = load_case(Path(path))
    book = book_of(folder)
    used = Counter(folder.frame("codings")["code"]) if "codings" in folder.tables else Counter()
    return ShownCodebook(book, used, folder.path / folder.origins["codebook"])


def export_codebook(path: str | Path, file: str | Path) -> SavedCodebook:
    """Write the codebook of a case as REFI-QDA (.qdc), for other programs.

    Raises:
        CaseNotFound: as :func:`show_codebook`. InputRefused: the file does not end in .qdc.
    """
    folder, target = load_case(Path(path)), with_ending(Path(file), ".qdc")
    book = book_of(folder)
    content = codebook_bytes(codes_of(book, language=folder.definition.language))
    return SavedCodebook(len(book.codes), save_bytes(target, content))


def import_codebook(path: str | Path, file: str | Path) -> SavedCodebook:
    """Add the codes of another program (.qdc, or the codebook of a .qdpx) to a case.

    Raises:
        CaseNotFound: there is no case, no such file. InputRefused, UnsafeInput: the file cannot be read as one.
    """
    folder, source = load_case(Path(path)), to_read(Path(file))
    keep_all(folder, {"codebook": CODEBOOK_FILE})
    book = book_of(folder) if "codebook" in folder.tables else Codebook(())
    joined = join_codes(read_codes(source), book)
    saved = save_coding_table(folder.path, CODEBOOK_FILE, joined.book.to_frame())
    return SavedCodebook(len(joined.book.codes), saved, joined.added)


def book_of(folder: CaseFolder) -> Codebook:
    """Read the codebook of an open case.

    Raises:
        CaseNotFound: it has none. InputRefused: codes that do not hang together.
    """
    if not len(folder.tables.get("codebook", ())):
        raise CaseNotFound("no_codebook", path=folder.path)
    return codebook_of(folder.frame("codebook"), file=folder.origins["codebook"])


def keep_all(folder: CaseFolder, files: dict[str, str]) -> None:
    """Refuse to write a table anew whose rows were refused, or that stands in another file."""
    faults = [
        Fault(folder.origins[table], "unknown_format", hint=Path(file).suffix)
        for table, file in files.items()
        if folder.origins.get(table, file) != file
    ]
    for table in files:
        refused = folder.refused.get(table)
        if refused is not None and refused.height:
            faults += [fault for fault in folder.faults if fault.file == folder.origins[table]]
    if faults:
        raise InputRefused(faults)


def with_ending(file: Path, suffix: str) -> Path:
    """Refuse a file to write whose name does not end as it should."""
    if file.suffix.lower() != suffix:
        raise InputRefused([Fault(file.name, "unknown_format", hint=suffix)])
    return file


def to_read(file: Path) -> Path:
    """Refuse a file to read that is not there."""
    if not file.is_file():
        raise InputRefused([Fault(str(file), "no_such_file")])
    return file

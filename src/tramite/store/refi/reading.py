"""Read codebooks (.qdc) and projects (.qdpx) of any program that speaks REFI-QDA."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from tramite.kernel.errors import Fault, InputRefused, TramiteError, UnsafeInput
from tramite.store.limits import check_archive, check_size, megabytes, unpack
from tramite.store.refi.guids import same_guid
from tramite.store.refi.model import RefiCode, RefiProject, RefiSelection, RefiText
from tramite.store.xml_reading import read_xml, tag_of

_PROJECT_FILE: Final = "project.qde"
_INTERNAL: Final = "internal://"
_DIGITS: Final = 12  # of a position; more are no place in any text
_SHOWN: Final = 80
MAX_PARTS: Final = 50_000  # one for each answer: thousands of interviews
MAX_PART: Final = 64 << 20  # bytes of one part: an hour of talk is 60 kB of text


def read_codes(path: Path) -> tuple[RefiCode, ...]:
    """Read the codes of a codebook file or of a project.

    Raises:
        UnsafeInput: it must not be opened. InputRefused: it is not such a file. TramiteError: cannot be read.
    """
    if path.suffix.lower() == ".qdpx":
        return read_project(path).codes
    if path.suffix.lower() != ".qdc":
        raise InputRefused([Fault(path.name, "unknown_format", hint=".qdc, .qdpx")])
    try:
        check_size(path, file=path.name)
        root = read_xml(path.read_bytes(), file=path.name)
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error
    if tag_of(root) != "CodeBook":
        raise InputRefused([Fault(path.name, "refi_not_codebook", value=tag_of(root))])
    return tuple(_codes(_child(root, "Codes")))


def read_project(path: Path) -> RefiProject:
    """Read a project: users, codes, texts and what is coded in them.

    Elements that the standard leaves open may be missing; sources that are not text are counted and left aside.
    Files named outside the archive are never opened.

    Raises:
        UnsafeInput: it must not be opened. InputRefused: all that is wrong with it. TramiteError: cannot be read.
    """
    file = path.name
    if path.suffix.lower() != ".qdpx":
        raise InputRefused([Fault(file, "unknown_format", hint=".qdpx")])
    try:
        check_size(path, file=file)
        with ZipFile(path) as archive:
            check_archive(archive, file=file, most_entries=MAX_PARTS)
            return _Archive(archive, file).project()
    except BadZipFile as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error


class _Archive:
    """The parts of one open project."""

    def __init__(self, archive: ZipFile, file: str) -> None:
        self.archive, self.file = archive, file
        self.faults: list[Fault] = []
        self.entries = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.infolist()}

    def project(self) -> RefiProject:
        name = next((name for name in self.entries if PurePosixPath(name).suffix == ".qde"), None)
        if name is None:
            raise InputRefused([Fault(self.file, "refi_no_project", hint=_PROJECT_FILE)])
        root = read_xml(self.part(name), file=self.file)
        if tag_of(root) != "Project":
            raise InputRefused([Fault(self.file, "refi_not_project", value=tag_of(root))])
        sources = list(_child(root, "Sources"))
        texts = tuple(text for element in sources for text in self.texts(element))
        if self.faults:
            raise InputRefused(self.faults)
        return RefiProject(
            name=root.get("name", ""),
            origin=root.get("origin", ""),
            users={
                same_guid(user.get("guid")): user.get("name") or user.get("id") or ""
                for user in _child(root, "Users")
            },
            codes=tuple(_codes(_child(_child(root, "CodeBook"), "Codes"))),
            texts=texts,
            others=sum(tag_of(element) != "TextSource" for element in sources),
        )

    def texts(self, element: Element) -> Iterator[RefiText]:
        if tag_of(element) != "TextSource":
            return
        name = element.get("name", "")
        text = self.text(element, name)
        if text is None:
            return
        selections = tuple(
            chosen
            for child in element
            if tag_of(child) == "PlainTextSelection"
            for chosen in self.selection(child, name)
        )
        yield RefiText(same_guid(element.get("guid")), name, text, selections, tuple(_codings(element)))

    def text(self, element: Element, name: str) -> str | None:
        path = element.get("plainTextPath")
        if path is None:
            content = next((child for child in element if tag_of(child) == "PlainTextContent"), None)
            return None if content is None else content.text or ""
        part = path.removeprefix(_INTERNAL).replace("\\", "/").lstrip("/").lower()
        found = next((name for name in (f"sources/{part}", part) if name in self.entries), None)
        if found is None:
            self.faults.append(Fault(self.file, "refi_no_text", column=name, value=path))
            return None
        try:
            return self.part(found).removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError:
            self.faults.append(Fault(self.file, "wrong_encoding", column=name, value=path))
            return None

    def selection(self, element: Element, name: str) -> Iterator[RefiSelection]:
        codings = tuple(_codings(element))
        given = [element.get("startPosition", "").strip(), element.get("endPosition", "").strip()]
        if not all(position.isdecimal() and len(position) <= _DIGITS for position in given):
            self.faults.append(Fault(self.file, "refi_position", column=name, value="–".join(given)[:_SHOWN]))
        elif codings:  # one without codes is a note on the text
            yield RefiSelection(int(given[0]), int(given[1]), element.get("name", ""), codings)

    def part(self, name: str) -> bytes:
        entry = self.entries[name]
        if entry.file_size > MAX_PART:
            size, most = megabytes(entry.file_size), megabytes(MAX_PART)
            raise UnsafeInput([Fault(self.file, "file_too_large", None, name, size, most)], key="unsafe_input")
        return b"".join(unpack(self.archive, entry, file=self.file))


def _child(element: Element, name: str) -> Element:
    return next((child for child in element if tag_of(child) == name), Element(name))


def _codes(parent: Element) -> Iterator[RefiCode]:
    """Walk through codes, each before those below it; without recursion, since a file may nest them at will."""
    waiting: list[tuple[Element, str | None]] = [(child, None) for child in reversed(parent)]
    while waiting:
        element, above = waiting.pop()
        if tag_of(element) != "Code":
            continue
        guid = same_guid(element.get("guid"))
        yield RefiCode(
            guid=guid,
            name=" ".join(element.get("name", "").split()),
            parent=above,
            colour=element.get("color", ""),
            codable=element.get("isCodable", "true").strip().lower() not in ("false", "0"),
            description=(_child(element, "Description").text or "").strip(),
        )
        waiting += [(child, guid) for child in reversed(element)]


def _codings(element: Element) -> Iterator[tuple[str, str]]:
    for coding in (child for child in element if tag_of(child) == "Coding"):
        code = same_guid(_child(coding, "CodeRef").get("targetGUID"))
        user = coding.get("creatingUser") or element.get("creatingUser") or element.get("modifyingUser")
        yield code, same_guid(user)

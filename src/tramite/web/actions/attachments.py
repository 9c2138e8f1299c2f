"""What may come with a filled form: told by what is in the file, never by what it is called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tramite.kernel.errors import Fault
from tramite.kernel.periods import months_after
from tramite.store.limits import megabytes

MAX_FILES: Final = 20  # of one form
MAX_BYTES: Final = 64 << 20  # an hour's talk is some 30 MB
NAME_LENGTH: Final = 200
AUDIO_MONTHS: Final = 3  # after the talk (METHOD §4.9)
# First bytes, at a place in the file. A picture that can hold a script (SVG) is not among them.
_SIGNS: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "audio/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
)
_NOT_IN_TEXT: Final = frozenset(range(32)) - frozenset(b"\t\n\r\x1b")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes
    sha256: str

    @property
    def is_audio(self) -> bool:
        """Whether it is a recording of a voice."""
        return self.media_type.startswith("audio/")


def checked_files(files: Mapping[str, bytes]) -> tuple[list[CheckedFile], list[Fault]]:
    """Return the files that may be kept, and what is wrong with the others.

    Args:
        files: content by name, as it was sent.
    """
    found: dict[str, CheckedFile] = {}
    faults = []
    for sent, content in files.items():
        name, media_type = clean_name(sent), media_type_of(sent, content)
        if not name:
            faults.append(Fault(sent[:NAME_LENGTH], "attachment_name"))
        elif name in found:
            faults.append(Fault(name, "attachment_twice"))
        elif len(content) > MAX_BYTES:
            faults.append(Fault(name, "attachment_size", value=megabytes(len(content)), hint=megabytes(MAX_BYTES)))
        elif media_type is None:
            faults.append(Fault(name, "attachment_kind"))
        else:
            found[name] = CheckedFile(name, media_type, content, hashlib.sha256(content).hexdigest())
    return list(found.values()), faults


def clean_name(sent: str) -> str:
    """Return the name of a file without folders, without signs that no name needs, and never hidden."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip(" .")[:NAME_LENGTH]


def media_type_of(name: str, content: bytes) -> str | None:
    """Return what a file holds; ``None`` if it may not come in. Films count as recordings of a voice."""
    for place, sign, media_type in _SIGNS:
        if content[place : place + len(sign)] == sign:
            return media_type
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not _NOT_IN_TEXT.isdisjoint(content):
        return None
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def day_to_destroy(talk: date) -> date:
    """Return the last day on which the recording of a talk may be there."""
    return months_after(talk, AUDIO_MONTHS)

"""A project as REFI-QDA tells it, as far as answers and codes go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefiCode:
    """One code: ``guid`` as in the file, ``parent`` the GUID of the code above it."""

    guid: str
    name: str
    parent: str | None = None
    colour: str = ""
    codable: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiSelection:
    """A span of a text with the codes on it.

    Attributes:
        start, end: as in the file. quote: what the program says the span is, may be cut short or empty.
        codings: GUID of the code, GUID of the user (empty: not told).
    """

    start: int
    end: int
    quote: str
    codings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RefiText:
    """One text. ``whole``: codes on all of it, as in :attr:`RefiSelection.codings`."""

    guid: str
    name: str
    text: str
    selections: tuple[RefiSelection, ...] = ()
    whole: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RefiProject:
    """A whole project.

    Attributes:
        origin: program that wrote it. users: name by GUID.
        others: sources that are not text (pictures, recordings, PDF), left aside.
        groups: values of variables by name, by GUID of the text: what a person may sort texts by; not read.
    """

    name: str
    origin: str
    users: Mapping[str, str]
    codes: tuple[RefiCode, ...]
    texts: tuple[RefiText, ...]
    others: int = 0
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

"""Sections of a dossier: headings, sentences, tables and pictures in reading order, without layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tramite.reports.grid import Grid

if TYPE_CHECKING:
    import altair as alt

Tone = Literal["plain", "warning", "absent"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a part of a section."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, and points under it."""

    text: str
    points: tuple[str, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its title and the sentence that says what is to be seen, for those who cannot see it."""

    id: str
    title: str
    about: str
    chart: alt.TopLevelMixin


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that open with a click: what few readers need, and they whole."""

    id: str
    text: str
    blocks: tuple[Heading | Words | Picture | Grid, ...]


Block = Heading | Words | Picture | Grid | Fold


@dataclass(frozen=True, slots=True)
class Section:
    """One section. ``badge`` says whose books or voices these are, where they are not a real company's."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    badge: str = ""


def grids(sections: Iterable[Section]) -> list[Grid]:
    """Return all tables of some sections, in reading order."""
    return [block for section in sections for block in _unfolded(section.blocks) if isinstance(block, Grid)]


def _unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from _unfolded(block.blocks) if isinstance(block, Fold) else (block,)

"""The item bank: what is asked, of whom, on which scale, and which answers exist."""

from __future__ import annotations

import csv
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Literal, get_args

from tramite.kernel.tables import ROLES
from tramite.kernel.wording import Language

Scale = Literal[
    "0-10", "1-5", "choice", "multi", "rank", "open", "best-worst", "share100", "pct", "number", "juster",
    "quiz", "aware", "grid-share", "grid-who", "grid-0-10",
]  # fmt: skip
SCALES: tuple[str, ...] = get_args(Scale)
Pillar = Literal["easy", "predictable", "profitable"]
PILLARS: tuple[Pillar, ...] = get_args(Pillar)
PARTNER_ROLES = tuple(role for role in ROLES if role not in ("customer", "vendor"))
_SCORE_IS_CODE = "score = code"


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes:
        section: part of the interview (column ``pillar`` of the file).
        roles: respondent types that are asked.
        choices: list of answers; a name with ``@`` is filled by the project.
        mirrors: items that ask the same of another side.
        feeds: indices that the answer enters (``PX.easy``).
        core: asked in every interview; the others only where there is time.
        reverse: a high answer is a bad one.
        seconds: desk time to read and answer.
        sensitive: ``employee`` or ``antitrust``, or empty.
        mode: ``interview``, or ``sheet`` that goes ahead in writing.
    """

    id: str
    construct: str
    section: str
    roles: tuple[str, ...]
    scale: str
    choices: str
    mirrors: tuple[str, ...]
    text_en: str
    text_it: str
    source: str
    feeds: tuple[str, ...]
    core: bool
    reverse: bool
    seconds: int
    sensitive: str
    mode: str

    def say(self, language: Language = "en") -> str:
        """Return the question in a language, placeholders not yet filled."""
        return self.text_it if language == "it" else self.text_en

    def placeholders(self, language: Language) -> frozenset[str]:
        """Return the names in braces of the question in a language."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.say(language)) if name)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list, in its order."""

    list: str
    order: int
    code: str
    label_en: str
    label_it: str
    note: str

    def say(self, language: Language = "en") -> str:
        """Return the label in a language."""
        return self.label_it if language == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class ItemBank:
    """All items and all lists of answers."""

    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    _by_id: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {item.id: item for item in self.items})

    def item(self, item_id: str) -> Item:
        """Return an item; ``KeyError`` if there is none of that id."""
        return self._by_id[item_id]

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._by_id

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all items, in the order of the bank."""
        return tuple(self._by_id)

    def items_for(self, role: str, *, core: bool | None = None) -> tuple[Item, ...]:
        """Return the items of a respondent type, in order; only core (or only other) ones if asked."""
        return tuple(i for i in self.items if role in i.roles and core in (None, i.core))

    def pillar_items(self, pillar: Pillar) -> tuple[Item, ...]:
        """Return the items that make a pillar of the PX index: those that feed ``PX.<pillar>``."""
        return tuple(item for item in self.items if f"PX.{pillar}" in item.feeds)

    def mirrors_of(self, item_id: str) -> tuple[Item, ...]:
        """Return the items that ask the same of another side."""
        return tuple(self.item(mirror) for mirror in self.item(item_id).mirrors)

    @property
    def reversed_items(self) -> tuple[Item, ...]:
        """Items of which a high answer is a bad one."""
        return tuple(item for item in self.items if item.reverse)

    def choices_of(self, list_name: str) -> tuple[Choice, ...]:
        """Return a list of answers in its order."""
        found = (choice for choice in self.choices if choice.list == list_name)
        return tuple(sorted(found, key=lambda choice: choice.order))

    @property
    def scored_lists(self) -> frozenset[str]:
        """Lists of five steps whose code is the score (marked so in the file)."""
        return frozenset(choice.list for choice in self.choices if choice.note == _SCORE_IS_CODE)

    def seconds_for(self, role: str) -> int:
        """Return the desk time of the core interview, without what goes ahead by sheet."""
        return sum(item.seconds for item in self.items_for(role, core=True) if item.mode == "interview")


def parse_bank(items: str, choices: str) -> ItemBank:
    """Read an item bank from the text of its two CSV tables."""
    return ItemBank(
        tuple(_item(row) for row in csv.DictReader(StringIO(items))),
        tuple(_choice(row) for row in csv.DictReader(StringIO(choices))),
    )


@cache
def load_bank() -> ItemBank:
    """Read the bank that comes with the program (METHOD §2)."""
    folder = files("tramite.voices.asking") / "items"
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("items.csv", "choices.csv")]
    return parse_bank(*texts)


def _item(row: Mapping[str, str]) -> Item:
    return Item(
        id=row["id"], construct=row["construct"], section=row["pillar"], roles=_parts(row["respondents"]),
        scale=row["scale"], choices=row["choices"], mirrors=_parts(row["mirror"]), text_en=row["text_en"],
        text_it=row["text_it"], source=row["source"], feeds=_parts(row["feeds"]), core=row["core"] == "1",
        reverse=row["reverse"] == "1", seconds=int(row["secs"]), sensitive=row["sensitive"], mode=row["mode"],
    )  # fmt: skip


def _choice(row: Mapping[str, str]) -> Choice:
    return Choice(row["list"], int(row["order"]), row["code"], row["label_en"], row["label_it"], row["note"])


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()

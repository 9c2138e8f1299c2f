"""What a table must look like: columns, types, units, keys, allowed values, what may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tramite.kernel.wording import Language

Room = Literal["books", "voices"]


class Kind(StrEnum):
    """Type of a column."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"  # decimal, four places, in the currency of the case
    DATE = "date"
    MONTH = "month"  # first day of the month
    FLAG = "flag"  # true or false


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        required: every row must have a value, and the file must have the column.
        unit: in words (``pieces``, ``share of 1``).
        allowed: the only values that may stand here.
        low, high: range of a number, both ends included.
        refers_to: ``table.column`` whose values these must be, where that table is there;
            ``case.channels`` (``lines``, ``segments``) refers to ``case.toml``.
    """

    name: str
    kind: Kind
    about: str
    about_it: str
    required: bool = False
    unit: str = ""
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    refers_to: str | None = None

    def say(self, language: Language = "en") -> str:
        """Return the description in a language."""
        return self.about_it if language == "it" else self.about

    @property
    def expected(self) -> str:
        """Unit, allowed values, range and what it refers to, in signs that need no language."""
        parts = [self.unit, " | ".join(self.allowed)]
        if self.low is not None or self.high is not None:
            low, high = ("" if bound is None else f"{bound:g}" for bound in (self.low, self.high))
            parts.append(f"{low}…{high}")
        if self.refers_to:
            parts.append(f"→ {self.refers_to}")
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Contract:
    """One table of the case format. ``key`` names the columns that tell rows apart."""

    name: str
    room: Room
    about: str
    about_it: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def say(self, language: Language = "en") -> str:
        """Return the description in a language."""
        return self.about_it if language == "it" else self.about

"""The codebook: which codes exist, how they hang together, and the one to start from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import StringIO

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.tables import CODEBOOK
from tramite.kernel.wording import Language

NOTHING = "none"  # the code of an answer that was read and holds nothing to code
_SCHEMA: dict[str, pl.DataType] = {
    column.name: pl.Boolean() if column.kind is Kind.FLAG else pl.String() for column in CODEBOOK.columns
}
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    Attributes:
        parent: code above it; ``None`` at the top. facet: ``pillar``, ``cause``, ``channel``, ``other`` or empty.
        codable: it may be given to answers; otherwise it only holds others.
    """

    code: str
    parent: str | None
    facet: str
    label_en: str
    label_it: str
    about: str = ""
    about_it: str = ""
    colour: str = ""
    codable: bool = True

    def say(self, language: Language = "en") -> str:
        """Return the label in a language."""
        return self.label_it if language == "it" else self.label_en

    def explain(self, language: Language = "en") -> str:
        """Return when to use it, in a language or in the one there is."""
        told = (self.about_it, self.about) if language == "it" else (self.about, self.about_it)
        return told[0] or told[1]


@dataclass(frozen=True, slots=True)
class Codebook:
    """All codes, in their order."""

    codes: tuple[Code, ...]
    _by_id: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {code.code: code for code in self.codes})

    def code(self, code_id: str) -> Code:
        """Return a code; ``KeyError`` if there is none of that id."""
        return self._by_id[code_id]

    def __contains__(self, code_id: str) -> bool:
        return code_id in self._by_id

    def children(self, parent: str | None) -> tuple[Code, ...]:
        """Return the codes right under one; under ``None``, those at the top."""
        return tuple(code for code in self.codes if code.parent == parent)

    def above(self, code_id: str) -> Iterator[str]:
        """Walk from a code's parent up to the top."""
        parent = self._by_id[code_id].parent
        while parent is not None:
            yield parent
            parent = self._by_id[parent].parent

    def to_frame(self) -> pl.DataFrame:
        """Return the table of the contract ``codebook``."""
        rows = [{name: getattr(code, name) for name in _SCHEMA} for code in self.codes]
        return pl.DataFrame(rows, schema=_SCHEMA).with_columns(pl.col(pl.String).replace("", None))


def codebook_of(table: pl.DataFrame, *, file: str = "voices/codebook") -> Codebook:
    """Read a codebook from its table, and check how its codes hang together.

    Args:
        table: contract ``codebook``. file: where it comes from.

    Raises:
        InputRefused: a parent that is not there, a code above itself, a colour that is none; all at once.
    """
    codes = tuple(
        Code(
            code=row["code"], parent=row["parent"], facet=row["facet"] or "", label_en=row["label_en"],
            label_it=row["label_it"], about=row["about"] or "", about_it=row["about_it"] or "",
            colour=row["colour"] or "", codable=row["codable"] is not False,
        )
        for row in table.iter_rows(named=True)
    )  # fmt: skip
    faults = tuple(_faults(codes, file))
    if faults:
        raise InputRefused(faults)
    return Codebook(codes)


@cache
def starter_codebook() -> Codebook:
    """Read the codebook that comes with the program: 40 codes, pillar × cause × channel (METHOD §4.6)."""
    text = (files("tramite.voices.coding") / "start" / "codebook.csv").read_text(encoding="utf-8")
    return codebook_of(pl.read_csv(StringIO(text), schema=_SCHEMA))


def _faults(codes: tuple[Code, ...], file: str) -> Iterator[Fault]:
    parents = {code.code: code.parent for code in codes}
    for code in codes:
        if code.parent is not None and code.parent not in parents:
            yield Fault(file, "code_parent", column="parent", value=code.parent, hint=code.code)
        elif _above_itself(code.code, parents):
            yield Fault(file, "code_circle", column="parent", value=code.code)
        if code.colour and not _COLOUR.fullmatch(code.colour):
            yield Fault(file, "code_colour", column="colour", value=code.colour)


def _above_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    above, steps = parents[code], 0
    while above is not None and above != code and steps <= len(parents):
        above, steps = parents.get(above), steps + 1
    return above == code

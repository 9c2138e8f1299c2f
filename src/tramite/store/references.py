"""Check that values refer to something: a row of another table, or a part of ``case.toml``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.contracts import Column
from tramite.kernel.tables import CONTRACTS
from tramite.store.findings import Finding

_CASE = "case."
_SUGGESTED = 20  # values; whoever has more unknown ones has the wrong file
_COMPARED = 2000  # known values that look a little like an unknown one
_LISTED = 12  # ids short enough to be told in full


@dataclass(frozen=True, slots=True)
class KnownIds:
    """What a column may refer to: the values of rows that were kept, and of rows that were refused."""

    kept: pl.Series
    refused: pl.Series

    @classmethod
    def of_case(cls, definition: CaseDefinition, part: str) -> KnownIds:
        """Take the ids of the channels, lines or segments of a case."""
        ids = [entry.id for entry in getattr(definition, part)]
        return cls(pl.Series(ids, dtype=pl.String), pl.Series([], dtype=pl.String))


def ids_of_case(definition: CaseDefinition) -> dict[str, KnownIds]:
    """Return what ``case.toml`` itself names, by ``case.part``."""
    return {f"{_CASE}{part}": KnownIds.of_case(definition, part) for part in ("channels", "lines", "segments")}


def referred_to() -> set[str]:
    """Return every ``table.column`` that some column refers to."""
    return {column.refers_to for contract in CONTRACTS.values() for column in contract.columns if column.refers_to}


def reading_order() -> list[str]:
    """Return the names of all tables, each after those that it refers to."""
    graph: dict[str, set[str]] = {
        name: {target for column in contract.columns if (target := _table(column))}
        for name, contract in CONTRACTS.items()
    }
    return list(TopologicalSorter(graph).static_order())


def _table(column: Column) -> str | None:
    if column.refers_to is None or column.refers_to.startswith(_CASE):
        return None
    return column.refers_to.split(".")[0]


def reference_findings(
    values: pl.Series, *, column: Column, known: KnownIds, hints: dict[str, str] | None = None
) -> Iterator[Finding]:
    """Find the rows of a column whose value refers to nothing.

    Args:
        values: text, one for each row. known: what ``column.refers_to`` holds. hints: what was suggested for other
            rows of the file already; new suggestions are added.
    """
    target = column.refers_to or ""
    there = values.is_in(known.kept.implode())
    if there.all():
        return
    lost = values.is_in(known.refused.implode()) & ~there
    yield from Finding.where(lost, kind="refused_reference", column=column.name, values=values, hint=target)
    nobody = values.is_not_null() & ~there & ~lost
    if nobody.any():
        hints = {} if hints is None else hints
        _suggest(hints, values.filter(nobody).unique(maintain_order=True), target, known)
        hint = values.replace_strict(hints, default=target, return_dtype=pl.String)
        yield from Finding.where(nobody, kind="unknown_reference", column=column.name, values=values, hint=hint)


def _suggest(hints: dict[str, str], unknown: pl.Series, target: str, known: KnownIds) -> None:
    """Add suggestions for unknown values, as far as there is room for more."""
    if len(known.kept) <= _LISTED and target.startswith(_CASE):
        hints |= dict.fromkeys(unknown, f"{target} ({', '.join(known.kept)})")
        return
    for value in unknown.filter(~unknown.is_in(list(hints))).head(_SUGGESTED - len(hints)):
        hints[value] = _hint(value, target, known.kept)


def _hint(value: str, target: str, known: pl.Series) -> str:
    alike = known.filter(_bare(known) == _bare(pl.Series([value]))[0]).head(1).to_list()
    if not alike:
        similar = known.str.starts_with(value[:2]) | known.str.ends_with(value[-2:])
        alike = difflib.get_close_matches(value, known.filter(similar).head(_COMPARED).to_list(), n=1, cutoff=0.7)
    return f"{target} ({alike[0]}?)" if alike else target


def _bare(values: pl.Series) -> pl.Series:
    """Strip what is often written differently: case, signs, zeros after letters («p-0012», «P12»)."""
    letters = values.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    return letters.str.replace(r"^(\p{L}*)0+", "$1")

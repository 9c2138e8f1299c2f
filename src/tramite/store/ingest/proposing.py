"""Propose how a file becomes a table: by the names of its columns, confirmed by their values."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl
import tomlkit

from tramite.kernel.contracts import Column, Contract
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.day_values import written_dates
from tramite.store.duplicates import as_given
from tramite.store.ingest.amounts import cleaned
from tramite.store.ingest.days import EXCEL, read_days
from tramite.store.ingest.mapping import DAYS, NUMBERS
from tramite.store.names import plain
from tramite.store.number_values import WrittenNumbers
from tramite.store.reading import read_sheets
from tramite.store.sheet import Layout, Sheet

LEAST = 0.6  # a weaker proposal would be a guess
_ALIKE = 0.85  # names that differ by a letter or two: «Imponibil», «Quantita'»
_NEARLY = 0.9  # what a name that is only alike is worth
_FORMS = (
    "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%m/%d/%Y", "%d %B %Y", "%d %b %Y", "%b-%y", "%B %Y", "%b %Y", "%m/%Y",
    "%Y/%m", "%Y/%m/%d", "%Y%m%d", EXCEL,
)  # fmt: skip
_CURRENCIES = ("EUR", "USD", "GBP", "CHF")  # whose signs may stand beside a number
_TOTALS = r"(?i)^\s*(?:totale|totali|tot\.|total|grand total|subtotale|subtotal)"


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column of the contract and theirs for it.

    Attributes:
        theirs: ``None``: nothing fits.
        confidence: 0–1: how alike the names are, times the share of values that read as what they should be.
        format: of dates that are not written in one of the usual ways.
    """

    column: Column
    theirs: str | None
    confidence: float
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to be confirmed by a person.

    Attributes:
        left: columns of theirs that nothing was found for.
        toml: the mapping file; required columns without theirs stand in it as comments.
    """

    table: str
    file: str
    columns: tuple[ProposedColumn, ...]
    left: tuple[str, ...]
    toml: str


def propose(path: Path, table: str, *, sheet: str | None = None) -> Proposal:
    """Propose a mapping of a file to a table.

    Args:
        sheet: name of a workbook's sheet, or a pattern, where it has several; the first that fits is looked at.

    Raises:
        InputRefused: the file cannot be read; it has several sheets and none is named.
    """
    contract = CONTRACTS[table]
    read, encoding = _read(path, contract, sheet)
    columns = tuple(_matched(read, contract))
    used = {proposed.theirs for proposed in columns}
    left = tuple(name for name in read.header if name and name not in used)
    return Proposal(table, path.name, columns, left, _toml(path, table, read, columns, encoding, sheet))


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    text = (files("tramite.store.ingest") / "synonyms.toml").read_text(encoding="utf-8")
    return {name: tuple(map(plain, words)) for name, words in tomllib.loads(text).items()}


def _names(column: Column) -> tuple[str, ...]:
    return (plain(column.name), plain(column.about), plain(column.about_it), *_synonyms().get(column.name, ()))


def _read(path: Path, contract: Contract, sheet: str | None) -> tuple[Sheet, str]:
    layout = Layout(frozenset(name for c in contract.columns for name in _names(c)), search=True, sheet=sheet)
    try:
        return read_sheets(path, layout, file=path.name)[0], "utf-8"
    except InputRefused as error:
        if [fault.kind for fault in error.faults] != ["wrong_encoding"]:
            raise
        return read_sheets(path, replace(layout, encoding="cp1252"), file=path.name)[0], "cp1252"


def _matched(sheet: Sheet, contract: Contract) -> list[ProposedColumn]:
    """Give each column of the contract the best of theirs, the surest first, each of theirs once."""
    scored: list[ProposedColumn] = []
    for column in contract.columns:
        for place, theirs in enumerate(sheet.header):
            alike = _alike(theirs or "", column)
            if alike and theirs:
                share, form = _confirmed(as_given(sheet.frame[:, place]), column)
                scored.append(ProposedColumn(column, theirs, alike * share, form))
    best: dict[str, ProposedColumn] = {}
    taken: set[str | None] = set()
    for proposed in sorted(scored, key=lambda each: -each.confidence):
        if proposed.confidence >= LEAST and proposed.column.name not in best and proposed.theirs not in taken:
            best[proposed.column.name] = proposed
            taken.add(proposed.theirs)
    return [best.get(column.name, ProposedColumn(column, None, 0.0)) for column in contract.columns]


def _alike(theirs: str, column: Column) -> float:
    """Say how alike two names are, 0–1: the first synonyms are the surer ones."""
    names, given = _names(column), plain(theirs)
    if given in names:
        return 1.0 - 0.1 * names.index(given) / len(names)
    ratio = max(difflib.SequenceMatcher(None, given, name).ratio() for name in names)
    return ratio * _NEARLY if ratio >= _ALIKE else 0.0


def _confirmed(text: pl.Series, column: Column) -> tuple[float, str | None]:
    """Return the share of the values that read as the column's kind, and the form of its dates."""
    given = text.drop_nulls()
    given = given.filter(~given.str.contains(_TOTALS))
    if given.is_empty():
        return 1.0, None
    if column.kind in NUMBERS:
        read = (WrittenNumbers.of(cleaned(given, currency=currency)) for currency in _CURRENCIES)
        reads = (numbers.reads("comma") | numbers.reads("point") for numbers in read)
        return max(float(each.sum()) for each in reads) / len(given), None
    if column.kind in DAYS:
        usual = written_dates(given, kind=column.kind).values.count() / len(given)
        if usual >= LEAST:
            return usual, None
        found = {form: read_days(given, column.kind, form).values.count() / len(given) for form in _FORMS}
        form = max(found, key=lambda each: found[each])
        return found[form], form
    return 1.0, None


def _toml(
    path: Path, table: str, sheet: Sheet, columns: tuple[ProposedColumn, ...], encoding: str, pattern: str | None
) -> str:
    document = tomlkit.document()
    document["table"] = table
    document["files"] = [path.name]
    if pattern is not None:
        document["sheet"] = pattern
    if encoding != "utf-8":
        document["encoding"] = encoding
    chosen = tomlkit.table()
    for proposed in columns:
        if proposed.theirs is not None and proposed.format is None:
            chosen[proposed.column.name] = proposed.theirs
        elif proposed.theirs is not None:
            entry = tomlkit.inline_table()
            entry.update({"from": proposed.theirs, "format": proposed.format})
            chosen[proposed.column.name] = entry
    document["columns"] = chosen
    constants = tomlkit.table()
    for proposed in columns:
        if proposed.theirs is None and proposed.column.required:
            constants.add(tomlkit.comment(f"{proposed.column.name} = "))
    document["constants"] = constants
    totals = [name for place, name in enumerate(sheet.header) if name and _has_totals(sheet.frame[:, place])]
    if totals:
        rules = tomlkit.aot()
        for name in totals[:1]:
            rules.append(tomlkit.item({"column": name, "begins": ["Tot"]}))
        document["skip"] = rules
    return tomlkit.dumps(document)


def _has_totals(column: pl.Series) -> bool:
    return column.dtype == pl.String and bool(column.str.contains(_TOTALS).any())

"""Carry the rows of somebody's own sheet into the columns of a contract, as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

import polars as pl

from tramite.kernel.contracts import Column
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import nearest
from tramite.store.duplicates import as_given
from tramite.store.findings import Finding
from tramite.store.ingest.amounts import cleaned, scaled
from tramite.store.ingest.days import read_days
from tramite.store.ingest.mapping import DAYS, NUMBERS, FromColumn, Mapping, Skip
from tramite.store.ingest.months import MONTH, VALUE, months_below, only
from tramite.store.names import plain
from tramite.store.raw import RawTable
from tramite.store.sheet import Sheet
from tramite.store.values import Problem, as_text
from tramite.store.walk import Walk


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A sheet as a table of its contract.

    Attributes:
        raw: columns by their contract names; values still to be checked.
        sheet: the rows it came from, one for one, under their own names.
        skipped: rows that the mapping says are none.
    """

    raw: RawTable
    sheet: Sheet
    skipped: int


def reshape(sheet: Sheet, mapping: Mapping, *, currency: str, walk: Walk | None = None) -> Reshaped:
    """Give a sheet the columns of a contract: skip rows, fill, join, translate, read dates, scale amounts.

    Args:
        currency: of the case. walk: what is known of the rest of the sheet, where this is a piece of it.

    Raises:
        InputRefused: the sheet has not the columns that the mapping names.
    """
    walk = walk or Walk()
    if mapping.months is not None:
        sheet = months_below(sheet, mapping.months)
    places = _places(sheet, mapping)
    skip = pl.repeat(False, sheet.frame.height, eager=True)
    for rule in mapping.skip:
        skip |= _skipped(as_given(sheet.frame[places[plain(rule.column)]]), rule)
    kept = only(sheet, ~skip)
    findings = [finding for finding in kept.findings if finding.column is None]
    columns = []
    for name, source in mapping.sources.items():
        column = mapping.contract.by_name[name]
        series, found = _column(kept, source, column, places, currency=_code(mapping, currency), walk=walk)
        columns.append(series.alias(name))
        findings += found
    constants = {
        name: pl.repeat(value, kept.frame.height, eager=True) for name, value in mapping.constants.items()
    }
    columns += [
        (as_text(values) if values.dtype == pl.String else values).alias(name)
        for name, values in constants.items()
    ]
    # among cells of a workbook «1.234» may be a number cell: there no person can say what all of them mean
    forced = mapping.decimal is not None and kept.decimal_mark is not None
    raw = RawTable(
        contract=mapping.contract,
        file=sheet.file,
        frame=pl.DataFrame(columns),
        rows=kept.rows,
        decimal_mark=mapping.decimal if forced else kept.decimal_mark,
        findings=tuple(findings),
        forced=forced,
    )
    negative, codes = _negative(kept, mapping, places), _codes(kept, mapping, places)
    scaled_raw = scaled(raw, mapping, negative=negative, codes=codes, currency=currency, walk=walk)
    return Reshaped(scaled_raw, kept, int(skip.sum()))


def check_columns(sheet: Sheet, mapping: Mapping) -> None:
    """Make sure that a sheet has the columns that a mapping names.

    Raises:
        InputRefused: naming all that it has not.
    """
    _places(sheet if mapping.months is None else months_below(sheet, mapping.months), mapping)


def _code(mapping: Mapping, currency: str) -> str:
    return currency if mapping.currency is None or mapping.currency.code is None else mapping.currency.code


def _places(sheet: Sheet, mapping: Mapping) -> dict[str, str]:
    """Return the column of the sheet for each plain name that the mapping uses."""
    found: dict[str, list[str]] = {}
    for place, name in enumerate(sheet.header):
        found.setdefault(plain(name or ""), []).append(str(place))
    faults = []
    for name in mapping.their_columns:
        here = found.get(plain(name), [])
        if not here:
            near = nearest(name, {given: None for given in sheet.header if given})
            shown = ", ".join(near or [given for given in sheet.header if given])
            faults.append(Fault(sheet.file, "their_column_missing", column=name, hint=shown))
        elif len(here) > 1:
            faults.append(Fault(sheet.file, "duplicate_column", column=name))
    if faults:
        raise InputRefused(faults)
    return {plain(name): found[plain(name)][0] for name in mapping.their_columns}


def _skipped(text: pl.Series, rule: Skip) -> pl.Series:
    folded = text.str.to_lowercase()
    mask = folded.is_in([value.lower() for value in rule.equals])
    for beginning in rule.begins:
        mask |= folded.str.starts_with(beginning.lower())
    mask = mask.fill_null(False)
    return mask | text.is_null() if rule.empty else mask


def _column(
    sheet: Sheet, source: FromColumn, column: Column, places: dict[str, str], *, currency: str, walk: Walk
) -> tuple[pl.Series, list[Finding]]:
    """Return one column of the contract, and what cannot be read of it."""
    parts = [_given(sheet, name, places) for name in source.sources]
    used = {places[plain(name)] for name in source.sources if plain(name) in places}
    used |= {str(sheet.header.index(name)) for name in source.sources if name in (MONTH, VALUE)}
    findings = [replace(f, column=column.name) for f in sheet.findings if f.column in used]
    if source.fill:
        parts = [_filled(part, f"{column.name} {place}", walk) for place, part in enumerate(parts)]
    series = parts[0]
    if len(parts) > 1 or source.prefix or source.values:
        joined = pl.select(pl.concat_str([as_given(part) for part in parts], separator=source.join)).to_series()
        series = _translated(joined, source.values)
        series = as_text(pl.Series([source.prefix]) + series if source.prefix and len(series) else series)
    if column.kind in NUMBERS and series.dtype == pl.String:
        series = cleaned(series, currency=currency)
    if column.kind in DAYS and source.format is not None:
        days = read_days(as_given(series), column.kind, source.format)
        findings += _findings_of(days.problems, column.name, as_given(series))
        series = days.values
    return series, findings


def _findings_of(problems: tuple[Problem, ...], name: str, given: pl.Series) -> Iterator[Finding]:
    for problem in problems:
        yield from Finding.where(problem.mask, kind=problem.kind, column=name, values=given, hint=problem.hint)


def _filled(values: pl.Series, name: str, walk: Walk) -> pl.Series:
    """Give empty cells the value above them, be it in an earlier piece."""
    filled = values.forward_fill()
    if walk.carried.get(name) is not None:
        filled = filled.fill_null(pl.lit(walk.carried[name], dtype=values.dtype))
    if filled.count():
        walk.carried[name] = filled[-1]
    return filled


def _given(sheet: Sheet, name: str, places: dict[str, str]) -> pl.Series:
    if name == "@row":
        return sheet.rows
    if name in ("@file", "@sheet"):
        file, _, within = sheet.file.removesuffix("]").partition(" [")
        return pl.repeat(PurePath(file).stem if name == "@file" else within, sheet.frame.height, eager=True)
    if name in (MONTH, VALUE):
        return sheet.frame[str(sheet.header.index(name))]
    return sheet.frame[places[plain(name)]]


def _translated(text: pl.Series, values: dict[str, str]) -> pl.Series:
    if not values:
        return text
    ours = {theirs.strip().lower(): value for theirs, value in values.items()}
    new = text.str.to_lowercase().replace_strict(ours, default=None, return_dtype=pl.String)
    return new.zip_with(new.is_not_null(), text)


def _negative(sheet: Sheet, mapping: Mapping, places: dict[str, str]) -> pl.Series | None:
    """Tell the rows whose amounts count as negative."""
    if mapping.sign is None:
        return None
    text = as_given(sheet.frame[places[plain(mapping.sign.column)]]).str.to_lowercase()
    return text.is_in([value.lower() for value in mapping.sign.negative]).fill_null(False)


def _codes(sheet: Sheet, mapping: Mapping, places: dict[str, str]) -> pl.Series | None:
    """Return the currency of each row, where a column of theirs tells it."""
    if mapping.currency is None or mapping.currency.column is None:
        return None
    return as_given(sheet.frame[places[plain(mapping.currency.column)]]).str.strip_chars().str.to_uppercase()

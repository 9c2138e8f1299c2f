"""Bring numbers to the units of the case: thousands to units, their currency to ours, returns to negative."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from dataclasses import replace
from decimal import Decimal

import polars as pl
from babel.numbers import get_currency_symbol

from tramite.kernel.contracts import Column, Kind
from tramite.store.columns import WrittenColumns, read_columns
from tramite.store.duplicates import as_given
from tramite.store.findings import Finding
from tramite.store.ingest.mapping import Mapping, day_column
from tramite.store.number_values import MONEY, MONEY_DIGITS
from tramite.store.raw import RawTable
from tramite.store.values import Problem, Values, without
from tramite.store.walk import Walk

_PIECES = "pieces"
_SPACED = r"^(?:-?\d{1,3}(?:[\s\u{a0}\u{202f}'’]\d{3})+(?:[.,]\d+)?)$"
_SPACES = r"[\s\u{a0}\u{202f}'’]"
_BARE = r"^-?[0-9.,]+$"  # there is nothing to strip
_EDGE = r"[\s\u{a0}\u{202f}]*"


def cleaned(text: pl.Series, *, currency: str) -> pl.Series:
    """Strip what stands around a number: its currency, spaces; a minus behind it, or brackets, go before it.

    The sign of another currency stays, so that the value is refused.
    """
    dressed = ~text.str.contains(_BARE).fill_null(True)
    if not dressed.any():
        return text
    at = dressed.arg_true()
    return text.clone().scatter(at, _stripped(text.gather(at), currency))


def _stripped(text: pl.Series, currency: str) -> pl.Series:
    signs = "|".join(re.escape(sign) for sign in sorted({currency, get_currency_symbol(currency, locale="en")}))
    bare = text.str.replace_all("\u2212", "-", literal=True)
    bare = bare.str.replace(rf"^{_EDGE}([-(]?){_EDGE}(?:{signs})?{_EDGE}", "$1")
    bare = bare.str.replace(rf"{_EDGE}(?:{signs})?{_EDGE}([-)]?){_EDGE}$", "$1")
    bare = bare.str.replace(r"^\(([^()+-]+)\)$", "-$1").str.replace(r"^([^()+-]+)-$", "-$1")
    spaced = bare.str.contains(_SPACED).fill_null(False)
    return bare.str.replace_all(_SPACES, "").zip_with(spaced, bare)


def scaled(
    raw: RawTable,
    mapping: Mapping,
    *,
    negative: pl.Series | None,
    codes: pl.Series | None,
    currency: str,
    walk: Walk,
) -> RawTable:
    """Apply factors, rates of exchange and signs: their number × factor × rate, and minus its size where negative.

    Args:
        negative: rows that count as negative; pieces and amounts change their sign there.
        codes: currency of each row, where the file tells it by row.
        currency: of the case; amounts in another one are refused where the mapping gives no rate.
        walk: what is known of the rest of the file.
    """
    factors = {name: source.factor for name, source in mapping.sources.items() if source.factor is not None}
    foreign = codes is not None or (mapping.currency is not None and mapping.currency.code not in (None, currency))
    columns = [column for column in mapping.contract.columns if column.name in mapping.columns]
    multiplied = [c for c in columns if c.name in factors or (foreign and c.kind is Kind.MONEY)]
    signed = [c for c in columns if negative is not None and _signed(c)]
    if not multiplied and not signed:
        return raw
    numbers = _with_numbers(raw, multiplied)
    written = WrittenColumns.of(numbers)
    values = read_columns(numbers, written, walk.ways(numbers, written, stage="scale"))
    rates = _rates(raw, values, mapping, codes, currency) if foreign else None
    frame, findings = raw.frame, list(raw.findings)
    for column in (column for column in columns if column in multiplied or column in signed):
        new = values[column.name]
        if column in multiplied:
            factor = factors.get(column.name, Decimal(1))
            new = _times(new, column.kind, factor, rates if column.kind is Kind.MONEY else None)
        if column in signed and negative is not None:
            new = Values((-new.values.abs()).zip_with(negative, new.values), new.problems)
        frame = frame.with_columns(new.values.alias(column.name))
        given = as_given(raw.frame[column.name])
        for problem in new.problems:
            findings += Finding.where(
                problem.mask, kind=problem.kind, column=column.name, values=given, hint=problem.hint
            )
    return replace(raw, frame=frame, findings=tuple(findings))


def _signed(column: Column) -> bool:
    return column.kind is Kind.MONEY or column.unit == _PIECES


def _with_numbers(raw: RawTable, multiplied: list[Column]) -> RawTable:
    """Let columns be read as plain numbers: their thousands may have more decimals than our amounts."""
    columns = tuple(
        replace(column, kind=Kind.NUMBER) if column in multiplied else column for column in raw.contract.columns
    )
    return replace(raw, contract=replace(raw.contract, columns=columns))


def _times(values: Values, kind: Kind, factor: Decimal, rates: pl.Series | None) -> Values:
    numbers, problems = values.values * float(factor), list(values.problems)
    if rates is not None:
        problems.append(Problem("no_rate", numbers.is_not_null() & rates.is_null()))
        numbers = numbers * rates
    if kind is not Kind.MONEY:
        return Values(numbers, tuple(problems))
    large = numbers.abs() >= 10.0**MONEY_DIGITS
    problems.append(Problem("too_large", large, str(MONEY_DIGITS)))
    return Values(without(numbers, large).round(4).cast(MONEY), tuple(problems))


def _rates(
    raw: RawTable, values: Named[str, Values], mapping: Mapping, codes: pl.Series | None, currency: str
) -> pl.Series:
    """Return the rate of each row; null where its currency, or its month, has none."""
    given = mapping.currency
    height = len(raw.rows)
    if given is None:
        return pl.repeat(None, height, dtype=pl.Float64, eager=True)
    day = day_column(raw.contract)
    months = None if day is None else values[day].values.dt.strftime("%Y-%m")
    if codes is None:
        return _rates_of(given.rate, given.rates, months, height)
    result = pl.repeat(None, height, dtype=pl.Float64, eager=True)
    for code in codes.unique().drop_nulls().sort():
        of_code = given.of.get(code)
        rates = pl.repeat(1.0 if code == currency else None, height, dtype=pl.Float64, eager=True)
        if of_code is not None:
            rates = _rates_of(of_code.rate, of_code.rates, months, height)
        result = rates.zip_with((codes == code).fill_null(False), result)
    return result


def _rates_of(
    rate: Decimal | None, rates: Named[str, Decimal], months: pl.Series | None, height: int
) -> pl.Series:
    if months is None or not rates:
        return pl.repeat(None if rate is None else float(rate), height, dtype=pl.Float64, eager=True)
    by_month = {month: float(rate) for month, rate in rates.items()}
    return months.replace_strict(by_month, default=None, return_dtype=pl.Float64)

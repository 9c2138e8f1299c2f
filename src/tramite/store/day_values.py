"""Read dates, months and flags."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.store.values import Problem, Values, without

_FLAGS = {"true": True, "yes": True, "sì": True, "si": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class DateForm:
    """A way of writing dates: an example, how it looks, how it is read."""

    example: str
    pattern: str
    format: str


_ISO = DateForm("2024-12-31", r"^\d{4}-\d{2}-\d{2}(?:[ T]00:00(?::00(?:\.0+)?)?)?$", "%Y-%m-%d")
_DAY_FIRST = tuple(
    DateForm(f"31{sign}12{sign}2024", rf"^\d{{1,2}}\{sign}\d{{1,2}}\{sign}\d{{4}}$", f"%d{sign}%m{sign}%Y")
    for sign in "/.-"
)
_MONTH = DateForm("2024-12", r"^\d{4}-\d{2}$", "%Y-%m")


def written_dates(text: pl.Series, *, kind: Kind) -> Values:
    """Read dates or months given as text, all written in one way: the one of most rows."""
    forms = (_ISO, *_DAY_FIRST, *((_MONTH,) if kind is Kind.MONTH else ()))
    looks = {form: text.str.contains(form.pattern).fill_null(False) for form in forms}
    form = max(forms, key=lambda each: int(looks[each].sum()))
    known = pl.repeat(False, len(text), eager=True)
    for look in looks.values():
        known |= look
    unread = text.is_not_null() & ~known
    written = without(text, ~looks[form])
    days = written.str.slice(0, 10).str.to_date(form.format, strict=False)
    problems = [
        Problem("not_a_month" if kind is Kind.MONTH else "not_a_date", unread),
        Problem("mixed_dates", known & ~looks[form], form.example),
    ]
    if form in _DAY_FIRST and _month_first(written):
        problems.append(Problem("month_first", looks[form], form.example))
        return Values(pl.repeat(None, len(text), dtype=pl.Date, eager=True), tuple(problems))
    problems.append(Problem("impossible_date", looks[form] & days.is_null()))
    return Values(_of_kind(days, kind), tuple(problems))


def _month_first(written: pl.Series) -> bool:
    """Tell whether more dates read only with the month first than only with the day first.

    Then the rest, which reads both ways, would be read wrong without a sign of it.
    """
    parts = written.str.extract_groups(r"^(?<one>\d{1,2}).(?<two>\d{1,2}).").struct.unnest().cast(pl.Int64)
    one, two = parts["one"], parts["two"]
    month_first, day_first = (two > 12) & (one <= 12), (one > 12) & (two <= 12)
    return bool(month_first.sum() > day_first.sum())


def typed_dates(column: pl.Series, *, kind: Kind) -> Values:
    """Read a column that holds dates already; a time of the day other than midnight is refused."""
    word = "not_a_month" if kind is Kind.MONTH else "not_a_date"
    if column.dtype == pl.Date:
        return Values(_of_kind(column, kind))
    if not isinstance(column.dtype, pl.Datetime):
        return Values.refusing(column, Problem(word, column.is_not_null()), pl.Date())
    days = column.dt.date()
    timed = column.dt.time().cast(pl.Int64) != 0
    return Values(_of_kind(without(days, timed), kind), (Problem(word, timed),))


def _of_kind(days: pl.Series, kind: Kind) -> pl.Series:
    return days.dt.month_start() if kind is Kind.MONTH else days


def written_flags(text: pl.Series) -> Values:
    """Read true and false given as text or as 1 and 0."""
    flags = text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return Values(flags, (Problem("not_a_flag", text.is_not_null() & flags.is_null()),))

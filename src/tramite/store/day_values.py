"""Read dates, months and flags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.store.values import Different, Problem, Values, without

_FLAGS = {"true": True, "yes": True, "sì": True, "si": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class DateForm:
    """A way of writing dates: an example, how it looks, how it is read."""

    example: str
    pattern: str
    format: str


_ISO = DateForm("2024-12-31", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00(?::00(?:\.0+)?)?)?$", "%Y-%m-%d")
_DAY_FIRST = tuple(
    DateForm(
        f"31{sign}12{sign}2024", rf"^[0-9]{{1,2}}\{sign}[0-9]{{1,2}}\{sign}[0-9]{{4}}$", f"%d{sign}%m{sign}%Y"
    )
    for sign in "/.-"
)
_MONTH = DateForm("2024-12", r"^[0-9]{4}-[0-9]{2}$", "%Y-%m")
_SMALL, _LARGE = r"(?:0?[0-9]|1[0-2])", r"(?:1[3-9]|[2-9][0-9])"  # up to twelve, above twelve
_ONLY_MONTH_FIRST, _ONLY_DAY_FIRST = rf"^{_SMALL}[/.-]{_LARGE}[/.-]", rf"^{_LARGE}[/.-]{_SMALL}[/.-]"
_MONTH_FIRST, _DAYS_FIRST = ", month first", ", day first"  # of a form, among votes


@dataclass(frozen=True, slots=True)
class WrittenDates:
    """A column of dates or months as text."""

    different: Different
    kind: Kind

    @classmethod
    def of(cls, text: pl.Series, kind: Kind) -> WrittenDates:
        """Look at a column of text."""
        return cls(Different.of(text), kind)

    def looks(self, form: DateForm) -> pl.Series:
        """Tell which of the different values look as a form."""
        return self.different.text.str.contains(form.pattern)

    @property
    def votes(self) -> Counter[str]:
        """How many values look as each form, and how many of them have a day, or a month, that can be no other."""
        votes: Counter[str] = Counter()
        text, counts = self.different.text, self.different.counts
        for form in _forms(self.kind):
            look = self.looks(form)
            votes[form.example] = int(counts.filter(look).sum())
            if form in _DAY_FIRST and votes[form.example]:
                month_first = look & text.str.contains(_ONLY_MONTH_FIRST)
                days_first = look & text.str.contains(_ONLY_DAY_FIRST)
                votes[form.example + _MONTH_FIRST] = int(counts.filter(month_first).sum())
                votes[form.example + _DAYS_FIRST] = int(counts.filter(days_first).sum())
        return votes


def form_of(votes: Mapping[str, int], kind: Kind) -> tuple[DateForm, bool]:
    """Return the form of most values, and whether more of them read only with the month first than with the day.

    Then the rest, which reads both ways, would be read wrong without a sign of it.
    """
    form = max(_forms(kind), key=lambda each: votes.get(each.example, 0))
    month_first = votes.get(form.example + _MONTH_FIRST, 0) > votes.get(form.example + _DAYS_FIRST, 0)
    return form, month_first


def written_dates(text: pl.Series, *, kind: Kind) -> Values:
    """Read dates or months given as text, all written in one way: the one of most rows."""
    written = WrittenDates.of(text, kind)
    form, month_first = form_of(written.votes, kind)
    return formed_dates(written, form=form, month_first=month_first)


def formed_dates(written: WrittenDates, *, form: DateForm, month_first: bool) -> Values:
    """Read dates or months given as text.

    Args:
        form: how they are written; others are refused. month_first: they are dates with the month first: none is
            read.
    """
    text, kind = written.different.text, written.kind
    looks = {each: written.looks(each) for each in _forms(kind)}
    known = pl.repeat(False, len(text), eager=True)
    for look in looks.values():
        known |= look
    problems = [
        Problem("not_a_month" if kind is Kind.MONTH else "not_a_date", ~known),
        Problem("mixed_dates", known & ~looks[form], form.example),
    ]
    days = _days(without(text, ~looks[form]), form)
    if month_first:
        days = days.clear(len(text))
        problems.append(Problem("month_first", looks[form], form.example))
    else:
        problems.append(Problem("impossible_date", looks[form] & days.is_null()))
    return written.different.spread(Values(_of_kind(days, kind), tuple(problems)))


def _forms(kind: Kind) -> tuple[DateForm, ...]:
    return (_ISO, *_DAY_FIRST, *((_MONTH,) if kind is Kind.MONTH else ()))


def _days(text: pl.Series, form: DateForm) -> pl.Series:
    return text.str.slice(0, 10).str.to_date(form.format, strict=False)


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

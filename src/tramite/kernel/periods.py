"""Whole months: the time step of statements, budgets and simulations."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


def month_of(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """Return the first day of the month that lies ``count`` months after (before, if negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    month = add_months(day, months)
    return month.replace(day=min(day.day, calendar.monthrange(month.year, month.month)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive whole months, ``first`` and ``last`` included, each given by its first day."""

    first: date
    last: date

    @classmethod
    def trailing(cls, as_of: date, months: int = 12) -> Period:
        """Return the last ``months`` months that are complete on the day ``as_of``."""
        complete = (as_of + timedelta(days=1)).day == 1
        last = month_of(as_of) if complete else add_months(month_of(as_of), -1)
        return cls(add_months(last, 1 - months), last)

    @property
    def months(self) -> int:
        """Number of months."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def end(self) -> date:
        """First day after the period: lines with ``first <= date < end`` belong to it."""
        return add_months(self.last, 1)

    def previous(self) -> Period:
        """Return the period of equal length just before."""
        return Period(add_months(self.first, -self.months), add_months(self.first, -1))

    def __iter__(self) -> Iterator[date]:
        return (add_months(self.first, step) for step in range(self.months))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}/{self.last:%Y-%m}"

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.kernel.periods import Period, add_months, month_of, months_after

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2013, 11, 30), date(2012, 12, 1), date(2013, 11, 1)),
        (date(2013, 11, 29), date(2012, 11, 1), date(2013, 10, 1)),
        (date(2024, 2, 29), date(2023, 3, 1), date(2024, 2, 1)),
    ],
)
def test_trailing_holds_complete_months_only(as_of: date, first: date, last: date) -> None:
    assert Period.trailing(as_of) == Period(first, last)


@given(day=DAYS, count=st.integers(-500, 500))
def test_add_months_goes_there_and_back(day: date, count: int) -> None:
    assert add_months(add_months(day, count), -count) == month_of(day)


@given(day=DAYS, months=st.integers(1, 60))
def test_previous_period_touches_the_next(day: date, months: int) -> None:
    period = Period.trailing(day, months)
    assert period.previous().end == period.first
    assert len(list(period)) == period.months == period.previous().months == months


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_after_a_day(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.kernel.contracts import Kind
from tramite.store.day_values import (
    _DAY_FIRST,
    _ISO,
    WrittenDates,
    formed_dates,
    typed_dates,
    written_dates,
    written_flags,
)
from tramite.store.values import Values


def _problems(read: Values) -> dict[str, list[int]]:
    return {p.kind: p.mask.fill_null(False).arg_true().to_list() for p in read.problems if p.mask.any()}


@pytest.mark.parametrize(
    "written",
    ["2024-02-01", "2024-02-01 00:00:00", "2024-02-01T00:00:00", "01/02/2024", "1/2/2024", "01.02.2024",
     "01-02-2024"],
)  # fmt: skip
def test_dates_are_read_day_first(written: str) -> None:
    read = written_dates(pl.Series([written, None]), kind=Kind.DATE)
    assert read.values.to_list() == [date(2024, 2, 1), None]
    assert _problems(read) == {}


@pytest.mark.parametrize("bad", ["2024-13-01", "31/02/2024", "00/01/2024"])
def test_days_that_do_not_exist_are_told(bad: str) -> None:
    good = "2024-01-01" if bad.startswith("2024") else "13/01/2024"
    read = written_dates(pl.Series([good, good, bad]), kind=Kind.DATE)
    assert _problems(read) == {"impossible_date": [2]}


@pytest.mark.parametrize("bad", ["31/12/24", "20240131", "45292", "2024-01-31 14:05:00", "gennaio", "2024-01"])
def test_other_writings_are_not_dates(bad: str) -> None:
    read = written_dates(pl.Series(["2024-01-01", bad]), kind=Kind.DATE)
    assert read.values.to_list() == [date(2024, 1, 1), None]
    assert _problems(read) == {"not_a_date": [1]}


def test_a_column_is_of_one_writing() -> None:
    read = written_dates(pl.Series(["31/12/2024", "30/12/2024", "2024-12-29"]), kind=Kind.DATE)
    assert read.values.to_list() == [date(2024, 12, 31), date(2024, 12, 30), None]
    assert _problems(read) == {"mixed_dates": [2]}


def test_a_column_with_the_month_first_is_refused_whole() -> None:
    read = written_dates(pl.Series(["12/31/2024", "03/04/2024"]), kind=Kind.DATE)
    assert read.values.to_list() == [None, None]
    assert _problems(read) == {"month_first": [0, 1]}


@pytest.mark.parametrize("written", ["2024-02", "2024-02-17", "17/02/2024"])
def test_months_are_their_first_day(written: str) -> None:
    assert written_dates(pl.Series([written]), kind=Kind.MONTH).values.to_list() == [date(2024, 2, 1)]


def test_typed_dates_refuse_a_time_of_day() -> None:
    column = pl.Series([datetime(2024, 1, 31), datetime(2024, 1, 31, 8), None])  # noqa: DTZ001
    read = typed_dates(column, kind=Kind.DATE)
    assert read.values.to_list() == [date(2024, 1, 31), None, None]
    assert _problems(read) == {"not_a_date": [1]}
    assert typed_dates(pl.Series([date(2024, 1, 31)]), kind=Kind.MONTH).values.to_list() == [date(2024, 1, 1)]
    assert _problems(typed_dates(pl.Series([7]), kind=Kind.MONTH)) == {"not_a_month": [0]}


def test_flags_are_read_in_both_languages() -> None:
    read = written_flags(pl.Series(["true", "FALSE", "1", "0", "yes", "no", "Sì", "si", None, "vero"]))
    assert read.values.to_list() == [True, False, True, False, True, False, True, True, None, None]
    assert _problems(read) == {"not_a_flag": [9]}


DAYS = st.lists(
    st.one_of(
        st.none(),
        st.sampled_from(
            ["2024-01-05", "2024-02-30", "2024-01-05 10:30", "2024-01-05 00:00",
             "2024-1-5", "2024- 1-05", "05/01/2024",
             "31.12.2024", "12/31/2024", "5-1-2024", "2024-01", "٢٠٢٤-01-05", "0000-00-00", "NULL", "1e5"]
        ),
        st.dates().map(str),
    ),
    max_size=12,
)  # fmt: skip


@given(cells=DAYS, kind=st.sampled_from([Kind.DATE, Kind.MONTH]), month_first=st.booleans(), at=st.integers(0, 3))
def test_a_column_reads_as_each_of_its_values_alone(
    cells: list[str | None], kind: Kind, month_first: bool, at: int
) -> None:
    form = (_ISO, *_DAY_FIRST)[at]
    column = WrittenDates.of(pl.Series(cells, dtype=pl.String), kind)
    alone = [WrittenDates.of(pl.Series([cell], dtype=pl.String), kind) for cell in cells]
    assert +column.votes == +sum((each.votes for each in alone), Counter[str]())
    read = formed_dates(column, form=form, month_first=month_first)
    each_read = [formed_dates(each, form=form, month_first=month_first) for each in alone]
    assert read.values.to_list() == [each.values[0] for each in each_read]
    assert [[p.mask[row] for p in read.problems] for row in range(len(cells))] == [
        [p.mask[0] for p in each.problems] for each in each_read
    ]

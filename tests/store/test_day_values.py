from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from tramite.kernel.contracts import Kind
from tramite.store.day_values import typed_dates, written_dates, written_flags
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

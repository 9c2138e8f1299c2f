"""What was done is measured by books or voices, against who did not get it."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from tramite.decisions.actions.entry import ActionEntry
from tramite.decisions.actions.measuring import (
    measure_line,
    measure_sales,
    measure_scores,
    measured_periods,
)
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source

METHOD = Method()
YEAR = (Period(date(2023, 1, 1), date(2023, 12, 1)), Period(date(2024, 1, 1), date(2024, 12, 1)))


def done(**more: object) -> ActionEntry:
    content = {"id": "a", "title": "Train them", "status": "done", "channel": "shops", "kpi": "PE05", **more}
    return ActionEntry.model_validate(content)


def scores(treated: int, others: int) -> pl.DataFrame:
    """Score firms of the shops 50 before and 58 after, others 50 and 52, give or take."""
    n = treated + others
    shake = np.resize([-1.0, 1.0], n)
    rise = np.where(np.arange(n) < treated, 8.0, 2.0)
    channels = ["shops"] * treated + ["agents"] * others
    return pl.DataFrame({
        "unit_id": [f"u{i:02}" for i in range(n)], "channel_id": channels, "before": np.full(n, 50.0),
        "after": 50.0 + rise + shake,
    })  # fmt: skip


def sales(treated: int, others: int, *, after: float = 130.0) -> pl.DataFrame:
    """Invoice every partner 100 a month, the shops more in the second year; u00 misses the last month."""
    rows = [
        (f"u{i:02}", "shops" if i < treated else "agents", month.year, month.month,
         (after if i < treated and month.year == 2024 else 100.0) + (i % 3) * (month.month % 2))
        for i in range(treated + others)
        for month in (*YEAR[0], *YEAR[1])
        if (i, month) != (0, date(2024, 12, 1))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=["partner_id", "channel_id", "year", "month", "net"], orient="row")


def test_scores_are_set_against_firms_of_other_channels() -> None:
    found = measure_scores(done(), scores(8, 6), method=METHOD, simulated=True)
    assert found.change is not None
    assert (found.how, found.before, found.after) == ("difference", 50.0, 58.0)
    assert found.change.value == pytest.approx(6.0)
    assert (found.change.grade, found.change.n, found.missing) == (Grade.C, 14, None)


def test_named_partners_are_set_against_the_others_of_their_channel() -> None:
    named = done(partners=[f"u{i:02}" for i in range(5)])
    found = measure_scores(named, scores(10, 0), method=METHOD, simulated=False)
    assert (found.how, found.change and found.change.n) == ("difference", 10)


def test_without_control_a_change_is_no_effect() -> None:
    found = measure_scores(done(), scores(8, 0), method=METHOD, simulated=False)
    assert found.change is not None
    assert (found.how, found.change.grade) == ("plain", Grade.D)
    assert found.change.value == pytest.approx(8.0)
    assert found.missing is not None


def test_a_mean_of_nearly_all_would_tell_what_the_few_others_said() -> None:
    found = measure_scores(done(), scores(8, 4), method=METHOD, simulated=False)
    assert (found.how, found.before, found.change) == ("none", None, None)


def test_scores_of_few_firms_are_not_told() -> None:
    found = measure_scores(done(), scores(4, 20), method=METHOD, simulated=False)
    assert (found.how, found.before, found.change) == ("none", None, None)


def test_sales_with_many_partners_are_measured_synthetically_and_simply() -> None:
    entry = done(kpi="net_sales", cost=500)
    found = measure_sales(
        entry, sales(4, 12), YEAR, margin=(0.25, Grade.C), method=METHOD, currency="EUR", simulated=False
    )
    assert (found.how, found.months) == ("synthetic", 12)
    assert found.change is not None
    assert found.check is not None
    # one of four lacks a month of about 130: 30 − 130/(4 · 12)
    assert found.check.value == pytest.approx(30 - 130 / 48, abs=0.2)
    assert found.change.value == pytest.approx(found.check.value, abs=0.5)
    assert found.change.grade is Grade.A
    assert found.gain is not None
    assert found.gain.value == pytest.approx((found.change.value or 0) * 4 * 12 * 0.25)
    assert found.gain.grade is Grade.C  # that of the margin
    assert found.roi is not None
    assert found.roi.value == pytest.approx((found.gain.value or 0) / 500 - 1)


def test_sales_with_few_others_are_measured_simply_and_without_any_plainly() -> None:
    entry = done(kpi="net_sales")
    few, none = (
        measure_sales(entry, sales(4, n), YEAR, margin=None, method=METHOD, currency="EUR", simulated=False)
        for n in (3, 0)
    )
    assert (few.how, few.check, few.gain, few.roi) == ("difference", None, None, None)
    assert none.change is not None
    assert (none.how, none.change.grade) == ("plain", Grade.D)


def test_plain_sales_compare_the_same_months_of_the_year() -> None:
    """After are three months: before are the same three of the year before, not all twelve."""
    quarter = (YEAR[0], Period(date(2024, 1, 1), date(2024, 3, 1)))
    found = measure_sales(
        done(kpi="net_sales"), sales(4, 0), quarter, margin=None, method=METHOD, currency="EUR", simulated=False
    )
    assert found.change is not None
    assert found.change.value == pytest.approx(30.0)


def test_sales_of_nobody_are_not_measured() -> None:
    entry = done(kpi="net_sales", channel="web")
    found = measure_sales(
        entry, sales(4, 12), YEAR, margin=(0.2, Grade.C), method=METHOD, currency="EUR", simulated=False
    )
    assert (found.how, found.change) == ("none", None)


def test_a_line_of_the_statement_is_told_without_control_and_interval() -> None:
    source = (Source("table", "costs"),)
    found = measure_line(done(kpi="cm2"), (-100.0, -40.0), YEAR, method=METHOD, currency="EUR", sources=source)
    assert found.change is not None
    assert (found.change.value, found.change.lower, found.change.grade) == (60.0, None, Grade.D)
    missing = measure_line(done(kpi="cm2"), (None, 1.0), YEAR, method=METHOD, currency="EUR", sources=())
    assert missing.how == "none"


def test_periods_are_the_year_before_and_whole_months_after() -> None:
    told = measured_periods(date(2024, 1, 15), date(2024, 3, 10), date(2024, 12, 31))
    assert told == (Period(date(2023, 1, 1), date(2023, 12, 1)), Period(date(2024, 4, 1), date(2024, 12, 1)))
    assert measured_periods(date(2024, 1, 1), date(2024, 10, 31), date(2024, 12, 31)) is None
    late = measured_periods(date(2022, 1, 1), date(2022, 3, 31), date(2024, 12, 31))
    assert late is not None
    assert late[1] == Period(date(2022, 4, 1), date(2023, 3, 1))

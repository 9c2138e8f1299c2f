"""Cash of an alternative: what partners owe, the lowest point, and when it is paid back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.decisions.test_compare import CLOSE, INVEST, alternative
from tests.decisions.test_compare import run as run  # noqa: PLC0414 (a fixture)
from tramite.decisions.cash import cash_by_month, cumulated_change, lowest_of, payback_of, receivables
from tramite.decisions.ground import Ground

MONTH = 365 / 12


def test_receivables_are_the_sales_of_the_last_days(ground: Ground) -> None:
    """The closing channel sells 83,333 a month: at 45 days partners owe a month and a half of it."""
    sales = np.zeros((1, 4, 3))
    sales[0, :, 0] = [100_000, 200_000, 0, 0]
    owed = receivables(sales, ground.market, {"closing": 1.5 * MONTH})
    before = 1_000_000 / 12
    np.testing.assert_allclose(
        owed, [[1.5 * before, 100_000 + before / 2, 250_000, 100_000, 0]]
    )  # fmt: skip


def test_receivables_reach_back_into_the_base_year_in_its_order(ground: Ground) -> None:
    ground.market.spend[0, :, 0] = np.arange(1, 13) * 1000 / 0.7
    owed = receivables(np.zeros((1, 3, 3)), ground.market, {"closing": 3 * MONTH})
    np.testing.assert_allclose(owed, [[33_000, 23_000, 12_000, 0]])


def test_cash_is_late_when_sales_rise(ground: Ground) -> None:
    ebitda, sales = np.full((1, 2), 10.0), np.zeros((1, 2, 3))
    sales[0, :, 2] = [50_000 * 0.7, 60_000 * 0.7]
    cash = cash_by_month(ebitda, sales, ground.market, {"resale": MONTH})
    np.testing.assert_allclose(cash, [[10.0, 10.0 - 7000.0]])
    np.testing.assert_array_equal(cash_by_month(ebitda, sales, ground.market, {}), ebitda)


def test_over_the_horizon_only_what_is_owed_at_the_end_is_missing(ground: Ground) -> None:
    rng = np.random.default_rng(1)
    ebitda, sales = rng.normal(0, 1, (4, 12)), rng.uniform(0, 1e5, (4, 12, 3))
    days = {"closing": 77.0, "resale": 12.0}
    owed = receivables(sales, ground.market, days)
    cash = cash_by_month(ebitda, sales, ground.market, days)
    np.testing.assert_allclose((ebitda - cash).sum(axis=1), owed[:, -1] - owed[:, 0])


def test_payback_is_when_the_change_stays_above_zero() -> None:
    change = np.array([
        [-1.0, -2.0, 1.0, 2.0],  # after the third month
        [1.0, -1.0, 1.0, 1.0],  # above, below, above for good: the third too
        [1.0, 1.0, 1.0, 1.0],  # never below
        [-1.0, -1.0, 1.0, -1.0],  # not within the horizon
        [-1.0, -1.0, -1.0, 0.0],  # with the last
    ])  # fmt: skip
    found = payback_of(change, 0.9)
    assert found.none_needed == pytest.approx(0.2)
    assert found.share == pytest.approx(0.75)
    assert (found.likely, found.lower, found.upper) == (3, 0, None)
    np.testing.assert_array_equal(lowest_of(change), [-2, -1, 0, -1, -1])


def test_what_rounding_leaves_is_not_below_today() -> None:
    change = cumulated_change(np.full((1, 3), 1e6) - 1e-9, np.full((1, 3), 1e6))
    assert payback_of(change, 0.9).none_needed == 1.0
    np.testing.assert_array_equal(lowest_of(change), [0])


def test_an_alternative_that_never_takes_needs_no_payback() -> None:
    found = payback_of(np.ones((3, 5)), 0.9)
    assert (found.none_needed, found.share, found.likely) == (1.0, None, 0)


def test_cash_of_an_alternative_agrees_with_hand_work(run: Any) -> None:
    exit_cost = {"low": 500, "likely": 500, "high": 500, "source": "test"}
    invest = INVEST | {"monthly": 0}
    result = run(alternative("close", CLOSE | {"exit_cost": exit_cost}, invest)).result("close")
    assert result.cash is not None
    # −62 of CM2, + 150 · 0.38 from the web each month, 500 in the first.
    monthly = -62 + 150 * 0.38
    assert result.cash.change.mean[0] == pytest.approx(monthly - 500, abs=0.01)
    assert result.cash.lowest.value == pytest.approx(12 * monthly - 500, abs=0.1)
    assert result.cash.lowest_month == 11
    assert result.cash.payback.share == 0.0
    assert [each.channel_id for each in result.cash.left_out] == ["shops"]
    assert date(2025, 1, 1) == run().first_month


def test_today_has_no_curve_of_its_own(run: Any) -> None:
    assert run().result("today").cash is None

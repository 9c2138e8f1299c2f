"""Before and after, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind, ttest_rel

from tramite.decisions.actions.control import (
    before_and_after,
    difference_in_differences,
    synthetic_difference,
)

BEFORE, AFTER = np.array([10.0, 20, 30, 40, 50, 60]), np.array([16.0, 24, 38, 41, 53, 61])
TREATED = np.array([True, True, True, False, False, False])


def test_difference_takes_away_what_changed_anyway() -> None:
    """Changes 6, 4, 8 against 1, 3, 1: 6 − 5/3; interval as Welch's test of the changes."""
    found = difference_in_differences(BEFORE, AFTER, TREATED, level=0.9)
    change = AFTER - BEFORE
    welch = ttest_ind(change[TREATED], change[~TREATED], equal_var=False).confidence_interval(0.9)
    assert found.value == pytest.approx(6 - 5 / 3)
    assert (found.lower, found.upper) == pytest.approx((welch.low, welch.high))


def test_one_treated_unit_takes_its_spread_from_the_control() -> None:
    one = np.array([True, False, False, False])
    found = difference_in_differences(np.zeros(4), np.array([9.0, 1, 3, 2]), one, level=0.9)
    assert found.value == pytest.approx(7)
    assert found.upper is not None
    assert found.upper - found.value == pytest.approx(2.919986 * np.sqrt(1 + 1 / 3))  # t of 2 at 95%, s = 1


def test_one_control_gives_a_difference_and_no_interval() -> None:
    found = difference_in_differences(np.zeros(3), np.array([4.0, 6, 1]), np.array([True, True, False]), level=0.9)
    assert (found.value, found.lower, found.upper) == (4.0, None, None)


def test_plain_change_is_the_paired_interval() -> None:
    found = before_and_after(BEFORE, AFTER, level=0.9)
    paired = ttest_rel(AFTER, BEFORE).confidence_interval(0.9)
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (float((AFTER - BEFORE).mean()), paired.low, paired.high)
    )
    assert found.control == 0


def test_synthetic_control_follows_the_unit_that_runs_like_the_treated() -> None:
    """The treated runs as the first control plus 5, and 3 more after; another control runs the other way."""
    months = np.arange(20.0)
    like, unlike = np.sin(months) * 4 + months, 30 - 2 * months + np.cos(3 * months)
    treated = like + 5 + 3.0 * (months >= 12)
    panel = np.stack([treated, like, unlike])
    found = synthetic_difference(panel, np.array([True, False, False]), 12, level=0.9)
    simple = difference_in_differences(
        panel[:, :12].mean(axis=1), panel[:, 12:].mean(axis=1), np.array([True, False, False]), level=0.9
    )
    assert abs(found.value - 3) < abs(simple.value - 3) / 5


def test_synthetic_difference_of_nothing_is_nothing() -> None:
    rng = np.random.default_rng(1)
    panel = rng.normal(0, 1, (12, 1)) + rng.normal(0, 1, (1, 20))
    treated = np.arange(12) < 3
    assert synthetic_difference(panel, treated, 10, level=0.9).value == pytest.approx(0, abs=1e-9)

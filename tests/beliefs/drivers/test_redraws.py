from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.drivers.redraws import correlations_within, redraw_times

RNG = np.random.default_rng(7)
VALUES = RNG.normal(size=(30, 4))
GROUPS = np.arange(30) % 3


def test_one_group_is_the_plain_correlation() -> None:
    found = correlations_within(VALUES, np.zeros(30, dtype=np.int64), np.ones((1, 30)))
    assert found[0] == pytest.approx(np.corrcoef(VALUES, rowvar=False))


def test_what_sets_groups_apart_is_taken_out() -> None:
    apart = VALUES + GROUPS[:, None] * np.array([50.0, -20.0, 5.0, 90.0])
    plain = correlations_within(VALUES, GROUPS, np.ones((1, 30)))
    assert correlations_within(apart, GROUPS, np.ones((1, 30))) == pytest.approx(plain)


def test_counts_are_repetitions_of_firms() -> None:
    times = redraw_times(GROUPS, draws=3, rng=np.random.default_rng(1))
    for found, counts in zip(correlations_within(VALUES, GROUPS, times), times, strict=True):
        rows = np.repeat(np.arange(30), counts.astype(int))
        centred = VALUES[rows].copy()
        for group in range(3):
            inside = GROUPS[rows] == group
            centred[inside] -= centred[inside].mean(axis=0)
        assert found == pytest.approx(np.corrcoef(centred, rowvar=False))


def test_each_group_keeps_its_size() -> None:
    times = redraw_times(GROUPS, draws=50, rng=np.random.default_rng(1))
    assert {tuple(times[draw] @ (GROUPS[:, None] == range(3))) for draw in range(50)} == {(10.0, 10.0, 10.0)}


def test_a_variable_that_does_not_vary_goes_together_with_nothing() -> None:
    flat = VALUES.copy()
    flat[:, 1] = 60.0
    found = correlations_within(flat, GROUPS, np.ones((1, 30)))[0]
    assert list(found[1]) == [0.0, 1.0, 0.0, 0.0]

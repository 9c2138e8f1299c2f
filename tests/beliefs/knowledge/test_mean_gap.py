from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.knowledge.mean_gap import mean_size, root_of

GAPS = np.array([30.0, -10.0, 5.0, 12.0, -25.0, 8.0, 2.0, 18.0])


def size_of(gaps: np.ndarray, sd: float, *, df: float = np.inf, r: float = 0.0) -> tuple[float, float, float]:
    errors = sd**2 * (r + (1 - r) * np.eye(len(gaps)))
    return mean_size(gaps, errors, df=df, level=0.9, rng=np.random.default_rng(3), draws=20_000)


def test_gaps_without_error_have_the_size_that_was_found() -> None:
    assert size_of(np.array([10.0, -20.0, 15.0]), 0.0) == (15.0, 15.0, 15.0)


def test_chance_is_taken_out_of_noisy_gaps() -> None:
    value, lower, upper = size_of(GAPS, 8.0)
    plain = np.abs(GAPS).mean()
    assert lower < value < upper
    assert value < plain < upper
    assert size_of(GAPS, 0.5)[0] == pytest.approx(plain, abs=0.1)


def test_gaps_that_chance_would_make_may_be_none() -> None:
    noise = np.random.default_rng(5).normal(0, 8.0, 13)
    value, lower, _ = size_of(noise, 8.0)
    assert lower == 0.0
    assert value < 0.7 * np.abs(noise).mean()


def test_fewer_degrees_of_freedom_widen_the_interval() -> None:
    widths = [high - low for _, low, high in (size_of(GAPS, 6.0), size_of(GAPS, 6.0, df=4.0))]
    assert widths[1] > 1.1 * widths[0]


def test_errors_that_go_together_do_not_cancel() -> None:
    alike = np.full(13, 10.0)
    widths = [high - low for _, low, high in (size_of(alike, 4.0), size_of(alike, 4.0, r=0.8))]
    assert widths[1] > 2 * widths[0]


def test_root_of_a_singular_covariance() -> None:
    covariance = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    root = root_of(covariance)
    assert root @ root.T == pytest.approx(covariance, abs=1e-6)

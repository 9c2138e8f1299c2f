from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import f as fisher

from tramite.kernel.method import Method
from tramite.voices.estimation.reliability import cronbach_alpha, mcdonald_omega, scale_reliability

METHOD = Method()


def answers(n: int, k: int, *, loading: float = 0.8) -> pl.DataFrame:
    rng = np.random.default_rng(4)
    common = rng.standard_normal((n, 1))
    return pl.DataFrame(50 + 20 * (loading * common + rng.standard_normal((n, k))))


def test_alpha_of_parallel_items_is_spearman_and_browns() -> None:
    covariance = np.full((5, 5), 0.4) + 0.6 * np.eye(5)
    assert cronbach_alpha(covariance) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4))
    assert mcdonald_omega(covariance) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4))


def test_omega_knows_items_of_unlike_loadings() -> None:
    loadings, own = np.array([0.9, 0.7, 0.5, 0.3]), np.array([0.5, 0.4, 0.6, 0.2])
    covariance = np.outer(loadings, loadings) + np.diag(own)
    omega = 2.4**2 / (2.4**2 + 1.7)
    assert mcdonald_omega(covariance) == pytest.approx(omega, abs=1e-6)
    assert cronbach_alpha(covariance) < omega
    assert mcdonald_omega(covariance * 100) == pytest.approx(omega, abs=1e-6)


def test_alpha_has_feldts_interval() -> None:
    found = scale_reliability(answers(40, 4), level=0.90, method=METHOD)
    assert found.alpha is not None
    ends = [1 - (1 - found.alpha) * fisher.ppf(p, 39, 39 * 3) for p in (0.95, 0.05)]
    assert (found.lower, found.upper) == pytest.approx(tuple(ends))
    assert (found.items, found.n) == (4, 40)


def test_feldts_interval_holds_the_truth_nine_times_in_ten() -> None:
    rng = np.random.default_rng(6)
    covariance = np.full((5, 5), 0.4) + 0.6 * np.eye(5)
    held = []
    for _ in range(400):
        drawn = pl.DataFrame(rng.multivariate_normal(np.zeros(5), covariance, size=30))
        found = scale_reliability(drawn, level=0.90, method=METHOD)
        assert found.lower is not None
        assert found.upper is not None
        held.append(found.lower <= 2 / 2.6 <= found.upper)
    assert 0.87 <= np.mean(held) <= 0.93


@pytest.mark.parametrize(
    ("n", "k", "words"),
    [
        (40, 2, "not evaluable: 2 items that vary, at least 3 are needed"),
        (19, 4, "not evaluable: 19 complete interviews, at least 20 are needed"),
        (0, 4, "not evaluable: 0 items that vary, at least 3 are needed"),
    ],
)
def test_reliability_of_few_says_why_there_is_none(n: int, k: int, words: str) -> None:
    found = scale_reliability(answers(n, k), level=0.90, method=METHOD)
    assert (found.alpha, found.omega) == (None, None)
    assert str(found) == words


def test_answers_with_gaps_and_items_that_do_not_vary_are_left_out() -> None:
    whole = answers(30, 4)
    gap = whole.with_columns(
        pl.when(pl.int_range(pl.len()) > 0).then("column_0").alias("column_0"), pl.lit(50.0).alias("constant")
    )
    found = scale_reliability(gap, level=0.90, method=METHOD)
    alone = scale_reliability(whole[1:], level=0.90, method=METHOD)
    assert (found.items, found.n) == (4, 29)
    assert (found.alpha, found.omega) == pytest.approx((alone.alpha, alone.omega))

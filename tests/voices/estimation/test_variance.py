from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tramite.voices.estimation.variance import sampling_spread

Array = NDArray[np.float64]


def drawn(values: Array, size: Array, *, N: int, total: float, squares: float, group: int = 0) -> pl.DataFrame:
    """Answers of one stratum, each with the weight N/n."""
    return pl.DataFrame({"value": values, "size": size, "carried": size * N / len(size)}).with_columns(
        pl.lit(group).alias("group"), pl.lit(group).alias("pool"),
        pl.lit(len(size)).alias("n_g"), pl.lit(N).alias("N_g"),
        pl.lit(total).alias("total_g"), pl.lit(squares).alias("squares_g"),
    )  # fmt: skip


def shared(*strata: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Join strata, add the shares and return the mean too."""
    table = pl.concat(strata).with_columns((pl.col("carried") / pl.col("carried").sum()).alias("share"))
    return table, float(table["share"].to_numpy() @ table["value"].to_numpy())


def variance(table: pl.DataFrame, mean: float, *, enumerative: bool = True) -> float:
    spread = sampling_spread(table, enumerative=enumerative)
    assert spread is not None
    return spread.standard_error**2


def test_spread_of_unlike_heavy_answers_is_the_robust_one() -> None:
    # p = ¼, ¼, ½; y = 80, 50, 30, mean 47.5; e = 8.125, 0.625, -8.75, Σe² = 142.96875, Σe = 0; S = Σp² = 3/8.
    # E = 2·(1/16)(1 − 1/2 + 3/8) + (1/4)(1 − 1 + 3/8) − (3/8 − 2·3/8 + 3/8)/3 = 7/64 + 6/64 = 13/64.
    # V_R = (3/8)·142.96875/(13/64) = 263.94…, V_M = s²·S = (1900/3)·(3/8) = 237.5.
    # φ = 1 − 2·(4/20) + (4/20)²·(60/6) = 1.
    table, mean = shared(
        drawn(np.array([80.0, 50.0, 30.0]), np.array([1.0, 1.0, 2.0]), N=15, total=20.0, squares=60.0)
    )
    assert mean == 47.5
    assert variance(table, mean) == pytest.approx(0.375 * 142.96875 * 64 / 13)


def test_spread_of_heavy_answers_that_agree_is_the_one_of_the_model() -> None:
    # p = 0.4, 0.4, 0.1, 0.1; y = 50, 50, 80, 20, mean 50; V_M = s²·Σp² = 600·0.34 = 204.
    # Robust: e = 0, 0, 3, -3; E = 2·0.16·0.54 + 2·0.01·1.14 − (0.34 − 0.68 + 0.34)/4 = 0.1956; V_R = 31.3.
    values, size = np.array([50.0, 50.0, 80.0, 20.0]), np.array([4.0, 4.0, 1.0, 1.0])
    table, mean = shared(drawn(values, size, N=100, total=250.0, squares=850.0))
    correction = 1 - 2 * (10 / 250) + (10 / 250) ** 2 * 850 / 34
    assert variance(table, mean) == pytest.approx(correction * 204)
    assert variance(table, mean, enumerative=False) == pytest.approx(204)


def test_spread_of_equal_weights_is_cochrans_in_each_stratum() -> None:
    a, b = np.array([60.0, 80.0, 70.0]), np.array([20.0, 50.0, 30.0, 40.0])
    one = drawn(a, np.ones(3), N=12, total=12.0, squares=12.0)
    other = drawn(b, np.ones(4), N=28, total=28.0, squares=28.0, group=1)
    parts = [0.3**2 * (1 - 3 / 12) * np.var(a, ddof=1) / 3, 0.7**2 * (1 - 4 / 28) * np.var(b, ddof=1) / 4]
    table, _mean = shared(one, other)
    spread = sampling_spread(table, enumerative=True)
    assert spread is not None
    assert spread.standard_error**2 == pytest.approx(sum(parts))
    assert spread.df == pytest.approx(sum(parts) ** 2 / (parts[0] ** 2 / 2 + parts[1] ** 2 / 3))


def test_robust_estimate_is_right_on_average_under_answers_of_one_variance() -> None:
    # The expectation of a quadratic form needs no simulation: sum it over a basis of independent answers.
    size = np.array([9.0, 4.0, 2.0, 1.0, 1.0, 0.5])
    p = size / size.sum()
    linearised = np.diag(p) @ (np.eye(6) - np.outer(np.ones(6), p))
    expectation = ((np.eye(6) - 1 / 6) @ linearised) ** 2
    robust = []
    for answer in np.eye(6):
        table, mean = shared(drawn(answer, size, N=1000, total=2917.0, squares=17208.0))
        squares = float(((p * (answer - mean) - (p * (answer - mean)).mean()) ** 2).sum())
        robust.append((p @ p) * squares / expectation.sum())
        assert variance(table, mean, enumerative=False) == pytest.approx(max(robust[-1], (p @ p) / 6))
    assert sum(robust) == pytest.approx(p @ p)


def test_a_large_unit_that_was_not_heard_widens_the_spread() -> None:
    values, size = np.array([40.0, 60.0, 80.0, 30.0]), np.array([2.0, 1.0, 1.0, 2.0])
    alike, mean = shared(drawn(values, size, N=20, total=30.0, squares=50.0))
    giant, _ = shared(drawn(values, size, N=20, total=48.0, squares=930.0))
    ratio = (1 - 2 * 6 / 48 + (6 / 48) ** 2 * 930 / 10) / (1 - 2 * 6 / 30 + (6 / 30) ** 2 * 50 / 10)
    assert ratio > 2
    assert variance(giant, mean) == pytest.approx(ratio * variance(alike, mean))


def test_a_stratum_heard_in_full_adds_nothing() -> None:
    certain = drawn(np.array([10.0, 90.0]), np.array([50.0, 80.0]), N=2, total=130.0, squares=8900.0, group=1)
    rest = drawn(np.array([40.0, 60.0, 80.0]), np.array([1.0, 2.0, 1.0]), N=30, total=40.0, squares=60.0)
    table, _mean = shared(certain, rest)
    spread = sampling_spread(table, enumerative=True)
    assert spread is not None
    assert spread.df == pytest.approx(2)


@pytest.mark.parametrize(
    ("values", "size"),
    [([50.0, 50.0, 50.0], [1.0, 2.0, 3.0]), ([50.0, 70.0, 90.0], [1.0, 0.0, 0.0]), ([50.0], [1.0])],
)
def test_spread_is_not_known_where_answers_cannot_tell_it(values: list[float], size: list[float]) -> None:
    table, _mean = shared(drawn(np.array(values), np.array(size), N=30, total=40.0, squares=90.0))
    assert sampling_spread(table, enumerative=True) is None


def test_spread_survives_one_answer_that_carries_almost_all_the_weight() -> None:
    values, size = np.array([50.0, 70.0, 90.0]), np.array([1e12, 1.0, 1.0])
    table, mean = shared(drawn(values, size, N=30, total=1e13, squares=1e25))
    assert variance(table, mean) == pytest.approx((1 - 0.2 + 0.01 * 10) * 400, rel=1e-6)

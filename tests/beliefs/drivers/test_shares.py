from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f as f_distribution

from tramite.beliefs.drivers.shares import ImportanceShares, importance_shares


def found(firms: int = 60, *, noise: float = 1.0, seed: int = 3) -> ImportanceShares:
    """Share out an outcome that is made of the first of three predictors, in two channels."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(firms, 3))
    values = np.column_stack([x, x[:, 0] + noise * rng.normal(size=firms)])
    return importance_shares(values, np.arange(firms) % 2, draws=400, level=0.9, rng=np.random.default_rng(1))


def test_shares_sum_to_one_and_lie_in_their_intervals() -> None:
    shares = found()
    assert shares.lmg.sum() == pytest.approx(1.0)
    assert shares.johnson.sum() == pytest.approx(1.0)
    assert shares.first.sum() == pytest.approx(1.0)
    assert shares.first[0] > 0.95
    assert shares.lmg_ends[0, 0] < shares.lmg[0] < shares.lmg_ends[1, 0]
    assert shares.order_known[0].tolist() == [False, True, True]


def test_r_squared_is_adjusted_and_tested_with_the_means_of_channels_taken_out() -> None:
    shares = found()
    df = 60 - 2 - 3
    assert shares.adjusted == pytest.approx(1 - (1 - shares.r2) * 58 / df)
    statistic = (shares.r2 / 3) / ((1 - shares.r2) / df)
    assert shares.p_value == pytest.approx(f_distribution.sf(statistic, 3, df))


def test_chance_is_taken_out_of_shares() -> None:
    """A predictor below what chance gives has no share; plain LMG would give it one."""
    shares = found(noise=0.3)
    assert shares.lmg[1:].max() < 0.02


def test_intervals_shrink_with_firms() -> None:
    few, many = found(40), found(400)
    assert (many.lmg_ends[1] - many.lmg_ends[0] < few.lmg_ends[1] - few.lmg_ends[0]).all()

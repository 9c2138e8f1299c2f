"""How much of what goes together with an outcome each predictor carries, with intervals over firms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from tramite.beliefs.drivers.importance import (
    condition_number,
    johnson_weights,
    lmg_shares,
    variance_inflation,
)
from tramite.beliefs.drivers.redraws import correlations_within, redraw_times

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ImportanceShares:
    """Arrays have one entry per predictor, in the order given.

    Attributes:
        r2, adjusted: R² of the outcome within channels, as found and with chance taken out.
        p_value: of R² being chance (F test).
        lmg, johnson: shares of adjusted R², which sum to 1. lmg_ends, johnson_ends: arrays (2, predictor).
        first: share of redraws in which each has the largest LMG share.
        order_known: array (predictor, predictor), true where the interval of the difference holds no zero.
        vif, condition: collinearity. together: correlation of predictors within channels.
    """

    n: int
    r2: float
    adjusted: float
    p_value: float
    lmg: Array
    lmg_ends: Array
    johnson: Array
    johnson_ends: Array
    first: Array
    order_known: NDArray[np.bool_]
    vif: Array
    condition: float
    together: Array


def importance_shares(
    values: Array, groups: NDArray[np.int64], *, draws: int, level: float, rng: np.random.Generator
) -> ImportanceShares:
    """Share R² out among predictors, within channels.

    Every predictor gains from chance alone about (1 − R²)/df, df = n − channels − p: a_j = max(0, LMG_j −
    (1 − R²)/df), in proportion so that Σ a_j = 1; for Johnson's weights alike. Without it a predictor that tells
    nothing would have a share, and the one that matters most too small a one. Intervals: percentiles over redraws
    of the firms of each channel, where chance is taken out twice: that of who was heard, and that of redrawing.

    Args:
        values: array (firm, predictor + 1), the outcome last; complete. groups: channel of each, array (firm,).
        draws: redraws (the method's ``bootstrap_draws``).

    Source: Lindeman, Merenda & Gold 1980; Johnson 2000; Ezekiel 1930 (adjusted R²); Grömping 2007 (redrawing
    firms, as predictors are random). How well the intervals hold: ``tests/recovery/test_drivers.py``.
    """
    n, p = len(values), values.shape[1] - 1
    within = n - len(np.unique(groups))
    df = within - p
    whole = correlations_within(values, groups, np.ones((1, n)))
    redrawn = correlations_within(values, groups, redraw_times(groups, draws=draws, rng=rng))
    r2 = float(lmg_shares(whole).sum())
    lmg, johnson = (_without_chance(split(whole), df, 1)[0] for split in (lmg_shares, johnson_weights))
    lmg_draws, johnson_draws = (_without_chance(split(redrawn), df, 2) for split in (lmg_shares, johnson_weights))
    tail = (1 - level) / 2
    predictors = whole[0, :-1, :-1]
    return ImportanceShares(
        n=n, r2=r2, adjusted=1 - (1 - r2) * within / df,
        p_value=float(fdtrc(p, df, r2 / p / ((1 - r2) / df))) if r2 < 1 else 0.0,
        lmg=lmg, lmg_ends=np.quantile(lmg_draws, [tail, 1 - tail], axis=0),
        johnson=johnson, johnson_ends=np.quantile(johnson_draws, [tail, 1 - tail], axis=0),
        first=np.bincount(lmg_draws.argmax(axis=1), minlength=p) / draws,
        order_known=_order_known(lmg_draws, tail), vif=variance_inflation(predictors),
        condition=condition_number(predictors), together=predictors,
    )  # fmt: skip


def _without_chance(shares: Array, df: int, times: int) -> Array:
    """Take chance out of shares of R², array (…, predictor), and scale them to 1; nothing left is equal shares."""
    chance = (1 - shares.sum(axis=-1, keepdims=True)) / df
    left = np.maximum(shares - times * chance, 0.0)
    total = left.sum(axis=-1, keepdims=True)
    equal = np.full_like(left, 1 / left.shape[-1])
    return np.asarray(np.divide(left, total, out=equal, where=total > 0), dtype=np.float64)


def _order_known(draws: Array, tail: float) -> NDArray[np.bool_]:
    p = draws.shape[1]
    known = np.zeros((p, p), dtype=np.bool_)
    for one, other in combinations(range(p), 2):
        low, high = np.quantile(draws[:, one] - draws[:, other], [tail, 1 - tail])
        known[one, other] = known[other, one] = low > 0 or high < 0
    return known

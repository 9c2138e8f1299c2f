"""How much of the spread of answers is made by who asks: one-way random effects inside fixed cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

Array = NDArray[np.float64]
_NOTHING = 1e-9  # singular values below this (of 0/1 columns) are rounding
_STEPS = 200  # halvings: far below the last digit


@dataclass(frozen=True, slots=True)
class IntraClass:
    """Share of the variance that lies between groups.

    Attributes:
        value: ρ̂ = σ̂_a²/(σ̂_a² + σ̂_e²) by the analysis of variance, 0 where it is negative.
        lower, upper: ends of the interval.
        mean_square_between, mean_square_within, size: what it is made of; ``size`` is m₀.
    """

    value: float
    lower: float
    upper: float
    mean_square_between: float
    mean_square_within: float
    size: float


def intra_class(
    values: Array, *, groups: NDArray[np.int64], cells: NDArray[np.int64], level: float
) -> IntraClass | None:
    """Estimate the intra-class correlation ρ of groups in the model y = cell + a_group + e, a and e normal.

    Cells are fixed and swept out first, so that what differs between cells is not taken for an effect of groups.
    With A = M·Z (Z: group indicators, M sweeps out the cells) of rank r and singular values s_k, w = U'y:

    - MS_B = Σ w_k²/r, MS_W = residual of cells and groups together, m₀ = Σ s_k²/r,
      ρ̂ = (MS_B − MS_W)/(MS_B + (m₀ − 1)·MS_W). With one cell this is the ANOVA estimator for unequal sizes,
      m₀ = (n − Σm²/n)/(I − 1) (Donner 1986); with more, Henderson's third method.
    - Interval: F(θ) = [Σ w_k²/(1 + θ·s_k²)/r]/MS_W has exactly the F distribution with r and n − rank degrees of
      freedom at the true θ = σ_a²/σ_e², whatever the sizes; its ends solve F(θ) = F quantile, ρ = θ/(1 + θ), not
      below 0 (Wald 1940; Harville & Fenech 1985). With one cell and equal sizes it is Searle's (1971).
      Groups that differ less than by chance do not prove that there is no effect: the upper end is not below
      that of MS_B = MS_W.

    Args:
        values: array (answer,). groups, cells: array (answer,), numbers from 0. level: of the interval.

    Returns: ``None`` where groups are not told apart inside cells, nothing is left over, or all answers are alike.
    """
    swept = np.column_stack([values, _indicators(groups)])
    for cell in np.unique(cells):
        inside = cells == cell
        swept[inside] -= swept[inside].mean(axis=0)
    y, within = swept[:, 0], swept[:, 1:]
    left, singular, _ = np.linalg.svd(within, full_matrices=False)
    told = singular > _NOTHING * len(values)
    s2, r = singular[told] ** 2, int(told.sum())
    free = len(values) - len(np.unique(cells)) - r
    if r < 1 or free < 1:
        return None
    w2 = (left[:, told].T @ y) ** 2
    ms_within = max(float(y @ y - w2.sum()), 0.0) / free
    if ms_within <= _NOTHING * max(1.0, float(y @ y)):
        return None
    ms_between, m0 = float(w2.sum()) / r, float(s2.sum()) / r
    value = (ms_between - ms_within) / (ms_between + (m0 - 1) * ms_within)

    def ratio(squares: Array, theta: float) -> float:
        return float((squares / (1 + theta * s2)).sum()) / r / ms_within

    at_chance = w2 + max(0.0, ms_within - ms_between)
    low = _solve(lambda theta: ratio(w2, theta), float(fdtri(r, free, (1 + level) / 2)))
    high = _solve(lambda theta: ratio(at_chance, theta), float(fdtri(r, free, (1 - level) / 2)))
    return IntraClass(max(value, 0.0), low / (1 + low), high / (1 + high), ms_between, ms_within, m0)


def _indicators(groups: NDArray[np.int64]) -> Array:
    return np.asarray(groups[:, None] == np.unique(groups)[None, :], dtype=np.float64)


def _solve(ratio: Callable[[float], float], target: float) -> float:
    """Return θ ≥ 0 with ratio(θ) = target, of a falling function; 0 if it begins below."""
    if ratio(0.0) <= target:
        return 0.0
    low, high = 0.0, 1.0
    while ratio(high) > target:
        low, high = high, 2 * high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if ratio(middle) > target else (low, middle)
    return (low + high) / 2

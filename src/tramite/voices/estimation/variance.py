"""Sampling variance of a weighted mean, honest where few answers carry the weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]
_ROUNDING = 1e-24  # squares of residuals below this are rounding of answers that are all alike
_TIE = 1e-12  # nearer than this two estimates are one, and rounding must not choose its degrees of freedom
_ALONE = 1e-9  # below this a stratum's residuals are those of one answer from itself: they tell nothing


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard error of a mean (in its unit) and the degrees of freedom of its Student's t."""

    standard_error: float
    df: float


def sampling_spread(drawn: pl.DataFrame, *, enumerative: bool, ddof: Literal[0, 1] = 1) -> Spread | None:
    """Estimate how far a weighted mean ŷ = Σ p_i·y_i may lie from the one of its population.

    Strata carry what the frame says (ratio in each stratum), so that only the spread around each one's own
    mean ȳ_h = Σ q_i·y_i counts, q_i = p_i/Σ_h p. In each pool of variance strata the larger of two estimates
    counts: V = Σ_pools max(Σ_h φ_h·V_R,h, Σ_h φ_h·V_M,h).

    - Robust: linearised e_i = p_i·(y_i − ȳ_h), scaled so that its expectation is right under independent
      answers of one variance, however unequal the weights: V_R = Σp²·Σe_i²/E, E = Σp²(1 − 2q + Σq²)
      (bias-reduced linearisation: Bell & McCaffrey 2002, here one factor for a stratum).
    - Under that model itself: V_M = s²·Σp², s² the variance of answers around the mean of their stratum, each
      counted once, in the whole pool. Where two or three answers carry the weight, V_R rests on two or three
      residuals and may be small by luck.

    Taking the larger removes luck and most of the bias (Angrist & Pischke 2009, §8.1). With one vote each a
    pool is a stratum; by size it is a domain, as a class of size may have no more than four answers.

    φ_h = (Σ_s q² − 2·Σ_s q·r + Σ_U r²)/Σ_s q², r = R/Σ_U R of the stratum, is the finite-population correction of
    a mean weighted by R: the variance, as a part of that without correction, of what the answers of the silent
    would change. A large partner who was not heard makes it larger (Royall 1970; Valliant, Dorfman & Royall
    2000). With equal R it is 1 − n_h/N_h. A stratum heard in full has no part in V.

    With equal weights in a stratum both estimates are Cochran's: V = Σ_h W_h²·(1 − f_h)·s_h²/n_h. Degrees of
    freedom, Satterthwaite's: V²/Σ(V_h²/(n_h − 1)), where the model counts for a pool with Σ(n_h − 1).

    Args:
        drawn: one row per answer, as ``heard.hear`` returns it: ``value`` (y), ``share`` (p, sums to 1),
            ``size`` (R) and what ``strata.weigh`` tells of its variance stratum.
        enumerative: if false the population is a sample itself, and φ_h = 1.
        ddof: 1 for s²; 0 for a spread divided by n_h.

    Returns:
        ``None`` where the answers cannot tell the spread: one carries all the weight, one stands alone in an
        open stratum, or all are alike.

    Source: Cochran 1977, §§5.3, 5A.12, 6.10; Satterthwaite 1946; the rest as above; METHOD §3.2.2–3; ADR 7,
    13.
    """
    strata = _open_strata(drawn, enumerative)
    if not len(strata.n) or strata.n.min() == 1 or (drawn["share"] > 0).sum() < 2:
        return None
    V, df = _parts(strata, strata.correction * (1 - (1 - ddof) / strata.n))
    if _ROUNDING * drawn.height >= V.sum():
        return None
    return Spread(float(V.sum() ** 0.5), float(V.sum() ** 2 / (V**2 / df).sum()))


def _parts(strata: _Strata, correction: Array) -> tuple[Array, Array]:
    """List the parts of the variance, each with its degrees of freedom: strata, or whole pools."""
    told = strata.expected > _ALONE * strata.p2
    robust = np.divide(strata.p2 * strata.squares, strata.expected, out=np.zeros_like(strata.p2), where=told)
    free = (strata.n - 1).astype(np.float64)
    pools, pool = np.unique(strata.pool, return_inverse=True)

    def pooled(values: Array) -> Array:
        return np.bincount(pool, weights=values, minlength=len(pools)).astype(np.float64)

    s2 = np.divide(pooled(strata.s2 * free), pooled(free))
    model = s2 * pooled(strata.p2 * correction)
    surer = model > pooled(robust * correction) * (1 + _TIE)
    rest = ~surer[pool]
    return (
        np.concatenate([(robust * correction)[rest], model[surer]]),
        np.concatenate([free[rest], pooled(free)[surer]]),
    )


def chance_spread(drawn: pl.DataFrame, *, enumerative: bool) -> Spread | None:
    """Estimate the same for answers of variance 1, alike in all strata: V = Σ_h φ_h·Σp².

    1/V is the number of answers of equal weight, drawn from a large population, that would tell as much; what
    is left where the answers themselves show no spread (all «yes»).

    Returns: ``None`` if every stratum was heard in full.
    """
    strata = _open_strata(drawn, enumerative)
    parts = strata.p2 * strata.correction
    if parts.sum() <= 0:
        return None
    return Spread(float(np.sqrt(parts.sum())), float(parts.sum() ** 2 / (parts**2 / (strata.least - 1)).sum()))


@dataclass(frozen=True, slots=True)
class _Strata:
    """Sums by variance stratum, arrays (stratum,).

    Attributes:
        pool, n: pool of each, and its answers.
        p2: Σp². squares: Σe². expected: its expectation for answers of variance 1. s2: s², 0 for one answer.
        correction: φ.
    """

    pool: NDArray[np.int64]
    n: NDArray[np.int64]
    p2: Array
    squares: Array
    expected: Array
    s2: Array
    correction: Array

    @property
    def least(self) -> NDArray[np.int64]:
        """Answers, of one stratum two: what one alone tells of a spread is taken to be worth no less."""
        return np.maximum(self.n, 2)


def _open_strata(drawn: pl.DataFrame, enumerative: bool) -> _Strata:
    """Sum by variance stratum that was not heard in full (every one, beyond today's population).

    In Polars the same sums take forty times as long for the few answers of a cell.
    """
    group, first, place = np.unique(drawn["group"].to_numpy(), return_index=True, return_inverse=True)

    def summed(values: Array) -> Array:
        return np.bincount(place, weights=values, minlength=len(group)).astype(np.float64)

    p, y = drawn["share"].to_numpy(), drawn["value"].cast(pl.Float64).to_numpy()
    q = p / summed(p)[place]
    q2, rows = summed(q**2), np.bincount(place, minlength=len(group))
    e = p * (y - summed(q * y)[place])
    off = y - (summed(y) / rows)[place]
    n, N = drawn["n_g"].to_numpy()[first], drawn["N_g"].to_numpy()[first]
    total, squares = drawn["total_g"].to_numpy()[first], drawn["squares_g"].to_numpy()[first]
    correction = np.ones(len(group))
    if enumerative:
        of_heard = 2 * summed(q * drawn["size"].to_numpy()) / total
        correction = np.maximum(0.0, 1 - (of_heard - squares / total**2) / q2)
    chosen = n < N if enumerative else np.ones(len(group), dtype=bool)
    return _Strata(
        drawn["pool"].to_numpy()[first][chosen], n[chosen], summed(p**2)[chosen], summed(e**2)[chosen],
        summed(p**2 * (1 - 2 * q + q2[place]))[chosen],
        np.divide(summed(off**2), rows - 1, out=np.zeros(len(group)), where=rows > 1)[chosen],
        correction[chosen],
    )  # fmt: skip

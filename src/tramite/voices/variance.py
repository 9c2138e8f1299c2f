"""Sampling variance of a weighted mean, honest where few answers carry the weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

_ROUNDING = 1e-24  # squares of residuals below this are rounding of answers that are all alike
_ALONE = 1e-9  # below this a stratum's residuals are those of one answer from itself: they tell nothing


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard error of a mean (in its unit) and the degrees of freedom of its Student's t."""

    standard_error: float
    df: float


def sampling_spread(
    drawn: pl.DataFrame, *, mean: float, enumerative: bool, ddof: Literal[0, 1] = 1
) -> Spread | None:
    """Estimate how far a weighted mean ŷ = Σ p_i·y_i may lie from the one of its population.

    In each variance stratum h the larger of two estimates counts: V = Σ_h φ_h·max(V_R,h, V_M,h).

    - Robust: linearised e_i = p_i·(y_i − ŷ), scaled so that its expectation is right under independent answers
      of one variance, however unequal the weights: V_R = Σp²·Σ(e_i − ē)²/E, with
      E = Σp²(1 − 2p + S) − (Σp² − 2PΣp² + SP²)/n_h, S the sum of p² over all strata, P that of p in this one
      (bias-reduced linearisation: Bell & McCaffrey 2002, here one factor for a stratum).
    - Under that model itself: V_M = s²·Σp², s² the variance of the answers, each counted once. Where two or
      three answers carry the weight, V_R rests on two or three residuals and may be small by luck.

    Taking the larger removes luck and most of the bias (Angrist & Pischke 2009, §8.1).

    φ_h = 1 − 2ρ + ρ²·Σ_U R²/Σ_s R², ρ = Σ_s R/Σ_U R, is the finite-population correction of a mean weighted by
    R: the variance, as a part of that without correction, of what the answers of the silent would change. A
    large partner who was not heard makes it larger (Royall 1970; Valliant, Dorfman & Royall 2000). With equal R
    it is 1 − n_h/N_h. A stratum heard in full has no part in V.

    With equal weights in each stratum both estimates are Cochran's: V = Σ_h W_h²·(1 − f_h)·s_h²/n_h. Degrees of
    freedom, Satterthwaite's: V²/Σ(V_h²/(n_h − 1)).

    Args:
        drawn: one row per answer, as ``strata.weigh`` returns it, with ``value`` (y), ``share`` (p, sums to 1)
            and ``size`` (R: 1, or revenue).
        mean: ŷ.
        enumerative: if false the population is a sample itself, and φ_h = 1.
        ddof: 1 for s²; 0 for a spread divided by n_h.

    Returns:
        ``None`` where the answers cannot tell the spread: one carries all the weight, one stands alone in an
        open stratum, or all are alike.

    Source: Cochran 1977, §§5.3, 5A.12; Satterthwaite 1946; the rest as above; METHOD §3.2.2–3; ADR 7.
    """
    strata = _by_stratum(drawn, mean)
    if enumerative:
        strata = strata.filter(pl.col("n_g") < pl.col("N_g"))
    if not strata.height or strata["n_g"].min() == 1 or (drawn["share"] > 0).sum() < 2:
        return None
    strata = strata.filter(pl.col("p2") > 0)
    correction = _correction() if enumerative else pl.lit(1.0)
    divisor = 1 - (1 - ddof) / pl.col("n_g")
    larger = pl.max_horizontal(_robust(), pl.col("s2") * pl.col("p2"))
    parts = strata.select(larger * correction * divisor).to_series().to_numpy()
    if parts.sum() <= _ROUNDING * drawn.height:
        return None
    df = parts.sum() ** 2 / (parts**2 / (strata["n_g"].to_numpy() - 1)).sum()
    return Spread(float(np.sqrt(parts.sum())), float(df))


def _by_stratum(drawn: pl.DataFrame, mean: float) -> pl.DataFrame:
    """Sum by variance stratum: Σp², Σ(e − ē)² and its expectation for answers of variance 1, s²."""
    p, e, n = pl.col("share"), pl.col("share") * (pl.col("value") - mean), pl.len()
    overall = float((drawn["share"] ** 2).sum())
    alone = ((p**2) * (1 - 2 * p + overall)).sum()
    together = (p**2).sum() * (1 - 2 * p.sum()) + overall * p.sum() ** 2
    return drawn.group_by("group", maintain_order=True).agg(
        pl.col("n_g", "N_g", "total_g", "squares_g").first(),
        (p**2).sum().alias("p2"),
        ((e - e.mean()) ** 2).sum().alias("squares"),
        (alone - together / n).alias("expected"),
        pl.col("value").var(ddof=1).alias("s2"),
        pl.col("size").sum().alias("heard"),
        (pl.col("size") ** 2).sum().alias("heard_squares"),
    )


def _robust() -> pl.Expr:
    told = pl.col("expected") > _ALONE * pl.col("p2")
    return pl.when(told).then(pl.col("p2") * pl.col("squares") / pl.col("expected")).otherwise(0.0)


def _correction() -> pl.Expr:
    heard = pl.col("heard") / pl.col("total_g")
    return 1 - 2 * heard + heard**2 * pl.col("squares_g") / pl.col("heard_squares")

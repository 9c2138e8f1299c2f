"""Sampling variance of a weighted mean, honest where few answers carry the weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

_ROUNDING = 1e-24  # squares of residuals below this are rounding of answers that are all alike
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
    strata = open_strata(drawn, enumerative=enumerative)
    if not strata.height or strata["n_g"].min() == 1 or (drawn["share"] > 0).sum() < 2:
        return None
    parts = _parts(strata.with_columns(pl.col("correction") * (1 - (1 - ddof) / pl.col("n_g"))))
    V = float(parts["V"].sum())
    if _ROUNDING * drawn.height >= V:
        return None
    return Spread(V**0.5, V**2 / float((parts["V"] ** 2 / parts["df"]).sum()))


def _parts(strata: pl.DataFrame) -> pl.DataFrame:
    """List the parts of the variance, each with its degrees of freedom: strata, or whole pools."""
    told = pl.col("expected") > _ALONE * pl.col("p2")
    robust = pl.when(told).then(pl.col("p2") * pl.col("squares") / pl.col("expected")).otherwise(0.0)
    free = pl.col("n_g") - 1
    table = strata.with_columns(
        (robust * pl.col("correction")).alias("V"), free.alias("df"), (pl.col("s2") * free).alias("within")
    )
    model = (pl.col("within").sum() / pl.col("df").sum()) * (pl.col("p2") * pl.col("correction")).sum()
    pools = table.group_by("pool", maintain_order=True).agg(
        pl.col("V").sum().alias("robust"), model.alias("model"), pl.col("df").sum()
    )
    surer = pools.filter(pl.col("model") > pl.col("robust"))
    rest = table.join(surer, on="pool", how="anti")
    return pl.concat([rest.select("V", "df"), surer.select(pl.col("model").alias("V"), "df")])


def chance_spread(drawn: pl.DataFrame, *, enumerative: bool) -> Spread | None:
    """Estimate the same for answers of variance 1, alike in all strata: V = Σ_h φ_h·Σp².

    1/V is the number of answers of equal weight, drawn from a large population, that would tell as much; what
    is left where the answers themselves show no spread (all «yes»).

    Returns: ``None`` if every stratum was heard in full.
    """
    strata = open_strata(drawn, enumerative=enumerative)
    parts = (strata["p2"] * strata["correction"]).to_numpy()
    if parts.sum() <= 0:
        return None
    return Spread(float(np.sqrt(parts.sum())), _satterthwaite(parts, np.maximum(strata["n_g"].to_numpy(), 2)))


def open_strata(drawn: pl.DataFrame, *, enumerative: bool) -> pl.DataFrame:
    """Sum by variance stratum that was not heard in full (every one, beyond today's population).

    Returns: ``group``, ``pool``, ``n_g``, ``N_g``, ``p2`` (Σp²), ``squares`` (Σe²), ``expected`` (its expectation
    for answers of variance 1), ``s2`` (s²), ``correction`` (φ).
    """
    p, q = pl.col("share"), pl.col("share") / pl.col("share").sum()
    e = p * (pl.col("value") - (q * pl.col("value")).sum())
    strata = drawn.group_by("group", maintain_order=True).agg(
        pl.col("pool", "n_g", "N_g").first(),
        (p**2).sum().alias("p2"),
        (e**2).sum().alias("squares"),
        ((p**2) * (1 - 2 * q + (q**2).sum())).sum().alias("expected"),
        pl.col("value").var(ddof=1).alias("s2"),
        _correction().alias("correction") if enumerative else pl.lit(1.0).alias("correction"),
    )
    return strata.filter(pl.col("n_g") < pl.col("N_g")) if enumerative else strata


def _satterthwaite(parts: NDArray[np.float64], n: NDArray[np.int64]) -> float:
    return float(parts.sum() ** 2 / (parts**2 / (n - 1)).sum())


def _correction() -> pl.Expr:
    q, total = pl.col("share") / pl.col("share").sum(), pl.col("total_g").first()
    of_heard = 2 * (q * pl.col("size")).sum() / total
    of_all = pl.col("squares_g").first() / total**2
    return (1 - (of_heard - of_all) / (q**2).sum()).clip(lower_bound=0.0)

"""κ: how much of the growth that partners state comes true; an assumption until a second wave tells."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from tramite.beliefs.potential.parts import Draws, Triangular
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

GRID = np.linspace(-1.0, 3.0, 4001)


@dataclass(frozen=True, slots=True)
class Learnt:
    """κ after an earlier wave: probabilities on a grid.

    Attributes:
        weights: of the points of ``GRID``, sum to 1.
    """

    estimate: Estimate
    weights: Draws

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw it: array (draw,)."""
        return np.interp(rng.random(draws), np.cumsum(self.weights), GRID)


def assumed_kappa(method: Method) -> Triangular:
    """Return κ before any wave has been held against the books: triangular, grade D (METHOD §3.10)."""
    names = ("stated_growth_low", "stated_growth_likely", "stated_growth_high")
    return assumed(tuple(getattr(method, name) for name in names), names, method)


def assumed(ends: tuple[float, ...], names: tuple[str, ...], method: Method) -> Triangular:
    """Return an assumption of the method, with its interval; ends that a case has put out of order are sorted."""
    low, likely, high = sorted(ends)
    tail = (1 - method.interval_level) / 2
    estimate = Estimate(
        value=(low + likely + high) / 3, lower=_triangular_quantile(tail, low, likely, high),
        upper=_triangular_quantile(1 - tail, low, likely, high), level=method.interval_level, n=0, N=None,
        unit="share", method=phrase("methods.triangular"), grade=Grade.D,
        evidence=tuple(Source("setting", name, "METHOD §3.10") for name in names),
    )  # fmt: skip
    return Triangular(estimate, low, likely, high)


def kappa_after(pairs: pl.DataFrame, *, method: Method, simulated: bool = False) -> Learnt | None:
    """Update κ by what an earlier wave stated and the books then showed.

    r_i = κ·g_i + e_i, e ~ N(0, σ²), over partners who stated growth (g > 0). Prior: normal, with mean and
    deviation of the triangular, so that no value is ruled out that the books may show; σ has the flat prior 1/σ
    and is integrated out: p(κ | r, g) ∝ N(κ)·[Σ(r_i − κg_i)²]^(−n/2), on a grid. Falls are taken at their word
    (κ = 1) and tell nothing here. What the whole market did is in r: a boom raises κ.

    Args:
        pairs: ``unit_id``, ``stated`` (growth in 12 months, as a share), ``realised`` (of net sales, as a share).
        simulated: a program made the answers.

    Returns: ``None`` if fewer than k partners (METHOD §3.3) stated growth: κ would tell what one of them said.
    Source: METHOD §3.10, §4.8 (forecasts scored against outcome).
    """
    grown = pairs.filter(pl.col("stated") > 0).sort("unit_id")
    if grown.height < method.disclosure_k:
        return None
    g, r = grown["stated"].to_numpy(), grown["realised"].to_numpy()
    prior = assumed_kappa(method)
    low, likely, high = prior.low, prior.likely, prior.high
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    squares = ((r[None, :] - GRID[:, None] * g[None, :]) ** 2).sum(axis=1)
    logs = -((GRID - (prior.estimate.value or 0.0)) ** 2) / (2 * max(variance, 1e-8))
    logs -= len(g) / 2 * np.log(np.maximum(squares, 1e-12))
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    below, tail = np.cumsum(weights), (1 - method.interval_level) / 2
    lower, upper = (float(np.interp(end, below, GRID)) for end in (tail, 1 - tail))
    evidence = (Source("interviews", "PX01", simulated=simulated), Source("table", "sell_in"))
    estimate = Estimate(
        value=float(weights @ GRID), lower=lower, upper=upper, level=method.interval_level, n=len(g), N=None,
        unit="share", method=phrase("potential.kappa_learnt"), grade=grade_voices(len(g), None, True, method),
        evidence=evidence,
    )  # fmt: skip
    return Learnt(estimate, weights)


def _triangular_quantile(p: float, low: float, likely: float, high: float) -> float:
    if high == low:
        return low
    rise = (likely - low) / (high - low)
    if p <= rise:
        return low + math.sqrt(p * (high - low) * (likely - low))
    return high - math.sqrt((1 - p) * (high - low) * (high - likely))

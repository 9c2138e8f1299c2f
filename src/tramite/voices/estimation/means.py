"""Stratified means of a finite population, by vote, revenue or potential, with their interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import polars as pl
from scipy.special import stdtrit

from tramite.voices.estimation.heard import Heard, hear
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.variance import Spread, sampling_spread

__all__ = ["SurveyMean", "SurveyWeighting", "heard_mean", "mean_of", "stratified_mean", "unheard"]


@dataclass(frozen=True, slots=True)
class SurveyMean:
    """A mean of a population, from those who answered.

    Attributes:
        value: the mean; ``None`` if nobody answered (or no size is known).
        standard_error, df, lower, upper: ``None`` where the answers cannot tell the spread (one answer, or
            all alike in every stratum that was not heard in full).
        n, N: units that answered and carry weight; units they stand for.
        effective_n: (Σw)²/Σw² (Kish 1965). largest_share: weight of the heaviest answer, as a share of all.
        weight: Σw: units (vote) or money (currency of the case) that the answers stand for.
        census: everybody was heard and the statement is about them: no sampling error.
        units: who answered.
    """

    value: float | None
    standard_error: float | None
    df: float | None
    lower: float | None
    upper: float | None
    n: int
    N: int
    effective_n: float
    largest_share: float
    weight: float
    census: bool
    units: tuple[str, ...]

    def __str__(self) -> str:
        if self.value is None:
            return f"n.d., n = {self.n} of {self.N}"
        spread = "" if self.standard_error is None else f" (se {self.standard_error:.4g})"
        return f"{self.value:.4g}{spread}, n = {self.n} of {self.N}"


def stratified_mean(
    answers: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
    bounds: tuple[float, float] = (-math.inf, math.inf),
    ddof: Literal[0, 1] = 1,
) -> SurveyMean:
    """Estimate a mean: ŷ = Σ w_i·y_i / Σ w_i, w = d·R, d = Σ_U R/Σ_s R in each stratum.

    R is 1 (vote: d = N_h/n_h), or the revenue or potential of the unit. Interval: Student's t with
    Satterthwaite's degrees of freedom on the spread of ``variance.sampling_spread``, which with one vote each
    is Cochran's Σ_h W_h²·(1 − f_h)·s_h²/n_h. Of 90% intervals of simulated revenue-weighted means about 91 in
    a hundred hold the truth; fewer than 87 where a few answers carry the revenue and the largest partners are
    also the most unlike each other, or the answers are skewed and fall with revenue (ADR 7, 13).

    Weights use those who answered in each stratum; see ``strata.weigh`` for strata with one answer or none.
    A unit of unknown size has no place in a mean weighted by size; one of no (or negative) size has weight 0.

    Args:
        answers: one row per unit: ``unit_id``, ``domain``, ``stratum``, ``value`` (null: no answer),
            ``revenue`` or ``potential`` (null: not known; only where weighted by it).
        strata: population, as ``strata_of`` returns it, of the same domains.
        level: probability of the interval, 0–1.
        enumerative: a statement on today's population: f_h = n_h/N_h. If false, on what made it (forecasts):
            f_h = 0 (Deming 1953; METHOD §3.2.3).
        bounds: ends of the scale; the interval is cut there.
        ddof: 1 for s²; 0 for a spread divided by n_h, as the variance of NPS is written.

    Source: Cochran 1977, §§5.3, 5A.12, 6.10; METHOD §3.2.1–3, 3.2.6; ADR 7, 13.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    heard = hear(answers, strata=strata, weighting=weighting, enumerative=enumerative)
    return heard_mean(heard, level=level, enumerative=enumerative, bounds=bounds, ddof=ddof)


def heard_mean(
    heard: Heard,
    *,
    level: float,
    enumerative: bool,
    bounds: tuple[float, float] = (-math.inf, math.inf),
    ddof: Literal[0, 1] = 1,
) -> SurveyMean:
    """Estimate the mean of answers that are weighed already; arguments as in ``stratified_mean``."""
    if not heard.n:
        return unheard(heard)
    value = min(max(heard.mean(), bounds[0]), bounds[1])  # rounding leaves no scale
    spread = None if heard.census else sampling_spread(heard.drawn, enumerative=enumerative, ddof=ddof)
    margin = _margin(spread, level)
    ends = None if margin is None else (max(bounds[0], value - margin), min(bounds[1], value + margin))
    return mean_of(heard, value, spread, ends)


def unheard(heard: Heard) -> SurveyMean:
    """Return a mean that nobody answered for."""
    return SurveyMean(None, None, None, None, None, 0, heard.N, 0.0, 0.0, 0.0, False, ())


def mean_of(heard: Heard, value: float, spread: Spread | None, ends: tuple[float, float] | None) -> SurveyMean:
    """Put a value, its spread and the ends of its interval beside who was heard; a census has no spread."""
    if heard.census:
        spread, ends = Spread(0.0, math.inf), (value, value)
    lower, upper = ends or (None, None)
    return SurveyMean(
        value, None if spread is None else spread.standard_error,
        None if spread is None or heard.census else spread.df,
        lower, upper, heard.n, heard.N, heard.effective_n, heard.largest_share, heard.weight, heard.census,
        heard.units,
    )  # fmt: skip


def _margin(spread: Spread | None, level: float) -> float | None:
    if spread is None:
        return None
    return float(stdtrit(spread.df, (1 + level) / 2) * spread.standard_error)

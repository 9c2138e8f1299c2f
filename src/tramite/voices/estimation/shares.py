"""Share of a population that gave an answer, with an interval that holds at few answers and at 0% or 100%."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl
from scipy.special import stdtrit

from tramite.voices.estimation.heard import Heard, hear
from tramite.voices.estimation.means import SurveyMean, mean_of, unheard
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.variance import Spread, chance_spread, sampling_spread


@dataclass(frozen=True, slots=True)
class ShareSpread:
    """What the interval of a share rests on: answers n* of a simple random draw that tell as much, and df."""

    answers: float
    df: float


def stratified_share(
    answers: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
) -> SurveyMean:
    """Estimate a share p̂ = Σ w_i·y_i / Σ w_i of answers 0 or 1, weights as in ``means.stratified_mean``.

    Interval: Wilson's (1927), with the effective n* of the design and Student's t in the place of z (Korn &
    Graubard 1998; of such intervals the one recommended by Dean & Pagano 2015 and Franco et al. 2019):

        (p̂ + t²/2n* ± t·√(p̂(1 − p̂)/n* + t²/4n*²)) / (1 + t²/n*)

    n* = min(n/(n − 1)·p̂(1 − p̂)/V, 1/Σ_h φ_h Σp²): never more than answers by lot with these weights would
    be worth, which is also what is left at 0% and 100%, where answers show no spread. Stays inside 0–1. Of a
    simple random draw from a large population it is Wilson's own.

    Args:
        answers: as in ``means.stratified_mean``; ``value`` 0–1 (a firm of two informants who differ: ½).
        strata, weighting, level, enumerative: as there.

    Returns: value and interval as shares of 1; ``standard_error`` linearised, ``None`` where there is no spread.
    Source: as above; METHOD §3.2.1–3.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    heard = hear(answers, strata=strata, weighting=weighting, enumerative=enumerative)
    return heard_share(heard, level=level, enumerative=enumerative)


def heard_share(heard: Heard, *, level: float, enumerative: bool) -> SurveyMean:
    """Estimate the share of answers that are weighed already; arguments as in ``stratified_share``."""
    if not heard.n:
        return unheard(heard)
    share = min(max(heard.mean(), 0.0), 1.0)
    spread = None if heard.census else sampling_spread(heard.drawn, enumerative=enumerative)
    return mean_of(heard, share, spread, wilson(heard, share, spread, level=level, enumerative=enumerative))


def wilson(
    heard: Heard, share: float, spread: Spread | None, *, level: float, enumerative: bool
) -> tuple[float, float] | None:
    """Return the ends of Wilson's interval of a share; ``None`` for one answer, whose worth is not known."""
    worth = _worth(heard, share, spread, enumerative)
    if worth is None or heard.n < 2:
        return None
    t2 = float(stdtrit(worth.df, (1 + level) / 2)) ** 2
    centre = share + t2 / (2 * worth.answers)
    margin = math.sqrt(t2 * (share * (1 - share) / worth.answers + t2 / (4 * worth.answers**2)))
    scale = 1 + t2 / worth.answers
    return max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale)


def _worth(heard: Heard, share: float, spread: Spread | None, enumerative: bool) -> ShareSpread | None:
    chance = chance_spread(heard.drawn, enumerative=enumerative)
    if chance is None:
        return None
    most = ShareSpread(1 / chance.standard_error**2, chance.df)
    if spread is None or heard.n < 2:
        return most
    found = heard.n / (heard.n - 1) * share * (1 - share) / spread.standard_error**2
    return ShareSpread(found, spread.df) if found < most.answers else ShareSpread(most.answers, spread.df)

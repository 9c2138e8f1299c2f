"""Medians and other quantiles: what a share of a population stays below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.voices.estimation.heard import Heard, hear
from tramite.voices.estimation.means import SurveyMean, mean_of, unheard
from tramite.voices.estimation.shares import wilson
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.variance import sampling_spread


def stratified_median(
    answers: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
) -> SurveyMean:
    """Estimate a median: the smallest answer that half of the weight does not exceed.

    Interval (Woodruff 1952): that of the share of answers up to the median (``shares.wilson``), moved to one
    half, as answers in steps put more than half at the median, and read back on the weighted distribution.

    Args:
        answers, strata, weighting, level, enumerative: as in ``means.stratified_mean``.

    Returns: as a mean; ``standard_error`` and ``df`` are ``None``, as a median has no simple one.
    Source: Woodruff 1952; Särndal, Swensson & Wretman 1992, §5.11; METHOD §3.2.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    heard = hear(answers, strata=strata, weighting=weighting, enumerative=enumerative)
    return heard_median(heard, level=level, enumerative=enumerative)


def heard_median(heard: Heard, *, level: float, enumerative: bool) -> SurveyMean:
    """Estimate the median of answers that are weighed already; arguments as in ``stratified_median``."""
    return heard_quantile(heard, 0.5, level=level, enumerative=enumerative)


def heard_quantile(heard: Heard, at: float, *, level: float, enumerative: bool) -> SurveyMean:
    """Estimate the smallest answer that a share ``at`` of the weight does not exceed.

    Interval as that of the median, with ``at`` in the place of one half; arguments as in ``stratified_median``.
    """
    if not heard.n:
        return unheard(heard)
    table = heard.drawn.sort("value")
    values, below = table["value"].cast(pl.Float64).to_numpy(), np.cumsum(table["share"].to_numpy())
    found = _quantile(values, below, at)
    if heard.census:
        return mean_of(heard, found, None, None)
    under = replace(heard, drawn=heard.drawn.with_columns((pl.col("value") <= found).cast(pl.Float64)))
    share = min(under.mean(), 1.0)
    spread = sampling_spread(under.drawn, enumerative=enumerative)
    ends = wilson(under, share, spread, level=level, enumerative=enumerative)
    if ends is None:
        return mean_of(heard, found, None, None)
    shift = at - share
    lower, upper = (_quantile(values, below, end + shift) for end in ends)
    return mean_of(heard, found, None, (min(lower, found), max(upper, found)))


def _quantile(values: NDArray[np.float64], below: NDArray[np.float64], share: float) -> float:
    place = int(np.searchsorted(below, share - 1e-12))
    return float(values[min(place, len(values) - 1)])

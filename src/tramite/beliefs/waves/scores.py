"""How good a forecast was: proper scores, which nobody can better by saying other than what he thinks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS = 500  # quantiles of a three-value forecast: its score is good to a thousandth of its width


def brier(probability: Array, happened: Array) -> Array:
    """Return (p − y)² of each forecast: 0 is best, 1 worst.

    Args:
        probability: p, 0–1. happened: y, 0 or 1.

    Source: Brier 1950; Gneiting & Raftery 2007, §3.
    """
    return np.square(probability - happened)


def log_score(probability: Array, happened: Array) -> Array:
    """Return −y·ln p − (1 − y)·ln(1 − p) of each forecast: 0 is best, a false certainty is infinitely bad.

    Juster's ends are read as 0.01 and 0.99 (list «juster11»), so that it stays finite.

    Source: Good 1952; Gneiting & Raftery 2007, §3.
    """
    return -np.log(np.where(happened > 0.5, probability, 1 - probability))


def crps(three_values: Array, happened: Array) -> Array:
    """Return the continuous ranked probability score of low, likely and high, read as a triangular distribution.

    CRPS = E|X − y| − ½E|X − X'|, in the unit of the quantity: for one certain value the absolute error. An
    interval score would need to know how probable «between low and high» is, which PX01 does not say.

    Args:
        three_values: (n, 3). happened: (n,).

    Source: Matheson & Winkler 1976; Gneiting & Raftery 2007, §4.2.
    """
    low, likely, high = np.sort(three_values, axis=1).T[:, :, np.newaxis]
    places = (np.arange(_STEPS) + 0.5) / _STEPS
    width = high - low
    below = places * width < likely - low
    left = low + np.sqrt(places * width * (likely - low))
    right = high - np.sqrt((1 - places) * width * (high - likely))
    return _crps_of(np.where(below, left, right), happened)


def crps_of_others(happened: Array) -> Array:
    """Score for each outcome the forecast «as it went for the others»: their outcomes as a distribution."""
    others = np.array([np.delete(np.sort(happened), place) for place in np.argsort(np.argsort(happened))])
    return _crps_of(others, happened)


def base_rate(happened: Array) -> Array:
    """Forecast for each outcome how often it went so for the others: (Σy − y_i)/(n − 1), (n,)."""
    found: Array = (happened.sum() - happened) / (len(happened) - 1)
    return found


def skill(scores: Array, of_reference: Array) -> float | None:
    """Return 1 − ΣS/ΣS_ref: 1 is perfect, 0 as good as the reference, below 0 worse; ``None`` if S_ref is 0.

    Source: Murphy 1988.
    """
    reference = float(of_reference.sum())
    return None if reference <= 0 else 1 - float(scores.sum()) / reference


def _crps_of(quantiles: Array, happened: Array) -> Array:
    """Score distributions given by values of equal weight, rising: (n, m)."""
    m = quantiles.shape[1]
    far = np.abs(quantiles - happened[:, np.newaxis]).mean(axis=1)
    apart = quantiles @ (2 * np.arange(1, m + 1) - m - 1) * 2 / m**2
    found: Array = far - apart / 2
    return found

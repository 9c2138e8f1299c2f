"""The mean size of some gaps, without what chance adds to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS = 50  # of the scale c
_HAIR = 1e-9


def mean_size(
    gaps: Array, errors: Array, *, df: float, level: float, rng: np.random.Generator, draws: int
) -> tuple[float, float, float]:
    """Estimate θ = mean|γ| of true gaps γ from the ones that were found, g = γ + e.

    Chance adds to both sides of zero, so that mean|g| is larger than mean|γ| on average. Value: c·mean|g|, c the
    scale at which gaps c·g with errors drawn anew look as large as those found: median of mean|c·g + e| = mean|g|,
    0 where chance alone would show as much. Interval: on both sides the larger distance of the tails of
    mean|g + e| from its median, as near zero the tails are lopsided and we prefer too wide.

    Args:
        gaps: g, (item,), in points. errors: their sampling covariance, (item, item).
        df: degrees of freedom of the errors, whose size is itself not known; infinite where it is.

    Returns: value, lower, upper.
    Source: indirect inference along one line, Gouriéroux, Monfort & Renault 1993; parametric bootstrap, Efron &
        Tibshirani 1993, §6.5; what was tried, and its coverage: ADR 17.
    """
    found = float(np.abs(gaps).mean())
    if not errors.any() or not found:
        return found, found, found
    noise = rng.standard_normal((draws, len(gaps))) @ root_of(errors).T
    if np.isfinite(df):
        noise *= np.sqrt(df / rng.chisquare(df, draws))[:, None]
    scales = np.linspace(0.0, 1.0, _STEPS)
    medians = np.array([np.median(np.abs(scale * gaps + noise).mean(axis=1)) for scale in scales])
    value = float(np.interp(found, np.maximum.accumulate(medians), scales)) * found
    low, middle, high = np.quantile(np.abs(gaps + noise).mean(axis=1), [(1 - level) / 2, 0.5, (1 + level) / 2])
    reach = float(max(high - middle, middle - low))
    return value, max(0.0, value - reach), value + reach


def root_of(covariance: Array) -> Array:
    """Return L with L·Lᵀ = covariance: Cholesky's, which a last digit of rounding does not turn around.

    A side of fewer people than items has a singular one: a hair on the diagonal keeps it positive.
    """
    size = len(covariance)
    hair = _HAIR * (np.trace(covariance) / size or 1.0) * np.eye(size)
    return np.asarray(np.linalg.cholesky((covariance + covariance.T) / 2 + hair), dtype=np.float64)

"""Correlations within channels, of the firms heard and of many redraws of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NOTHING = 1e-12  # sum of squares of a variable that does not vary


def correlations_within(values: Array, groups: NDArray[np.int64], times: Array) -> Array:
    """Correlate variables around the mean of each group, for many sets of counts at once.

    S = Σ_i m_i·z_i·z_iᵀ − Σ_g (Σ_{i∈g} m_i·z_i)(…)ᵀ/Σ_{i∈g} m_i, then scaled to ones on the diagonal. What sets
    groups apart is taken out: two channels that differ in everything make nothing go together.

    Args:
        values: array (firm, variable). groups: of each firm, array (firm,).
        times: how often each firm counts, array (…, firm).

    Returns: array (…, variable, variable); a variable that does not vary goes together with nothing.
    """
    z = values - values.mean(axis=0)
    z /= np.where(z.std(axis=0) > 0, z.std(axis=0), 1.0)
    count = z.shape[1]
    products = (z[:, :, None] * z[:, None, :]).reshape(len(z), -1)
    scatter = (times @ products).reshape(*times.shape[:-1], count, count)
    for group in np.unique(groups):
        there = times[..., groups == group]
        sums, size = there @ z[groups == group], there.sum(axis=-1)[..., None, None]
        between = sums[..., :, None] * sums[..., None, :]
        scatter -= np.divide(between, size, out=np.zeros_like(between), where=size > 0)
    spread = np.diagonal(scatter, axis1=-2, axis2=-1)
    scale = np.sqrt(np.where(spread > _NOTHING, spread, np.inf))
    correlation = scatter / (scale[..., :, None] * scale[..., None, :])
    places = np.arange(count)
    correlation[..., places, places] = 1.0
    return np.asarray(correlation, dtype=np.float64)


def redraw_times(groups: NDArray[np.int64], *, draws: int, rng: np.random.Generator) -> Array:
    """Redraw the firms of each group with replacement: how often each comes up, array (draw, firm)."""
    times = np.zeros((draws, len(groups)))
    for group in np.unique(groups):
        place = np.flatnonzero(groups == group)
        times[:, place] = rng.multinomial(len(place), np.full(len(place), 1 / len(place)), size=draws)
    return times

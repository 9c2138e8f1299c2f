"""True gaps behind noisy ones: draws that know how much of a gap is chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Array = NDArray[np.float64]
_HAIR = 1e-9
_SPREADS, _SCALES = 24, 5  # grid of τ, and of the uncertain scale of the errors


def gap_draws(gaps: Array, errors: Array, *, df: float, rng: np.random.Generator, draws: int) -> Array:
    """Draw the true gaps γ of some items from the ones that were found.

    g | γ ~ N(γ, s²·Σ), γ_i ~ N(μ, τ²), flat in μ and τ, s² = df/χ²_df as the spread itself comes from few answers.
    μ and γ are drawn exactly, τ and s from a grid. Items with much noise move towards the mean gap: the mean of
    |g| is larger than that of |γ|, since chance adds to both sides of zero, and these draws are without that.

    Args:
        gaps: (item,), in points. errors: Σ, (item, item), their sampling covariance.
        df: degrees of freedom of Σ; infinite where it is known.

    Returns: (draw, item).
    Source: Gelman, Carlin, Stern et al. 2013, §5.4–5.5 (normal model, τ flat); Efron & Morris 1975.
    """
    if not errors.any():
        return np.tile(gaps, (draws, 1))
    errors = errors + np.eye(len(gaps)) * _HAIR * np.trace(errors) / len(gaps)
    widest = 2 * (gaps.std() + np.sqrt(np.diag(errors).mean()))
    scales = _scales(df)
    cells = [(tau, scale) for tau in np.linspace(0, widest, _SPREADS) for scale in scales]
    solved = [_solve(gaps, scale * errors, float(tau)) for tau, scale in cells]
    logs = np.array([log for log, *_ in solved])
    chances = np.exp(logs - logs.max())
    counts = rng.multinomial(draws, chances / chances.sum())
    parts = [
        mean + rng.standard_normal((count, len(gaps))) @ root.T
        for (_, mean, root), count in zip(solved, counts, strict=True)
        if count
    ]
    return np.concatenate(parts)


def _scales(df: float) -> Array:
    if not np.isfinite(df):
        return np.ones(1)
    middles = (np.arange(_SCALES) + 0.5) / _SCALES
    return np.asarray(df / chi2.ppf(1 - middles, df), dtype=np.float64)


def _solve(gaps: Array, errors: Array, tau: float) -> tuple[float, Array, Array]:
    """Return the log density of g given τ, and mean and root of the covariance of γ, μ integrated out.

    With P = V⁻¹ − V⁻¹11ᵀV⁻¹/(1ᵀV⁻¹1), V = Σ + τ²I: E γ = g − Σ·P·g, cov γ = Σ − Σ·P·Σ.
    """
    ones = np.ones(len(gaps))
    inverse = np.linalg.inv(errors + tau**2 * np.eye(len(gaps)))
    weight = ones @ inverse @ ones
    projected = inverse - np.outer(inverse @ ones, inverse @ ones) / weight
    log = 0.5 * (np.linalg.slogdet(inverse)[1] - np.log(weight) - gaps @ projected @ gaps)
    covariance = errors - errors @ projected @ errors
    return float(log), gaps - errors @ projected @ gaps, root_of(covariance)


def root_of(covariance: Array) -> Array:
    """Return L with L·Lᵀ = covariance: Cholesky's, which a last digit of rounding does not turn around.

    A side of fewer people than items has a singular one: a hair on the diagonal keeps it positive.
    """
    size = len(covariance)
    hair = _HAIR * (np.trace(covariance) / size or 1.0) * np.eye(size)
    return np.asarray(np.linalg.cholesky((covariance + covariance.T) / 2 + hair), dtype=np.float64)

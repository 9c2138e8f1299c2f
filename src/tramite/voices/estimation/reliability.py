"""Do the items of a scale measure one thing? Alpha and omega."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import fdtri

from tramite.kernel.method import Method
from tramite.kernel.wording import Phrase, phrase

Array = NDArray[np.float64]
_STEPS, _STILL = 20_000, 1e-10


@dataclass(frozen=True, slots=True)
class ScaleReliability:
    """Internal consistency of the mean of some items.

    Attributes:
        alpha, lower, upper: Cronbach's alpha with Feldt's interval; ``None`` where not evaluable.
        omega: McDonald's omega of one factor.
        items, n: items that vary; interviews that answered all of them.
        why: why there is none, as the catalogue says it.
    """

    alpha: float | None
    lower: float | None
    upper: float | None
    omega: float | None
    items: int
    n: int
    why: Phrase | None = None

    def __str__(self) -> str:
        if self.alpha is None or self.omega is None:
            return str(self.why)
        return (
            f"alpha {self.alpha:.2f} ({self.lower:.2f} to {self.upper:.2f}), omega {self.omega:.2f}, n = {self.n}"
        )


def scale_reliability(scores: pl.DataFrame, *, level: float, method: Method) -> ScaleReliability:
    """Estimate the reliability of a scale.

    α = k/(k − 1)·(1 − Σs_i²/s²_sum), interval 1 − (1 − α)·F(n − 1, (n − 1)(k − 1)) (Feldt 1965);
    ω = (Σλ)²/((Σλ)² + Σψ), λ loadings and ψ own variances of the one factor of most likelihood.

    The pillars of PX are formative: their items need not go together, so that alpha is reported and is no gate
    (Diamantopoulos & Winklhofer 2001). One informant counts once; answers with gaps are left out.

    Args:
        scores: one row per interview, one column per item, 0–100 (null: no answer).
        method: fewer than ``validation_min_n`` complete interviews, or fewer than
            ``reliability_min_items`` items, say little.

    Source: Cronbach 1951; Feldt 1965; McDonald 1999; METHOD §3.1.2, 3.1.4.
    """
    complete = scores.drop_nulls()
    data = complete.cast(pl.Float64).to_numpy()
    n = complete.height
    varying = data[:, data.std(axis=0) > 0] if n > 1 else data[:, :0]
    k = varying.shape[1]
    if k < method.reliability_min_items:
        return _not_told(phrase("survey.reliability_items", items=k, least=method.reliability_min_items), k, n)
    if n < method.validation_min_n:
        return _not_told(phrase("survey.reliability_n", n=n, least=method.validation_min_n), k, n)
    covariance = np.cov(varying, rowvar=False)
    alpha = cronbach_alpha(covariance)
    high, low = (fdtri(n - 1, (n - 1) * (k - 1), p) for p in ((1 + level) / 2, (1 - level) / 2))
    ends = (float(1 - (1 - alpha) * high), float(1 - (1 - alpha) * low))
    return ScaleReliability(alpha, *ends, mcdonald_omega(covariance), k, n)


def cronbach_alpha(covariance: Array) -> float:
    """Return α of a covariance matrix (item, item); negative where items pull apart.

    Source: Cronbach 1951.
    """
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def mcdonald_omega(covariance: Array) -> float:
    """Return ω of a covariance matrix (item, item), from one factor fitted by maximum likelihood.

    The fit is by the EM algorithm, which cannot leave the range of possible loadings.

    Source: McDonald 1999, §6; Rubin & Thayer 1982 (EM).
    """
    loadings, own = _one_factor(covariance)
    common = loadings.sum() ** 2
    return float(common / (common + own.sum()))


def _one_factor(covariance: Array) -> tuple[Array, Array]:
    scale = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(scale, scale)
    roots, vectors = np.linalg.eigh(correlation)
    loadings = vectors[:, -1] * np.sqrt(max(roots[-1] - 1, 0.1))
    own = np.maximum(1 - loadings**2, 0.05)
    for _ in range(_STEPS):
        weight = loadings / own
        slope = weight / (1 + weight @ loadings)
        reach = correlation @ slope
        fitted = reach / (1 - slope @ loadings + slope @ reach)
        new_own = np.maximum(1 - fitted * reach, _STILL)
        moved = max(np.abs(fitted - loadings).max(), np.abs(new_own - own).max())
        loadings, own = fitted, new_own
        if moved < _STILL:
            break
    return loadings * scale, own * scale**2


def _not_told(why: Phrase, items: int, n: int) -> ScaleReliability:
    return ScaleReliability(None, None, None, None, items, n, why)

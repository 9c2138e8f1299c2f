"""The stochastic frontier: what the best sell with the same means, told apart from luck, by maximum likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_ndtr, logit

Array = NDArray[np.float64]
_STARTS = (0.2, 0.5, 0.8, 0.99)
_ROOM = 6.0  # ln σ² is sought within e^±6 of the least-squares variance
_ENDS = (1e-6, 1 - 1e-6)  # of γ; beyond them the likelihood is flat to all digits


@dataclass(frozen=True, slots=True)
class Frontier:
    """y = x'β + v − u, v ~ N(0, σ_v²), u ~ |N(0, σ_u²)|, fitted.

    Attributes:
        beta: coefficients, as the columns of X.
        sigma2: σ² = σ_u² + σ_v². gamma: γ = σ_u²/σ², 0–1; 0 where residuals are skewed the wrong way.
        log_likelihood: at the maximum. without: that of least squares, γ = 0.
    """

    beta: Array
    sigma2: float
    gamma: float
    log_likelihood: float
    without: float

    @property
    def inefficient(self) -> bool:
        """Whether there is any inefficiency: with residuals skewed the wrong way there is none."""
        return self.gamma > 0

    @property
    def p_value(self) -> float:
        """Probability of a likelihood ratio this large without inefficiency: ½χ²₀ + ½χ²₁ (Coelli 1995)."""
        ratio = max(0.0, 2 * (self.log_likelihood - self.without))
        return 0.5 * math.erfc(math.sqrt(ratio / 2)) if ratio else 1.0

    def efficiency(self, y: Array, X: Array) -> Array:
        """Return E[e^−u | ε] of each unit, 0–1 (Battese & Coelli 1988)."""
        if not self.inefficient:
            return np.ones(len(y))
        middle, spread = inefficiency(y - X @ self.beta, self.sigma2, self.gamma)
        ratio = middle / spread
        found: Array = np.exp(log_ndtr(ratio - spread) - log_ndtr(ratio) - middle + spread**2 / 2)
        return found


def fit_frontier(y: Array, X: Array) -> Frontier:
    """Fit a production frontier with half-normal inefficiency.

    log L = Σ [ln 2 − ln σ + ln φ(ε/σ) + ln Φ(−λε/σ)], ε = y − x'β, λ² = γ/(1 − γ); maximised over (β, ln σ²,
    logit γ) with its gradient, from moments corrected for several γ. Where least-squares residuals are skewed to
    the right (third moment ≥ 0) least squares is the maximum, and γ = 0 (Waldman 1982).

    Args:
        y: logarithms of what is made: array (n,). X: of the means, with a column of ones first: array (n, p).

    Source: Aigner, Lovell & Schmidt 1977; γ: Battese & Corra 1977, as in FRONTIER 4.1 (Coelli 1996).
    """
    ols, residuals, without = _least_squares(y, X)
    if float((residuals**3).sum()) >= 0:
        return Frontier(ols, float(residuals @ residuals / len(y)), 0.0, without, without)
    Q, R = orthogonal(X)
    starts = (_start(R @ ols, R[:, 0], residuals, gamma) for gamma in _STARTS)
    theta, height = max((_climb(y, Q, start) for start in starts), key=lambda found: found[1])
    gamma = float(np.clip(expit(theta[-1]), *_ENDS))
    beta = np.asarray(np.linalg.solve(R, theta[:-2]), dtype=np.float64)
    return Frontier(beta, float(np.exp(theta[-2])), gamma, height, without)


def _least_squares(y: Array, X: Array) -> tuple[Array, Array, float]:
    ols: Array = np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], dtype=np.float64)
    residuals = y - X @ ols
    n = len(y)
    height = -n / 2 * (math.log(2 * math.pi) + 1 + math.log(float(residuals @ residuals) / n))
    return ols, residuals, height


def orthogonal(X: Array) -> tuple[Array, Array]:
    """Return Q and R, X = QR, columns of Q of length √n: with them the search is short whatever the units."""
    Q, R = np.linalg.qr(X)
    scale = math.sqrt(len(X))
    return Q * scale, R / scale


def _start(ols: Array, constant: Array, residuals: Array, gamma: float) -> Array:
    sigma2 = float(residuals.var()) / (1 - 2 * gamma / math.pi)
    raised = ols + constant * math.sqrt(2 * gamma * sigma2 / math.pi)
    return np.append(raised, [math.log(sigma2), logit(gamma)])


def _climb(y: Array, X: Array, start: Array) -> tuple[Array, float]:
    from scipy.optimize import minimize  # noqa: PLC0415 - half a second, and most commands fit none

    low, high = (float(logit(end)) for end in _ENDS)
    ends = [*within(start[:-1]), (low, high)]
    found = minimize(
        descent,
        start,
        args=(y, X),
        jac=True,
        method="SLSQP",
        bounds=ends,
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    return found.x, -float(found.fun)


def within(theta: Array) -> list[tuple[float | None, float | None]]:
    """Return where (β, ln σ²) is sought: β anywhere, ln σ² around where it starts."""
    return [(None, None)] * (len(theta) - 1) + [(theta[-1] - _ROOM, theta[-1] + _ROOM)]


def descent(theta: Array, y: Array, X: Array) -> tuple[float, Array]:
    """Return −log L at (β, ln σ², logit γ) and its gradient."""
    value, by_residual, by_sigma, by_gamma = _likelihood(y - X @ theta[:-2], theta[-2], theta[-1])
    return -value, -np.append(-X.T @ by_residual, [by_sigma, by_gamma])


def _likelihood(residuals: Array, log_sigma2: float, logit_gamma: float) -> tuple[float, Array, float, float]:
    """Return log L and its derivatives in each ε, in ln σ² and in logit γ (= 2 ln λ)."""
    sigma, slope = math.exp(log_sigma2 / 2), math.exp(logit_gamma / 2)
    scaled = residuals / sigma
    z = -slope * scaled
    log_cdf = log_ndtr(z)
    mills = np.exp(-(z**2) / 2 - 0.5 * math.log(2 * math.pi) - log_cdf)
    value = math.log(2) - math.log(sigma) - 0.5 * math.log(2 * math.pi) - scaled**2 / 2 + log_cdf
    by_residual = -scaled / sigma - mills * slope / sigma
    by_sigma = float((scaled**2 - 1 - mills * z).sum()) / 2
    return float(value.sum()), by_residual, by_sigma, float((mills * z).sum()) / 2


def inefficiency(residuals: Array, sigma2: float | Array, gamma: float | Array) -> tuple[Array, Array]:
    """Return μ* = −εγ and σ* = √(γ(1 − γ)σ²) of u given ε."""
    middle: Array = -residuals * gamma
    spread: Array = np.sqrt(gamma * (1 - gamma) * sigma2)
    return middle, spread

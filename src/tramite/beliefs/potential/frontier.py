"""The stochastic frontier: what the best sell with the same means, told apart from luck, by maximum likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_ndtr, logit, ndtri

Array = NDArray[np.float64]
_STARTS = (0.2, 0.5, 0.8, 0.99)
_LOGITS = np.linspace(-4.0, 6.0, 26)  # of γ: 0.02 to 0.998, closer than its standard error in 200 partners
_GRID = expit(_LOGITS)
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
        middle, spread = _inefficiency(y - X @ self.beta, self.sigma2, self.gamma)
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
    Q, R = _orthogonal(X)
    starts = (_start(R @ ols, R[:, 0], residuals, gamma) for gamma in _STARTS)
    theta, height = max((_climb(y, Q, start) for start in starts), key=lambda found: found[1])
    gamma = float(np.clip(expit(theta[-1]), *_ENDS))
    beta = np.asarray(np.linalg.solve(R, theta[:-2]), dtype=np.float64)
    return Frontier(beta, float(np.exp(theta[-2])), gamma, height, without)


def draw_reachable(
    fitted: Frontier, y: Array, X: Array, *, rng: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    """Draw u, how far below the frontier each unit sells, in logarithms: array (draw, n).

    γ is drawn from its posterior on a grid (prior flat in β and σ_u, 1/σ_v: in logit γ and ln σ² it is √γ·σ; β and
    ln σ² integrated out by Laplace's approximation), then β and ln σ² given γ, then u given all of them and the
    unit's own ε: half-normal, cut at zero. A normal approximation in γ itself fails near 0 and 1, where most
    samples of partners lie.

    Source: Jondrow et al. 1982 (u given ε); Tierney & Kadane 1986; Gelman 2006 (flat σ_u).
    """
    Q, R = _orthogonal(X)
    start = np.append(R @ fitted.beta, math.log(fitted.sigma2))
    modes, roots, weights = _given_gamma(start, y, Q)
    chosen = rng.choice(len(_GRID), size=draws, p=weights)
    theta = modes[chosen] + np.einsum("dij,dj->di", roots[chosen], rng.standard_normal((draws, modes.shape[1])))
    residuals = y[None, :] - theta[:, :-1] @ Q.T
    middle, spread = _inefficiency(residuals, np.exp(theta[:, -1])[:, None], _GRID[chosen][:, None])
    tail = rng.random(residuals.shape) * np.exp(log_ndtr(middle / spread))
    drawn: NDArray[np.float64] = np.maximum(middle - spread * ndtri(np.maximum(tail, 1e-300)), 0.0)
    return drawn


def _least_squares(y: Array, X: Array) -> tuple[Array, Array, float]:
    ols: Array = np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], dtype=np.float64)
    residuals = y - X @ ols
    n = len(y)
    height = -n / 2 * (math.log(2 * math.pi) + 1 + math.log(float(residuals @ residuals) / n))
    return ols, residuals, height


def _orthogonal(X: Array) -> tuple[Array, Array]:
    """Return Q and R, X = QR, columns of Q of length √n: with them the search is short whatever the units."""
    Q, R = np.linalg.qr(X)
    scale = math.sqrt(len(X))
    return Q * scale, R / scale


def _start(ols: Array, constant: Array, residuals: Array, gamma: float) -> Array:
    sigma2 = float(residuals.var()) / (1 - 2 * gamma / math.pi)
    raised = ols + constant * math.sqrt(2 * gamma * sigma2 / math.pi)
    return np.append(raised, [math.log(sigma2), logit(gamma)])


def _climb(y: Array, X: Array, start: Array) -> tuple[Array, float]:
    low, high = (float(logit(end)) for end in _ENDS)
    ends = [*_within(start[:-1]), (low, high)]
    found = minimize(
        _descent,
        start,
        args=(y, X),
        jac=True,
        method="SLSQP",
        bounds=ends,
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    return found.x, -float(found.fun)


def _within(theta: Array) -> list[tuple[float | None, float | None]]:
    return [(None, None)] * (len(theta) - 1) + [(theta[-1] - _ROOM, theta[-1] + _ROOM)]


def _descent(theta: Array, y: Array, X: Array) -> tuple[float, Array]:
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


def _given_gamma(start: Array, y: Array, X: Array) -> tuple[Array, Array, Array]:
    """Return, for each γ of the grid, the mode of (β, ln σ²), a root of its covariance, and the weight of γ."""
    modes, roots, heights = [], [], []
    for gamma, logit_gamma in zip(_GRID, _LOGITS, strict=True):
        given = (y, X, float(logit_gamma))
        found = minimize(_descent_given, start, args=given, jac=True, method="SLSQP", bounds=_within(start))
        start = found.x
        values, vectors = np.linalg.eigh(_curvature(found.x, *given))
        values = np.maximum(values, 1e-9 * values.max())
        modes.append(found.x)
        roots.append(vectors / np.sqrt(values))
        prior = (math.log(gamma) + found.x[-1]) / 2
        heights.append(prior - float(found.fun) - 0.5 * float(np.log(values).sum()))
    weights = np.exp(np.array(heights) - max(heights))
    return np.array(modes), np.array(roots), weights / weights.sum()


def _descent_given(theta: Array, y: Array, X: Array, logit_gamma: float) -> tuple[float, Array]:
    value, gradient = _descent(np.append(theta, logit_gamma), y, X)
    return value, gradient[:-1]


def _curvature(theta: Array, y: Array, X: Array, logit_gamma: float) -> Array:
    """Return the second derivatives of −log L, by differences of its gradient."""
    steps = 1e-5 * np.maximum(1.0, np.abs(theta))
    rows = []
    for place, step in enumerate(steps):
        shift = np.zeros(len(theta))
        shift[place] = step
        ends = [_descent_given(theta + side * shift, y, X, logit_gamma)[1] for side in (1, -1)]
        rows.append((ends[0] - ends[1]) / (2 * step))
    table = np.array(rows)
    symmetric: Array = (table + table.T) / 2
    return symmetric


def _inefficiency(residuals: Array, sigma2: float | Array, gamma: float | Array) -> tuple[Array, Array]:
    """Return μ* = −εγ and σ* = √(γ(1 − γ)σ²) of u given ε."""
    middle: Array = -residuals * gamma
    spread: Array = np.sqrt(gamma * (1 - gamma) * sigma2)
    return middle, spread

"""What partners would sell more at the frontier, with all that a sample leaves unsure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_ndtr, ndtri

from tramite.beliefs.potential.frontier import Array, Frontier, descent, inefficiency, orthogonal, within

_ENDS = (-4.0, 8.0)  # of logit γ: 0.02 to 0.9997
_COARSE, _FINE = 15, 21
_NEGLIGIBLE = 1e-4
_AT_ONCE = 2_000_000  # numbers held at a time


@dataclass(frozen=True, slots=True)
class _Posterior:
    """For each logit γ of a grid: the mode of (β, ln σ²), a root of its covariance, the weight of γ."""

    logits: Array
    modes: Array
    roots: Array
    weights: Array


def draw_gain(fitted: Frontier, y: Array, X: Array, *, rng: np.random.Generator, draws: int) -> Array:
    """Draw what all units together would make more at the frontier: Σ e^y·(e^u − 1), array (draw,).

    γ is drawn from its posterior on a grid (prior flat in β and σ_u, 1/σ_v: in logit γ and ln σ² it is √γ·σ; β and
    ln σ² integrated out by Laplace's approximation), then β and ln σ² given γ, then u given all of them and the
    unit's own ε: half-normal, cut at zero. A normal approximation in γ itself fails near 0 and 1, where most
    samples of partners lie.

    Args:
        fitted: the frontier of ``y`` on ``X``, as ``fit_frontier`` fits it; it must be ``inefficient``.

    Source: Jondrow et al. 1982 (u given ε); Tierney & Kadane 1986; Gelman 2006 (flat σ_u).
    """
    Q, R = orthogonal(X)
    posterior = _posterior(np.append(R @ fitted.beta, math.log(fitted.sigma2)), y, Q)
    chosen = rng.choice(len(posterior.logits), size=draws, p=posterior.weights)
    normal = rng.standard_normal((draws, posterior.modes.shape[1]))
    theta = posterior.modes[chosen] + np.einsum("dij,dj->di", posterior.roots[chosen], normal)
    gamma, size = expit(posterior.logits[chosen]), np.exp(y)
    gains = []
    for part in np.array_split(np.arange(draws), math.ceil(draws * len(y) / _AT_ONCE)):
        residuals = y[None, :] - theta[part, :-1] @ Q.T
        middle, spread = inefficiency(residuals, np.exp(theta[part, -1:]), gamma[part, None])
        tail = rng.random(residuals.shape) * np.exp(log_ndtr(middle / spread))
        below = np.maximum(middle - spread * ndtri(np.maximum(tail, 1e-300)), 0.0)
        gains.append(np.expm1(below) @ size)
    return np.concatenate(gains)


def _posterior(start: Array, y: Array, X: Array) -> _Posterior:
    """Look along all of γ first, then closely where its weight lies."""
    coarse = _along(np.linspace(*_ENDS, _COARSE), start, y, X)
    there = np.flatnonzero(coarse.weights > _NEGLIGIBLE)
    first, last = max(there[0] - 1, 0), min(there[-1] + 1, _COARSE - 1)
    best = coarse.modes[int(np.argmax(coarse.weights))]
    return _along(np.linspace(coarse.logits[first], coarse.logits[last], _FINE), best, y, X)


def _along(logits: Array, start: Array, y: Array, X: Array) -> _Posterior:
    from scipy.optimize import minimize  # noqa: PLC0415 - half a second, and most commands fit none

    modes, roots, heights = [], [], []
    for logit_gamma in logits:
        given = (y, X, float(logit_gamma))
        found = minimize(_descent_given, start, args=given, jac=True, method="SLSQP", bounds=within(start))
        start = found.x
        values, vectors = np.linalg.eigh(_curvature(found.x, *given))
        values = np.maximum(values, 1e-9 * values.max())
        modes.append(found.x)
        roots.append(vectors / np.sqrt(values))
        prior = (math.log(expit(logit_gamma)) + found.x[-1]) / 2
        heights.append(prior - float(found.fun) - 0.5 * float(np.log(values).sum()))
    weights = np.exp(np.array(heights) - max(heights))
    return _Posterior(logits, np.array(modes), np.array(roots), weights / weights.sum())


def _descent_given(theta: Array, y: Array, X: Array, logit_gamma: float) -> tuple[float, Array]:
    value, gradient = descent(np.append(theta, logit_gamma), y, X)
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

"""Shares of R² among predictors that go together: Lindeman–Merenda–Gold (Shapley) and Johnson's weights."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NOTHING = 1e-10  # what is left of a predictor's variance when others tell all of it


def lmg_shares(correlation: Array) -> Array:
    """Split R² among predictors: LMG_j = Σ_S |S|!(p − 1 − |S|)!/p!·(R²(S ∪ {j}) − R²(S)).

    The mean, over all orders in which predictors may enter, of what j adds when its turn comes: the Shapley value
    of R². All 2^p subsets are visited once, each from one with a predictor less by the sweep operator, for all
    matrices at once: p up to 10 is quick.

    Args:
        correlation: array (…, p + 1, p + 1), the outcome last.

    Returns: array (…, p), which sums to R² (:func:`r_squared`); each is 0 or more.
    Source: Lindeman, Merenda & Gold 1980; Kruskal 1987; Grömping 2006; sweep: Goodnight 1979.
    """
    p = correlation.shape[-1] - 1
    shares = np.zeros((*correlation.shape[:-2], p))
    for inside, swept in _subsets(correlation, 0, frozenset()):
        size = len(inside)
        if size < p:
            weight = math.factorial(size) * math.factorial(p - 1 - size) / math.factorial(p)
            outside = [j for j in range(p) if j not in inside]
            left = np.diagonal(swept, axis1=-2, axis2=-1)[..., outside]
            added = swept[..., outside, p] ** 2 / np.maximum(left, _NOTHING)
            shares[..., outside] += weight * np.where(left > _NOTHING, added, 0.0)
    return shares


def johnson_weights(correlation: Array) -> Array:
    """Split R² by way of the nearest orthogonal predictors: ε = Λ²·β², Λ = R_xx^½, β = Λ⁻¹·r_xy.

    A second opinion: it comes close to LMG, from another idea.

    Args:
        correlation: array (…, p + 1, p + 1), the outcome last.

    Returns: array (…, p), which sums to R².
    Source: Johnson 2000.
    """
    roots, vectors = np.linalg.eigh(correlation[..., :-1, :-1])
    root = np.sqrt(np.maximum(roots, _NOTHING))
    along = np.swapaxes(vectors, -1, -2)
    half = (vectors * root[..., None, :]) @ along
    slopes = ((vectors / root[..., None, :]) @ along) @ correlation[..., :-1, -1:]
    return np.asarray((half**2 @ slopes**2)[..., 0], dtype=np.float64)


def r_squared(correlation: Array) -> Array:
    """Return R² of the outcome on all predictors: array (…), from arrays (…, p + 1, p + 1), the outcome last."""
    return np.asarray(lmg_shares(correlation).sum(axis=-1), dtype=np.float64)


def variance_inflation(correlation: Array) -> Array:
    """Return VIF_j = 1/(1 − R_j²) of each predictor on the others; infinite where they tell it whole.

    Args:
        correlation: array (p, p), of predictors. Source: Marquardt 1970.
    """
    p = len(correlation)
    order = [[*(k for k in range(p) if k != j), j] for j in range(p)]
    told = np.array([r_squared(correlation[np.ix_(each, each)]) if p > 1 else 0.0 for each in order])
    inflation = np.divide(1.0, 1 - told, out=np.full(p, np.inf), where=1 - told > _NOTHING)
    return np.asarray(inflation, dtype=np.float64)


def condition_number(correlation: Array) -> float:
    """Return √(λ_max/λ_min) of the correlations of predictors, array (p, p) (Belsley, Kuh & Welsch 1980)."""
    roots = np.linalg.eigvalsh(correlation)
    return float(np.sqrt(roots[-1] / roots[0])) if roots[0] > _NOTHING else math.inf


def _subsets(matrix: Array, start: int, inside: frozenset[int]) -> Iterator[tuple[frozenset[int], Array]]:
    """Walk through all subsets of predictors, each with the matrix swept on it."""
    yield inside, matrix
    for j in range(start, matrix.shape[-1] - 1):
        yield from _subsets(_sweep(matrix, j), j + 1, inside | {j})


def _sweep(matrix: Array, j: int) -> Array:
    """Take out of all other variables what j tells of them; one that has nothing left of its own tells nothing."""
    pivot = matrix[..., j, j]
    inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > _NOTHING)
    return matrix - matrix[..., :, j : j + 1] * matrix[..., j : j + 1, :] * inverse[..., None, None]

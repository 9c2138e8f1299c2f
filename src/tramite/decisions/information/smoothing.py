"""What a decision would be worth on average, if some parameters were known: regression on their draws.

E[value | θ] is a smooth function of θ. The draws of value scatter around it; penalised splines find it (Strong,
Oakley & Brennan 2014; Eilers & Marx 1996).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl
from scipy.interpolate import BSpline
from scipy.linalg import block_diag, eigh
from scipy.special import ndtri

from tramite.kernel.chance import Draws

_DEGREE: Final = 3
_ALONE: Final = 20  # splines of one parameter by itself
_TOGETHER: Final = {2: 8, 3: 6}  # splines of each of two that act together, by parameters in all; more: _MANY
_MANY: Final = 5
_CROWDED: Final = 8  # splines of each of many that act alone
MOST: Final = 8  # parameters in a group: beyond it interactions outgrow the draws
_STRENGTHS: Final = np.logspace(-4, 8, 49)  # of the penalty, from none to a straight line
_RIDGE: Final = 1e-9  # for splines that no draw touches


@dataclass(frozen=True, slots=True)
class Smooth:
    """A fitted surface.

    Attributes:
        fitted: E[value | θ] of each draw, (d, a).
        basis: splines at each draw, (d, p); covariance: of the coefficients of each column, (a, p, p), in units of
            the residual variance.
        residual: covariance of the residuals, (a, a).
    """

    fitted: Draws
    basis: Draws
    covariance: Draws
    residual: Draws


def smooth(values: Draws, parameters: Draws, *, pairs: bool = True) -> Smooth:
    """Fit E[value | θ] by penalised splines; how smooth is chosen by generalised cross-validation.

    Parameters enter as normal scores, since any monotone change of scale leaves the value of information as it is:
    one alone by 20 cubic B-splines with a penalty on second differences; several by one such curve each, and a
    surface for each pair.

    Args:
        values: (d, a), one column per alternative. parameters: (d, m), m up to ``MOST`` with pairs.
        pairs: whether parameters may act together; without, any number of them.

    Raises:
        ValueError: more parameters than ``MOST``, with pairs.
    """
    if pairs and parameters.shape[1] > MOST:
        raise ValueError(f"{parameters.shape[1]} parameters, at most {MOST}")
    basis, penalty = _basis(parameters, pairs)
    middle = values.mean(axis=0)
    centred = values - middle
    gram = basis.T @ basis
    gram[np.diag_indices_from(gram)] += _RIDGE * np.trace(gram) / len(gram)
    # Directions in which data and penalty are both diagonal: every strength of the penalty costs one division.
    weights, directions = eigh(penalty, gram)
    weights = np.clip(weights, 0.0, None)
    loads = directions.T @ (basis.T @ centred)
    strengths = _strengths(centred, loads, weights)
    shrunk = 1.0 / (1.0 + weights[:, np.newaxis] * strengths)
    fitted = basis @ (directions @ (shrunk * loads))
    df = shrunk.sum(axis=0)
    left = centred - fitted
    degrees = np.maximum(len(values) - df, 1.0)
    residual = (left.T @ left) / np.sqrt(np.outer(degrees, degrees))
    covariance = np.stack([(directions * shrunk[:, a]) @ directions.T for a in range(values.shape[1])])
    return Smooth(fitted + middle, basis, covariance, residual)


def _strengths(centred: Draws, loads: Draws, weights: Draws) -> Draws:
    """Return the strength of the penalty with the least n·RSS/(n − df)², for each column."""
    draws = len(centred)
    total = (centred**2).sum(axis=0)
    shrunk = 1.0 / (1.0 + weights[:, np.newaxis] * _STRENGTHS)  # (p, s)
    explained = (loads**2).T @ (2 * shrunk - shrunk**2)  # (a, s)
    rest = np.clip(total[:, np.newaxis] - explained, 0.0, None)
    spent = np.minimum(1.0 + shrunk.sum(axis=0), draws - 1.0)
    best: Draws = _STRENGTHS[np.argmin(rest / (draws - spent) ** 2, axis=1)]
    return best


def _basis(parameters: Draws, pairs: bool) -> tuple[Draws, Draws]:
    """Return the splines at each draw, centred, and their penalty."""
    scores = [_scores(column) for column in parameters.T]
    many = len(scores)
    alone = _ALONE if many <= MOST else _CROWDED
    blocks = [_splines(score, alone) for score in scores]
    penalties = [_rough(alone)] * many
    size = _TOGETHER.get(many, _MANY)
    for one, other in combinations(scores, 2) if pairs else ():
        first, second = _splines(one, size), _splines(other, size)
        blocks.append((first[:, :, np.newaxis] * second[:, np.newaxis, :]).reshape(len(one), -1))
        rough, same = _rough(size), np.eye(size)
        penalties.append(np.kron(rough, same) + np.kron(same, rough))
    whole = np.concatenate(blocks, axis=1)
    return whole - whole.mean(axis=0), block_diag(*penalties)


def _scores(column: Draws) -> Draws:
    ranks = pl.Series(column).rank("average").to_numpy()
    scores: Draws = ndtri((ranks - 0.5) / len(column))
    return scores


def _splines(score: Draws, count: int) -> Draws:
    low, high = float(score.min()), float(score.max())
    step = max(high - low, 1e-12) / (count - _DEGREE)
    knots = low + step * np.arange(-_DEGREE, count + 1)
    inside = np.clip(score, low, low + step * (count - _DEGREE) * (1 - 1e-12))
    made: Draws = BSpline.design_matrix(inside, knots, _DEGREE).toarray()
    return made


def _rough(count: int) -> Draws:
    second = np.diff(np.eye(count), n=2, axis=0)
    made: Draws = second.T @ second
    return made

"""A reaction as a line through what was asked: monotone, and never beyond the largest asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.errors import TramiteError

Array = NDArray[np.float64]


class NotAsked(TramiteError):
    """A change larger than any that was asked about: what would happen is not known."""

    exit_code = 4
    http_status = 422


def reaction_at(size: float | Array, asked: Sequence[float], reactions: Array) -> Array:
    """Return the reaction to a change of some size, on the straight lines between what was asked.

    f(0) = 0, f(x_i) = the reaction to x_i, linear between. METHOD §2.4: what is asked in two values is not taken
    for linear by assumption, and never continued beyond the larger.

    Args:
        size: of the change, in the unit of ``asked`` (per cent), 0 or more; one number, or one for each of (...).
        asked: changes asked about, rising. reactions: (..., point), one for each of them.

    Raises:
        NotAsked: the change is larger than the largest asked; ask about it, or alter the alternative.
    """
    sizes = np.asarray(size, dtype=np.float64)
    if not (sizes.min() >= 0 and sizes.max() <= asked[-1]):
        raise NotAsked("not_asked", size=f"{sizes.max():g}", largest=f"{asked[-1]:g}")
    points = np.array([0.0, *asked])
    right = np.maximum(np.searchsorted(points, sizes), 1)
    share = (sizes - points[right - 1]) / (points[right] - points[right - 1])
    known = np.concatenate([np.zeros((*reactions.shape[:-1], 1)), reactions], axis=-1)
    found: Array = (1 - share) * _each(known, right - 1) + share * _each(known, right)
    return found


def _each(known: Array, place: NDArray[np.intp]) -> Array:
    """Return one point of each reaction: (...)."""
    places = np.broadcast_to(place, known.shape[:-1])[..., np.newaxis]
    return np.take_along_axis(known, places, axis=-1)[..., 0]


def monotone(reactions: Array) -> Array:
    """Return the nearest reactions that never fall from one point to the next (least squares, all points alike).

    f_i = max_{a ≤ i} min_{b ≥ i} mean(y_a … y_b): who loses a share at +5% loses no less at +10%, though the two
    were asked of different people. Applied to draws it is the projection of Dunson & Neelon 2003.

    Args:
        reactions: (..., point).

    Source: Robertson, Wright & Dykstra 1988, §1.4 (max–min formula).
    """
    points = reactions.shape[-1]
    found = np.empty_like(reactions)
    for i in range(points):
        candidates = [
            np.min([reactions[..., a : b + 1].mean(axis=-1) for b in range(i, points)], axis=0)
            for a in range(i + 1)
        ]
        found[..., i] = np.max(candidates, axis=0)
    return found

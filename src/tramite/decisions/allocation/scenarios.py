"""Which draws choose and which judge: what a search gains by luck must not be counted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.chance import Draws

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """Places of the draws that choose, and of the others, which judge; both in order."""

    choosing: Places
    judging: Places


def halves(draws: int) -> Split:
    """Let even draws choose and odd ones judge, as the verdict on the strategy does (METHOD §3.11.2)."""
    places = np.arange(draws, dtype=np.int64)
    return Split(places[::2], places[1::2])


def stratified(values: Draws, count: int, rng: np.random.Generator) -> Split:
    """Let ``count`` draws choose, one from each stratum; the rest judge.

    Strata of equal size along the first principal component of the values: the few draws are spread as all of
    them are, the tails included, and each stands for as many.

    Args:
        values: of what is compared, standing for how draws differ: (a, d). count: at most half of the draws.
    """
    draws = values.shape[1]
    count = max(1, min(count, draws // 2))
    centred = values - values.mean(axis=1, keepdims=True)
    first = np.linalg.eigh(centred @ centred.T)[1][:, -1]
    along = (first if first.sum() >= 0 else -first) @ centred
    order = np.argsort(along, kind="stable")
    edges = np.linspace(0, draws, count + 1).astype(np.int64)
    picked = np.array([order[rng.integers(low, high)] for low, high in pairwise(edges)])
    choosing = np.sort(picked)
    return Split(choosing, np.setdiff1d(np.arange(draws, dtype=np.int64), choosing))

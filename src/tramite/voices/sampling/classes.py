"""Classes of size: where to cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_BINS_PER_CLASS = 20  # as in Cochran's example; many more make bins of one unit, whose √f is no density


def size_limits(size: NDArray[np.float64], *, classes: int) -> tuple[float, ...]:
    """Return the lower limits of all classes but the lowest, ascending: fewer where sizes do not tell as many.

    Equal steps on the cumulated √f, f the units in each of 20·L equal bins.

    Args:
        size: one per unit. classes: L.

    Source: Dalenius & Hodges 1959; Cochran 1977, §5A.7.
    """
    if classes < 2 or not len(size) or size.min() == size.max():
        return ()
    counts, edges = np.histogram(size, bins=_BINS_PER_CLASS * classes)
    cuts = dict.fromkeys(cut_bins(counts.tolist(), classes=classes))
    limits = [float(edges[cut]) for cut in cuts if 0 < cut < len(counts)]
    return tuple(limit for limit in limits if (size < limit).any() and (size >= limit).any())


def cut_bins(counts: Sequence[int], *, classes: int) -> tuple[int, ...]:
    """Return after how many bins each class but the last ends: where cumulated √f is nearest to k/L of its sum."""
    cumulated = np.cumsum(np.sqrt(np.asarray(counts, dtype=np.float64)))
    targets = cumulated[-1] * np.arange(1, classes) / classes
    return tuple(int(np.argmin(np.abs(cumulated - target))) + 1 for target in targets)

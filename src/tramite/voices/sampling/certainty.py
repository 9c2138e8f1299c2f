"""Who is so large that every sample holds them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROUNDING = 1e-12  # of sums: units of equal size are taken together, or none of them


def certainty_units(size: NDArray[np.float64], *, n: int) -> NDArray[np.bool_]:
    """Tell which units are interviewed for certain.

    From the largest down, unit i is taken while x_i ≥ X_rest/n_rest: the rest, i included, over the interviews
    that are left.

    Args:
        size: x, the larger of a unit's shares of revenue and of potential; one per unit, not negative.
        n: interviews in all.

    Source: Hidiroglou 1986 (cut-off of the take-all stratum), as METHOD §4.2a words it.
    """
    order = np.argsort(-size, kind="stable")
    ordered = size[order]
    rest = np.cumsum(ordered[::-1])[::-1]
    taken = 0
    while taken < min(n, len(ordered)):
        x = ordered[taken]
        if x <= 0 or x * (n - taken) < rest[taken] * (1 - _ROUNDING):
            break
        taken += 1
    certain = np.zeros(len(size), dtype=np.bool_)
    certain[order[:taken]] = True
    return certain

"""The inner loop of the simulation: from moves of spending to amounts on the lines of the statement.

The only compiled code of the program. It runs without Python's lock, so that blocks of draws run side by side;
each draw is computed by itself, in one order, so that the digits do not depend on the number of threads.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from tramite.kernel.chance import Draws


@numba.njit(nogil=True, cache=True)
def contract(
    moves: Draws, weights: Draws, base: Draws, factor_of: NDArray[np.int64], factors: Draws, out: Draws
) -> None:
    """Add up amounts by month.

    out[d,t,k,c] = Σ_g F[row(g,k,c),d,t] · Σ_f w[d,t,f] · M[d,t,g,f,k] · base[g, t mod B, f, k, c]

    Shapes: d draws, t months, g groups of market cells, f and k channels (from, to), c columns, B base months.

    Args:
        moves: (d, t, g, f, k or more) share of the base spend of f that is spent in k.
        weights: (d, t, f) growth of the base spend of f.
        base: (g, B, f, k, c) amount of column c if all base spend of f were spent in k.
        factor_of: (g, k, c) row of ``factors``. factors: (row, d, t), row 0 all ones.
        out: (d, t, k, c), written.
    """
    draws, months, groups, channels, _ = moves.shape
    columns = out.shape[3]
    total = np.empty(columns)
    for d in range(draws):
        for t in range(months):
            out[d, t] = 0.0
            for g in range(groups):
                there = base[g, t % base.shape[1]]
                for k in range(channels):
                    total[:] = 0.0
                    for f in range(channels):
                        share = moves[d, t, g, f, k]
                        if share != 0.0:
                            spent = share * weights[d, t, f]
                            for c in range(columns):
                                total[c] += spent * there[f, k, c]
                    for c in range(columns):
                        row = factor_of[g, k, c]
                        out[d, t, k, c] += total[c] if row == 0 else total[c] * factors[row, d, t]


@numba.njit(nogil=True, cache=True)
def contract_horizon(
    moves: Draws, weights: Draws, base: Draws, factor_of: NDArray[np.int64], factors: Draws, out: Draws
) -> None:
    """Add up the amounts of :func:`contract` over all months: out (d, k, c)."""
    draws, months, groups, channels, _ = moves.shape
    columns = out.shape[2]
    for d in range(draws):
        out[d] = 0.0
        for t in range(months):
            for g in range(groups):
                there = base[g, t % base.shape[1]]
                for f in range(channels):
                    for k in range(channels):
                        share = moves[d, t, g, f, k]
                        if share != 0.0:
                            spent = share * weights[d, t, f]
                            for c in range(columns):
                                row = factor_of[g, k, c]
                                amount = spent * there[f, k, c]
                                out[d, k, c] += amount if row == 0 else amount * factors[row, d, t]

"""The inner loop of the simulation: from moves of spending to amounts on the lines of the statement.

The only compiled code of the program. It runs without Python's lock, so that blocks of draws run side by side;
each draw is computed by itself, in one order, so that the digits do not depend on the number of threads.
Draws are the last axis of everything: the processor works on several at once.
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
    """Add up amounts by month, or over all months if ``out`` has one.

    out[c,k,t,d] = Σ_g F[row(g,k,c),t,d] · Σ_f w[f,t,d] · M[g,f,k,t,d] · base[g, t mod B, f, k, c]

    Shapes: d draws, t months, g groups of market cells, f and k channels (from, to), c columns, B base months.

    Args:
        moves: (g, f, k or more, t, d) share of the base spend of f that is spent in k. Most are 0 in every draw
            and month: these are looked at once and left out.
        weights: (f, t, d) growth of the base spend of f.
        base: (g, B, f, k, c) amount of column c if all base spend of f were spent in k.
        factor_of: (g, k, c) row of ``factors``. factors: (row, t, d), row 0 all ones.
        out: (c, k, t or 1, d), written.
    """
    groups, channels, _, months, draws = moves.shape
    columns, _, rows, _ = out.shape
    spent = np.empty(draws)
    for k in range(channels):
        out[:, k] = 0.0
        for g in range(groups):
            for f in range(channels):
                if not _any(moves[g, f, k].reshape(-1)):
                    continue
                for t in range(months):
                    share, weight = moves[g, f, k, t], weights[f, t]
                    for d in range(draws):
                        spent[d] = share[d] * weight[d]
                    for c in range(columns):
                        total = out[c, k, t % rows]
                        amount = base[g, t % base.shape[1], f, k, c]
                        row = factor_of[g, k, c]
                        if row == 0:
                            _add(total, spent, amount)
                        else:
                            _add_times(total, spent, amount, factors[row, t])


@numba.njit(nogil=True, cache=True)
def _add(total: Draws, spent: Draws, amount: float) -> None:
    for d in range(total.size):
        total[d] += spent[d] * amount


@numba.njit(nogil=True, cache=True)
def _add_times(total: Draws, spent: Draws, amount: float, factor: Draws) -> None:
    for d in range(total.size):
        total[d] += spent[d] * amount * factor[d]


@numba.njit(nogil=True, cache=True)
def _any(values: Draws) -> bool:
    """Tell whether any is not 0: by their bits, which a processor joins several at a time."""
    bits, joined = values.view(np.int64), np.int64(0)
    for place in range(bits.size):
        joined |= bits[place]
    return bool(joined != 0)

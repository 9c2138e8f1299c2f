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
            and month: these are looked at once and left out. The others are added up two at a time, so that
            ``out`` is read and written half as often; the digits are those of one at a time.
        weights: (f, t, d) growth of the base spend of f.
        base: (g, B, f, k, c) amount of column c if all base spend of f were spent in k.
        factor_of: (g, k, c) row of ``factors``. factors: (row, t, d), row 0 all ones.
        out: (c, k, t or 1, d), written.
    """
    groups, channels, _, months, draws = moves.shape
    columns, _, rows, _ = out.shape
    sources = np.empty(channels, dtype=np.int64)
    one, two = np.empty(draws), np.empty(draws)
    for k in range(channels):
        out[:, k] = 0.0
        for g in range(groups):
            count = _find_sources(moves, g, k, sources)
            for first in range(0, count, 2):
                f, other = sources[first], sources[min(first + 1, count - 1)]
                for t in range(months):
                    amounts = base[g, t % base.shape[1]]
                    _multiply(moves[g, f, k, t], weights[f, t], one)
                    if other != f:
                        _multiply(moves[g, other, k, t], weights[other, t], two)
                    for c in range(columns):
                        total, amount, row = out[c, k, t % rows], amounts[f, k, c], factor_of[g, k, c]
                        if other == f and row == 0:
                            _add(total, one, amount)
                        elif other == f:
                            _add_times(total, one, amount, factors[row, t])
                        elif row == 0:
                            _add_two(total, one, amount, two, amounts[other, k, c])
                        else:
                            _add_two_times(total, one, amount, two, amounts[other, k, c], factors[row, t])


@numba.njit(nogil=True, cache=True)
def _multiply(values: Draws, by: Draws, product: Draws) -> None:
    for d in range(product.size):
        product[d] = values[d] * by[d]


@numba.njit(nogil=True, cache=True)
def _add(total: Draws, spent: Draws, amount: float) -> None:
    for d in range(total.size):
        total[d] += spent[d] * amount


@numba.njit(nogil=True, cache=True)
def _add_times(total: Draws, spent: Draws, amount: float, factor: Draws) -> None:
    for d in range(total.size):
        total[d] += spent[d] * amount * factor[d]


@numba.njit(nogil=True, cache=True)
def _add_two(total: Draws, spent: Draws, amount: float, other: Draws, more: float) -> None:
    for d in range(total.size):
        total[d] = total[d] + spent[d] * amount + other[d] * more


@numba.njit(nogil=True, cache=True)
def _add_two_times(total: Draws, spent: Draws, amount: float, other: Draws, more: float, factor: Draws) -> None:
    for d in range(total.size):
        total[d] = total[d] + spent[d] * amount * factor[d] + other[d] * more * factor[d]


@numba.njit(nogil=True, cache=True)
def _find_sources(moves: Draws, g: int, k: int, sources: NDArray[np.int64]) -> int:
    """Write down the channels from which something is spent in k, and return how many."""
    count = 0
    for f in range(sources.size):
        if _any(moves[g, f, k]):
            sources[count] = f
            count += 1
    return count


@numba.njit(nogil=True, cache=True)
def _any(plane: Draws) -> bool:
    """Tell whether any is not 0: by their bits, which a processor joins several at a time."""
    for t in range(len(plane)):
        bits, joined = plane[t].view(np.int64), np.int64(0)
        for place in range(bits.size):
            joined |= bits[place]
        if joined != 0:
            return True
    return False

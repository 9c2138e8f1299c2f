"""The inner loop of the simulation: from moves of spending to amounts on the lines of the statement.

The only compiled code of the program. It runs without Python's lock, so that blocks of draws run side by side;
each draw is computed by itself, in one order, so that the digits do not depend on the number of threads.
Draws are the last axis of everything: the processor works on several at once.
"""

from __future__ import annotations

from itertools import zip_longest

import numba
import numpy as np
from numpy.typing import NDArray

from tramite.decisions.world import Planes
from tramite.kernel.chance import Draws


def contract(
    planes: Planes, weights: Draws, base: Draws, factor_of: NDArray[np.int64], factors: Draws, out: Draws
) -> None:
    """Add up amounts by month, or over all months if ``out`` has one.

    out[c,k,t,d] = Σ_g F[row(g,k,c),t,d] · Σ_f w[f,t,d] · M[g,f,k,t,d] · base[g, t mod B, f, k, c]

    Shapes: d draws, t months, g groups of market cells, f and k channels (from, to), c columns, B base months.
    Sources of a channel are added up two at a time, so that ``out`` is read and written half as often; the digits
    are those of one at a time.

    Args:
        planes: (g, f, k) to (t, d): share of the base spend of f that is spent in k. What is not there is 0.
        weights: (f, t, d) growth of the base spend of f.
        base: (g, B, f, k, c) amount of column c if all base spend of f were spent in k.
        factor_of: (g, k, c) row of ``factors``. factors: (row, t, d), row 0 all ones.
        out: (c, k, t or 1, d), written.
    """
    out[...] = 0.0
    groups, _, channels = base.shape[:3]
    for k in range(channels):
        for g in range(groups):
            sources = [f for f in range(channels) if (g, f, k) in planes]
            for f, other in zip_longest(sources[::2], sources[1::2], fillvalue=-1):
                first = planes[g, f, k]
                second = first if other < 0 else planes[g, other, k]
                _contract_two(first, second, f, other, weights, base[g], k, factor_of[g, k], factors, out)


@numba.njit(nogil=True, cache=True)
def _contract_two(
    first: Draws, second: Draws, f: int, other: int, weights: Draws, base: Draws, k: int,
    factor_of: NDArray[np.int64], factors: Draws, out: Draws,
) -> None:  # fmt: skip
    """Add what two channels leave in a third; ``other`` below 0: what one leaves."""
    columns, _, rows, draws = out.shape
    one, two = np.empty(draws), np.empty(draws)
    for t in range(len(first)):
        amounts = base[t % len(base)]
        _multiply(first[t], weights[f, t], one)
        if other >= 0:
            _multiply(second[t], weights[other, t], two)
        for c in range(columns):
            total, amount, row = out[c, k, t % rows], amounts[f, k, c], factor_of[c]
            if other < 0 and row == 0:
                _add(total, one, amount)
            elif other < 0:
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

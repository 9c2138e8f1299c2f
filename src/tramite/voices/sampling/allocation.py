"""How the interviews are shared among strata."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence


def allocate(N: Sequence[int], S: Sequence[float], *, n: int, minimum: int) -> tuple[int, ...]:
    """Return whole n_h of sum n with the least variance Σ N_h²·S_h²/n_h (Neyman's allocation, exact in integers).

    Each stratum begins with its minimum; each further interview goes where the priority
    N_h·S_h/√(n_h·(n_h + 1)) is largest, until n are given; a stratum that is full takes no more. Strata whose S_h
    is 0 come last, by N_h.

    Args:
        N: units of each stratum. S: standard deviation of what is asked, same order.
        n: interviews; raised to the sum of the minima, lowered to that of N.
        minimum: m; a stratum gets min(m, N_h) or more.

    Source: Neyman 1934; Wright 2014, 2017 (exact optimum under bounds); METHOD §4.2b.
    """
    given = [min(minimum, units) for units in N]
    left = min(n, sum(N)) - sum(given)
    queue = [_place(h, given[h], N[h], S[h]) for h in range(len(N)) if given[h] < N[h]]
    heapq.heapify(queue)
    for _ in range(max(left, 0)):
        h = heapq.heappop(queue)[-1]
        given[h] += 1
        if given[h] < N[h]:
            heapq.heappush(queue, _place(h, given[h], N[h], S[h]))
    return tuple(given)


def _place(h: int, given: int, units: int, spread: float) -> tuple[float, float, int]:
    """Rank a stratum: smallest first, so that priorities are negative; ties by size, then by its place."""
    step = math.sqrt(given * (given + 1))
    by_spread, by_size = units * spread, float(units)
    if step == 0:
        return (-math.inf if by_spread else 0.0, -by_size, h)
    return (-by_spread / step, -by_size / step, h)

"""How many interviews a margin asks for."""

from __future__ import annotations

import math

from scipy.special import ndtri


def sample_size(N: int, *, spread: float, margin: float, level: float) -> int:
    """Return n = n₀/(1 + n₀/N), n₀ = (z·s/e)², rounded up: interviews for a mean within ± e.

    Args:
        N: population. spread: s, standard deviation of the score, points. margin: e, half width of the interval,
            points. level: probability of the interval, 0–1; z is its normal quantile.

    Source: Cochran 1977, §4.5; METHOD §4.2c: N = 60, s = 22, e = 6 → 28.
    """
    first = (float(ndtri((1 + level) / 2)) * spread / margin) ** 2
    return math.ceil(first / (1 + first / N)) if N else 0


def margin_of(n: int, N: int, *, spread: float, level: float) -> float | None:
    """Return the half width e that n interviews of N give: z·s·√((1 − n/N)/n), points; ``None`` for n = 0."""
    if n == 0:
        return None
    return float(ndtri((1 + level) / 2)) * spread * math.sqrt((1 - n / N) / n)

"""What new partners sell, against the spread that a sample and its quartiles have."""

from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.potential.productivity import Productivity
from tramite.kernel.estimate import Estimate

N = 399
DRAWS = 20_000
TOLD = Estimate(None, None, None, 0.9, 0, None, "money", "test")
EVEN = Productivity("shops", tuple(float(n) / N for n in range(1, N + 1)), TOLD)


@pytest.mark.parametrize("recruits", [1, 10, 100])
def test_the_mean_of_recruits_errs_with_them_and_with_the_sample(recruits: int) -> None:
    """Even sizes on (0, 1): w²/12n for the recruits, w = ½; for the sample ∫∫ (min(u, v) − uv) du dv / w²(N + 1).

    Over (¼, ¾) the integral is 1/24: together 1/48n + 1/6(N + 1).
    """
    drawn = EVEN.draw(np.random.default_rng(1), DRAWS, recruits)
    expected = 1 / (48 * recruits) + 1 / (6 * (N + 1))
    assert drawn.mean() == pytest.approx(0.5, abs=4 * np.sqrt(expected / DRAWS) + 1 / N)
    assert drawn.var() == pytest.approx(expected, rel=0.05)


def test_the_largest_are_not_won_anew() -> None:
    few = Productivity("shops", (1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 1e9), TOLD)
    drawn = few.draw(np.random.default_rng(1), DRAWS, 1)
    assert (drawn.min(), drawn.max()) == (2.0, 4.0)

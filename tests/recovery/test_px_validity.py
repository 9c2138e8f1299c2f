"""Does the interval of a rank correlation hold the truth nine times in ten, with the ties of a 0–10 scale?"""

from __future__ import annotations

import os

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from tramite.beliefs.px.validity import spearman

Array = NDArray[np.float64]
WORLDS, SURE = int(os.environ.get("TRAMITE_WORLDS", "400")), 0.001


def pairs(rng: np.random.Generator, n: int, together: float) -> tuple[Array, Array]:
    """Draw PX, in steps of a tenth, and an answer from 0 to 10 that most give above the middle."""
    x, own = rng.standard_normal((2, n))
    y = together * x + (1 - together**2) ** 0.5 * own
    return np.clip(np.round(58 + 14 * x, 1), 0, 100), np.clip(np.round(7 + 2 * y), 0, 10)


@pytest.mark.parametrize("n", [20, 55])
@pytest.mark.parametrize("together", [0.0, 0.4, 0.8])
def test_interval_holds_the_truth(n: int, together: float) -> None:
    rng = np.random.default_rng([3, n])
    whole = spearman(*pairs(rng, 200_000, together), level=0.9)
    assert whole is not None
    held = 0
    for _ in range(WORLDS):
        found = spearman(*pairs(rng, n, together), level=0.9)
        assert found is not None
        assert found[1] is not None
        assert found[2] is not None
        held += found[1] <= whole[0] <= found[2]
    print(f"\nn = {n}, true rank correlation {whole[0]:.2f}: held in {held / WORLDS:.1%}")
    assert binom.ppf(SURE, WORLDS, 0.87) <= held <= binom.ppf(1 - SURE, WORLDS, 0.93)

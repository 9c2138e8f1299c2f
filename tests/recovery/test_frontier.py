"""Partners with known effort: parameters of the frontier, efficiencies and the gain at the frontier."""

from __future__ import annotations

import os

import numpy as np
import pytest

from tramite.beliefs.potential.frontier import fit_frontier
from tramite.beliefs.potential.frontier_gain import draw_gain

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "40"))
SLOPE, SIGMA2, DRAWS = 0.7, 0.5, 300


@pytest.mark.parametrize(("partners", "gamma"), [(60, 0.8), (170, 0.8), (170, 0.5)])
def test_gain_at_the_frontier_is_covered(partners: int, gamma: float, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(partners + round(100 * gamma))
    covered = fitted = 0
    slopes, gammas, off = [], [], []
    for _ in range(WORLDS):
        X = np.column_stack([np.ones(partners), rng.normal(13, 1, partners)])
        u = np.abs(rng.normal(0, np.sqrt(gamma * SIGMA2), partners))
        y = 2 + SLOPE * X[:, 1] + rng.normal(0, np.sqrt((1 - gamma) * SIGMA2), partners) - u
        found = fit_frontier(y, X)
        if not found.inefficient:
            continue
        fitted += 1
        drawn = draw_gain(found, y, X, rng=rng, draws=DRAWS)
        lower, upper = np.quantile(drawn, [0.05, 0.95])
        covered += lower <= float(np.exp(y) @ np.expm1(u)) <= upper
        slopes.append(found.beta[1])
        gammas.append(found.gamma)
        off.append(found.efficiency(y, X).mean() - np.exp(-u).mean())
    with capsys.disabled():
        print(
            f"\nfrontier, {partners} partners, γ {gamma}: skewed the wrong way {1 - fitted / WORLDS:.0%}; "
            f"90% interval of the gain holds the truth in {covered / fitted:.1%}; "
            f"slope {np.mean(slopes):.3f} (0.7), γ {np.mean(gammas):.2f}, "
            f"efficiency off by {np.mean(off):+.3f} ({WORLDS} worlds)"
        )
    spread = 3 * np.sqrt(0.9 * 0.1 / fitted)
    assert covered / fitted >= 0.9 - 0.05 - spread
    assert np.mean(slopes) == pytest.approx(SLOPE, abs=0.02 + 3 * np.std(slopes) / np.sqrt(fitted))
    assert abs(np.mean(off)) < 0.05 + 3 * np.std(off) / np.sqrt(fitted)

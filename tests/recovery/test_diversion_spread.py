"""Do the intervals of diversion hold the truth when the sides agree, and when partners overstate?"""

from __future__ import annotations

import math
import os

import numpy as np
import pytest
from numpy.typing import NDArray

from tramite.beliefs.reactions.shares import SideHeard, counted, dirichlet, share_estimates
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

TRUTH = {"web": 0.35, "comp_same": 0.25, "comp_other": 0.2, "without": 0.05, "stop": 0.1, "delay": 0.05}
OVERSTATED = ("comp_same", "comp_other")
WORLDS = int(os.environ.get("TRAMITE_WORLDS", "300"))
METHOD = Method()
Shares = NDArray[np.float64]


def heard(item_id: str, shares: Shares, n: int, reliability: float, rng: np.random.Generator) -> SideHeard:
    """Let n respondents go one way each, so that an answer is a multinomial trial."""
    counts = rng.multinomial(n, shares) / n
    return SideHeard(item_id, n, float(n), 1 / n, reliability, 0.0, dict(zip(TRUTH, counts, strict=True)))


def covered(overstated: float, customers: int, partners: int, *, widen: bool) -> tuple[float, float]:
    """Return how many intervals hold the truth, and how wide they are."""
    rng = np.random.default_rng(20240607)
    true = np.array(list(TRUTH.values()))
    told = true * [overstated if name in OVERSTATED else 1.0 for name in TRUTH]
    told /= told.sum()
    held, width = 0, 0.0
    for _ in range(WORLDS):
        sides = [heard("CC03", true, customers, 1.0, rng), heard("PX10", told, partners, 0.5, rng)]
        these = counted(sides, METHOD)
        alpha = dirichlet(tuple(TRUTH), these, METHOD)
        if not widen:  # what the sum of r·n·share alone would believe
            alpha = tuple(
                METHOD.diversion_prior / len(TRUTH)
                + sum(s.reliability * s.effective_n * s.shares[name] for s in sides)
                for name in TRUTH
            )
        found = share_estimates(tuple(TRUTH), alpha, sides=these, grade=Grade.C, method=METHOD, simulated=True)
        for name, estimate in found.items():
            assert estimate.lower is not None
            assert estimate.upper is not None
            held += estimate.lower <= TRUTH[name] <= estimate.upper
            width += estimate.upper - estimate.lower
    total = WORLDS * len(TRUTH)
    return held / total, width / total


@pytest.mark.parametrize("overstated", [1.0, 1.35, 2.0, 4.0])
def test_intervals_hold_the_truth_whatever_partners_say(
    overstated: float, capsys: pytest.CaptureFixture[str]
) -> None:
    share, width = covered(overstated, 24, 24, widen=True)
    naive, naive_width = covered(overstated, 24, 24, widen=False)
    many, _ = covered(overstated, 24, 60, widen=True)
    with capsys.disabled():
        print(
            f"\ndiversion, partners overstate ×{overstated:g}: {share:.1%} (width {width:.3f}); spread not "
            f"counted: {naive:.1%} ({naive_width:.3f}); with 60 partners {many:.1%}; {WORLDS} worlds"
        )
    luck = 2 * math.sqrt(0.09 / (WORLDS * 3))  # shares of one world sum to 1: they hold together
    assert 0.87 - luck <= share <= 0.93 + luck
    assert 0.87 - luck <= many <= 0.93 + luck


def test_without_the_spread_many_partners_who_overstate_would_carry_the_belief() -> None:
    naive, _ = covered(4.0, 24, 60, widen=False)
    assert naive < 0.75

"""Markets with known limits: is the limit that binds found, and does the interval of the room hold the truth?"""

from __future__ import annotations

import os

import numpy as np
import pytest

from tests.beliefs.potential.made import SALES, Market, believed
from tramite.beliefs.potential.result import TERMS
from tramite.kernel.case import CaseDefinition

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "30"))
PARTNERS, HEARD, CUSTOMERS = 100, 24, 15


def market(rng: np.random.Generator, growth: float, reach: float, spending: float) -> Market:
    """Draw a market: partners state growth, customers within reach and served, customers their spending.

    The share of wallet of customers is uniform from 20 to 70%: the eightieth percentile is 60%.
    """
    made = Market()
    for _ in range(HEARD):
        stated = float(rng.normal(growth, 0.08)) * 100
        served = float(rng.integers(40, 160))
        ratio = 1 + (reach - 1) * float(rng.gamma(6, 1 / 6))
        made.partner(likely=stated, potential=served * ratio, served=served, first="sales")
    made.silent(PARTNERS - HEARD)
    for _ in range(CUSTOMERS):
        made.customer(ours=float(rng.uniform(20, 70)), total=float(spending * rng.lognormal(-0.125, 0.5)))
    return made


def test_binding_limit_is_found_and_room_is_covered(
    definition: CaseDefinition, capsys: pytest.CaptureFixture[str]
) -> None:
    """κ and the rate of winning are drawn from what the method assumes, so that the intervals should hold."""
    rng = np.random.default_rng(20241231)
    method = definition.method
    found = covered = 0
    told = 0.0
    for _ in range(WORLDS):
        kappa = rng.triangular(method.stated_growth_low, method.stated_growth_likely, method.stated_growth_high)
        won = rng.triangular(method.won_low, method.won_likely, method.won_high)
        growth, reach = float(rng.uniform(0.15, 0.6)), float(rng.uniform(1.5, 4))
        # served customers are 100 on average: potential of a partner is 100·reach
        demand = SALES * float(rng.uniform(0.9, 1.8))
        spending = demand / (PARTNERS * 100 * reach * 0.6 * 0.5)
        truth = {"demand": demand, "capacity": SALES * (1 + kappa * growth),
                 "coverage": SALES * (1 + won * (reach - 1))}  # fmt: skip
        one = believed(market(rng, growth, reach, spending), definition).channels["shops"]
        lowest = min(TERMS, key=lambda name: truth[name])
        found += one.binding.found == lowest
        told += max(one.binding.lowest.values())
        assert one.room.lower is not None
        assert one.room.upper is not None
        covered += one.room.lower <= truth[lowest] / SALES - 1 <= one.room.upper
    with capsys.disabled():
        print(
            f"\npotential: the limit that binds is found in {found / WORLDS:.0%} "
            f"(it says {told / WORLDS:.0%}); 90% interval of the room holds the truth "
            f"in {covered / WORLDS:.0%} of {WORLDS} worlds"
        )
    spread = 3 * np.sqrt(0.9 * 0.1 / WORLDS)
    assert covered / WORLDS >= 0.9 - 0.05 - spread
    # it is as often right as it says: the worlds are drawn so that limits lie near each other
    assert found / WORLDS == pytest.approx(told / WORLDS, abs=0.05 + 3 * np.sqrt(0.25 / WORLDS))

"""Worlds in which it is known how far a channel can go, and what holds it back."""

from __future__ import annotations

import math
import os
from datetime import date

import numpy as np
import pytest

from tests.beliefs.potential.made import SALES, Market, believed
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "40"))
HEARD, POPULATION = 24, 120
METHOD = Method()
SHOPS = {"id": "shops", "name": {"en": "Shops", "it": "Negozi"}, "kind": "resellers", "reach": "indirect",
         "medium": "physical", "end_customer": "both"}  # fmt: skip
CASE = CaseDefinition.model_validate({
    "name": {"en": "Planted", "it": "Simulato"}, "vendor": "Rossi", "currency": "EUR",
    "as_of": date(2024, 12, 31), "channels": [SHOPS],
})  # fmt: skip
# Growth stated, customers for each one served, yearly spending of a customer. Demand of 120 partners with 800
# customers each, of which we may have about 43 in 100 at half of the price: 825,000 at a spending of 40, less than
# the 1,300,000 of capacity; at 2,000 it binds nobody.
BINDS = {"capacity": (0.15, 8.0, 2_000.0), "coverage": (0.60, 1.3, 2_000.0), "demand": (0.60, 8.0, 40.0)}


def market(rng: np.random.Generator, growth: float, reach: float, spending: float) -> Market:
    """Hear some of the partners, whose stated growth, reach and customers' spending lie around the truth."""
    made = Market()
    for _ in range(HEARD):
        served = 100.0
        made.partner(
            likely=float(100 * max(rng.normal(growth, 0.08), 0.0)),
            potential=float(served * max(reach * rng.normal(1, 0.2), 1.0)), served=served,
        )  # fmt: skip
    made.silent(POPULATION - HEARD)
    for _ in range(15):
        made.customer(ours=float(rng.uniform(35, 45)), total=float(spending * rng.lognormal(0, 0.15)))
    return made


@pytest.mark.parametrize("binds", BINDS)
def test_the_limit_that_binds_is_found(binds: str, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(2026)
    found = [
        believed(market(rng, *BINDS[binds]), CASE).channels["shops"].binding.found
        for _ in range(max(WORLDS // 2, 10))
    ]
    right = float(np.mean([one == binds for one in found]))
    with capsys.disabled():
        print(f"\n{binds} binds: found in {right:.0%} of {len(found)} worlds", end="")
    assert right >= 0.8


def test_interval_of_capacity_holds_what_comes_true(capsys: pytest.CaptureFixture[str]) -> None:
    """κ is drawn for each world as it is believed to vary; what partners mean is the mean of all of them."""
    rng = np.random.default_rng(7)
    ends = (METHOD.stated_growth_low, METHOD.stated_growth_likely, METHOD.stated_growth_high)
    hits = []
    for _ in range(WORLDS):
        kappa, mean = float(rng.triangular(*ends)), float(rng.uniform(0.1, 0.3))
        estimate = believed(market(rng, mean, 8.0, 2_000.0), CASE).channels["shops"].terms["capacity"].estimate
        assert estimate.lower is not None
        assert estimate.upper is not None
        hits.append(estimate.lower <= SALES * (1 + kappa * mean) <= estimate.upper)
    rate = float(np.mean(hits))
    with capsys.disabled():
        print(f"\ncapacity: 90% intervals hold the truth in {rate:.1%} of {WORLDS} worlds", end="")
    assert rate >= 0.9 - 3 * math.sqrt(0.09 / WORLDS) - 0.02

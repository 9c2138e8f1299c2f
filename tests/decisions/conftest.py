"""Grounds for simulations, small enough to work by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tramite.decisions.ground import Future, Ground
from tramite.decisions.market import VARIABLE, Market
from tramite.decisions.world import World

MONTHS = 12


@pytest.fixture
def ground() -> Ground:
    """Return three channels: to close (v 0.7, cm1 0.10), direct (v 1, 0.25), resale (v 0.7, 0.20).

    The closing channel has net sales of 1,000,000 a year and fixed costs of 60,000.
    """
    conversion, margin = np.array([0.7, 1.0, 0.7]), np.array([0.10, 0.25, 0.20])
    rates = np.zeros((3, 1, len(VARIABLE)))
    rates[:, 0, VARIABLE.index("gross_sales")] = conversion
    rates[:, 0, VARIABLE.index("cogs")] = -conversion * (1 - margin)
    spend = np.empty((3, MONTHS, 1))
    spend[:, :, 0] = np.array([[1_000_000 / 0.7 / MONTHS], [50_000], [50_000]])
    market = Market(
        channels=("closing", "direct", "resale"), cells=((None, None),), spend=spend, rates=rates,
        fixed=np.array([[-60_000 / MONTHS, 0.0], [0.0, 0.0], [0.0, 0.0]]), overhead=np.array([-100.0, 0.0, 0.0]),
        unallocated=0.0, indirect=np.array([1.0, 0.0, 1.0]), physical=np.array([1.0, 0.0, 1.0]),
        on_commission=np.zeros(3),
    )  # fmt: skip
    future = Future(date(2025, 1, 1), np.ones(MONTHS), np.ones((1, MONTHS, 3)), np.ones((1, 3)), np.zeros((1, 3)))
    return Ground(market, future, (frozenset({0}),))


@pytest.fixture
def world(ground: Ground) -> World:
    """Return a year in which nothing changes."""
    return ground.unchanged()

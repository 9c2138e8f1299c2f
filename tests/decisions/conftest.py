"""Grounds for simulations, small enough to work by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from tramite.decisions.world import Ground, World

MONTHS = 12
MakeGround = Callable[..., Ground]


@pytest.fixture
def ground() -> Ground:
    """Return three channels: to close (v 0.7, cm1 0.10), direct (v 1, 0.25), resale (v 0.7, 0.20)."""
    return Ground(
        first_month=date(2025, 1, 1),
        channels=("closing", "direct", "resale"),
        conversion=np.array([[0.7, 1.0, 0.7]]),
        margin=np.array([[0.10, 0.25, 0.20]]),
        overhead=0.0,
        discount=np.ones(MONTHS),
        overhead_by_channel=np.array([100.0, 0.0, 0.0]),
        indirect=np.array([1.0, 0.0, 1.0]),
        physical=np.array([1.0, 0.0, 1.0]),
    )


@pytest.fixture
def world() -> World:
    """Return a year in which the closing channel has net sales of 1,000,000 and fixed costs of 60,000."""
    spend = np.zeros((1, MONTHS, 3))
    spend[:, :, 0] = 1_000_000 / 0.7 / MONTHS
    spend[:, :, 1] = 50_000
    spend[:, :, 2] = 50_000
    fixed = np.zeros_like(spend)
    fixed[:, :, 0] = 60_000 / MONTHS
    return World(spend, fixed, np.zeros((1, MONTHS)))

"""What the example's voices say of demand holds what truth.toml says; the frontier has means to go by."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest
from scipy.stats import binom

from tramite.beliefs.potential.result import TERMS, PotentialBelief
from tramite.beliefs.potential.stated import Stated, cell_of
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.simulated.usual import with_usual
from tramite.workflows.case import Case, open_case

CHANNELS = ("specialty", "value-added", "warehouse")


@pytest.fixture(scope="module")
def case(case_path: Path) -> Case:
    return open_case(case_path)


@pytest.fixture(scope="module")
def potential(case: Case) -> PotentialBelief:
    return case.beliefs.potential


def test_every_limit_of_the_resellers_has_a_number(potential: PotentialBelief) -> None:
    known = {c: [name for name in TERMS if potential.channels[c].terms[name].known] for c in CHANNELS}
    assert known == {channel: list(TERMS) for channel in CHANNELS}
    assert not any(potential.channels[channel].upper_bound for channel in CHANNELS)


def test_customers_and_their_spending_hold_the_truth(case: Case, case_path: Path) -> None:
    """PX05 and CX01 as planted: seven intervals of 90%. A potential is lognormal: its mean is e^(0.5²/2) × 400."""
    truth = with_usual(tomllib.loads((case_path / "truth.toml").read_text(encoding="utf-8")))
    assert case.study is not None
    stated = Stated(case.study, case.period.first)
    planted: list[tuple[MeasureCell | None, float]] = []
    for channel in (*CHANNELS, "internet"):
        spec = truth.spec("customer", channel, "CX01")
        assert spec is not None
        planted.append((cell_of(stated.spending(), channel), spec.total or 0.0))
    planted += [(cell_of(stated.customers(), channel), 400 * math.exp(0.125)) for channel in CHANNELS]
    held = []
    for cell, true in planted:
        assert cell is not None
        assert cell.estimate.lower is not None
        assert cell.estimate.upper is not None
        print(f"{cell.domain}: {true:.0f} in {cell.estimate.lower:.0f} to {cell.estimate.upper:.0f}")
        held.append(cell.estimate.lower <= true <= cell.estimate.upper)
    assert sum(held) >= binom.ppf(0.01, len(held), 0.9)


def test_partners_frontier_is_fitted_or_says_why_not(potential: PotentialBelief) -> None:
    assert sorted(potential.frontiers) == sorted(CHANNELS)

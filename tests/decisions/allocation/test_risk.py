from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from tramite.decisions.allocation.risk import Risk, shortfall_terms, value_at_risk

TEN = np.array([4.0, -1.0, 10.0, 7.0, 2.0, 9.0, 0.0, 3.0, 1.0, 8.0])


@pytest.mark.parametrize(
    ("tail", "at_risk", "shortfall"),
    # Worst two of ten: 10 and 9. Worst two and a half: 10, 9 and half of 8. All: the mean.
    [(0.2, 8.0, 9.5), (0.25, 8.0, (10 + 9 + 0.5 * 8) / 2.5), (0.1, 9.0, 10.0), (0.05, 10.0, 10.0)],
)
def test_shortfall_agrees_with_hand_work(tail: float, at_risk: float, shortfall: float) -> None:
    assert value_at_risk(TEN, tail) == at_risk
    assert shortfall_terms(TEN, tail).mean() == pytest.approx(shortfall)
    assert Risk("expected-shortfall", tail).of(TEN) == pytest.approx(shortfall)


def test_worst_case_and_regret_are_the_largest_loss() -> None:
    assert Risk("worst-case", 0.05).of(TEN) == Risk("regret", 0.05).of(TEN) == 10.0


def test_risk_of_several_mixes_is_taken_one_by_one() -> None:
    both = Risk("expected-shortfall", 0.2).of(np.array([TEN, -TEN]))
    assert both == pytest.approx([9.5, 0.5])


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40), st.sampled_from([0.05, 0.1, 0.3, 0.5]))
def test_no_other_level_gives_a_smaller_mean(losses: list[float], tail: float) -> None:
    drawn = np.array(losses)
    found = minimize_scalar(
        lambda eta: float(shortfall_terms(drawn, tail, eta).mean()),
        bounds=(drawn.min() - 1, drawn.max() + 1), method="bounded", options={"xatol": 1e-6},
    )  # fmt: skip
    scale = 1e-6 * (1 + float(np.abs(drawn).max()) / tail)
    assert shortfall_terms(drawn, tail).mean() <= found.fun + scale

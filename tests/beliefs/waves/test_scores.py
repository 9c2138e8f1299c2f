from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.stats import triang

from tramite.beliefs.waves.scores import base_rate, brier, crps, crps_of_others, log_score, skill


def test_brier_and_log_score_by_hand() -> None:
    chances, happened = np.array([0.9, 0.9, 0.5]), np.array([1.0, 0.0, 1.0])
    assert brier(chances, happened) == pytest.approx([0.01, 0.81, 0.25])
    assert log_score(chances, happened) == pytest.approx([0.10536, 2.30259, 0.69315], abs=1e-5)


@pytest.mark.parametrize("happened", [-0.2, 0.05, 0.11, 0.4])
def test_crps_of_three_values_is_that_of_a_triangle(happened: float) -> None:
    """CRPS = ∫ (F(z) − 1{z ≥ y})² dz."""
    low, likely, high = -0.05, 0.06, 0.2
    shape = triang((likely - low) / (high - low), loc=low, scale=high - low)
    places = np.linspace(-1, 1, 200_001)
    expected = float(trapezoid((shape.cdf(places) - (places >= happened)) ** 2, places))
    found = crps(np.array([[high, low, likely]]), np.array([happened]))
    assert found == pytest.approx([expected], abs=2e-4)


def test_a_certain_forecast_scores_its_error() -> None:
    assert crps(np.array([[0.1, 0.1, 0.1]]), np.array([0.3])) == pytest.approx([0.2])


def test_reference_knows_how_it_went_for_the_others() -> None:
    assert base_rate(np.array([1.0, 0.0, 0.0])) == pytest.approx([0, 0.5, 0.5])
    # of 0, 1 and 3: the first among {1, 3}: mean distance 2, half of the mean distance within 0.5
    assert crps_of_others(np.array([0.0, 1.0, 3.0])) == pytest.approx([2 - 0.5, 1.5 - 0.75, 2.5 - 0.25])


def test_scores_are_proper() -> None:
    """Who says what he thinks scores best on average."""
    truth, rng = 0.7, np.random.default_rng(4)
    happened = (rng.random(20_000) < truth).astype(float)
    for score in (brier, log_score):
        means = [float(score(np.full(20_000, said), happened).mean()) for said in (0.5, 0.6, 0.7, 0.8, 0.9)]
        assert min(means) == means[2]


def test_skill_compares_with_the_reference() -> None:
    assert skill(np.array([0.1, 0.1]), np.array([0.2, 0.2])) == pytest.approx(0.5)
    assert skill(np.array([0.1]), np.array([0.0])) is None

from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.reactions.pooling import pool

EFFECTS, ERRORS = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]


def test_eight_schools_as_in_posteriordb() -> None:
    """μ ~ N(0, 5), τ ~ half-Cauchy(5); reference draws: μ 4.4105, τ 3.6021 (posteriordb, Monte Carlo means)."""
    schools = pool(EFFECTS, ERRORS, scale=5.0, middle=(0.0, 5.0))
    assert float(schools.weight @ schools.middle) == pytest.approx(4.4105, abs=0.05)
    assert float(schools.weight @ schools.tau) == pytest.approx(3.6021, abs=0.05)


def test_draws_have_the_mean_and_the_quantiles_of_the_closed_form() -> None:
    schools = pool(EFFECTS, ERRORS, scale=5.0, middle=(0.0, 5.0))
    drawn = schools.draw(np.random.default_rng(8), 40_000)
    np.testing.assert_allclose(drawn.mean(axis=0), schools.mean, atol=0.12)
    np.testing.assert_allclose(np.quantile(drawn, 0.05, axis=0), schools.quantile(0.05), atol=0.35)


def test_two_channels_are_pulled_with_the_weight_of_the_method() -> None:
    """Of 10 answers each, B = 10/(10 + 10): half of the way to their mean (METHOD §3.11.2)."""
    spread, n = 0.2, 10
    pulled = pool([0.1, 0.3], [spread / np.sqrt(n)] * 2, scale=spread / np.sqrt(10))
    assert pulled.mean == pytest.approx([0.15, 0.25])


def test_one_channel_alone_is_not_pulled() -> None:
    alone = pool([0.3], [0.05], scale=0.07)
    assert alone.mean == pytest.approx([0.3])
    assert alone.quantile(0.95) == pytest.approx([0.3 + 1.645 * 0.05], abs=1e-4)


def test_a_channel_that_nothing_was_said_of_alone_has_the_mean_of_the_role() -> None:
    pulled = pool([0.0, 0.0], [np.inf, np.inf], scale=0.03, middle=(0.2, 0.04))
    assert pulled.mean == pytest.approx([0.2, 0.2])
    assert pulled.quantile(0.95) == pytest.approx([0.2 + 1.645 * 0.05] * 2, abs=1e-4)
    assert np.isfinite(pulled.draw(np.random.default_rng(1), 100)).all()


def test_order_of_channels_changes_nothing() -> None:
    there = pool(EFFECTS, ERRORS, scale=5.0).mean
    back = pool(EFFECTS[::-1], ERRORS[::-1], scale=5.0).mean
    np.testing.assert_allclose(there, back[::-1])

from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.knowledge.shrinkage import gap_draws


def test_gaps_without_error_are_drawn_as_they_are() -> None:
    gaps = np.array([10.0, -20.0, 15.0])
    drawn = gap_draws(gaps, np.zeros((3, 3)), df=np.inf, rng=np.random.default_rng(1), draws=7)
    assert (drawn == gaps).all()
    assert drawn.shape == (7, 3)


def test_noisy_gaps_move_towards_their_mean_and_keep_it() -> None:
    rng = np.random.default_rng(3)
    gaps = rng.normal(10.0, 8.0, 13)  # spread as wide as the errors alone would make it
    drawn = gap_draws(gaps, 64.0 * np.eye(13), df=np.inf, rng=rng, draws=20_000)
    means = drawn.mean(axis=0)
    assert drawn.mean() == pytest.approx(gaps.mean(), abs=0.15)
    assert means.std() < 0.7 * gaps.std()
    assert (np.argsort(means) == np.argsort(gaps)).all()


def test_precise_gaps_stay_where_they_were_found() -> None:
    gaps = np.array([30.0, -10.0, 5.0, 12.0, -25.0, 8.0, 0.0, 18.0])
    drawn = gap_draws(gaps, 0.01 * np.eye(8), df=20.0, rng=np.random.default_rng(5), draws=4000)
    assert drawn.mean(axis=0) == pytest.approx(gaps, abs=0.05)
    assert drawn.std(axis=0) == pytest.approx(np.full(8, 0.1), rel=0.25)


def test_few_degrees_of_freedom_widen_the_draws() -> None:
    gaps = np.linspace(-40.0, 40.0, 9)
    widths = [
        np.quantile(
            gap_draws(gaps, 4.0 * np.eye(9), df=df, rng=np.random.default_rng(7), draws=20_000)[:, 4], 0.99
        )
        for df in (np.inf, 4.0)
    ]
    assert widths[1] > 1.15 * widths[0]

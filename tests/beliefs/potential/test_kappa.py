from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm, triang

from tramite.beliefs.potential.kappa import GRID, assumed_kappa, kappa_after
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

METHOD = Method()


def pairs(stated: list[float], realised: list[float]) -> pl.DataFrame:
    units = [f"p{n}" for n in range(len(stated))]
    return pl.DataFrame({"unit_id": units, "stated": stated, "realised": realised})


def test_kappa_is_assumed_as_the_method_says() -> None:
    kappa = assumed_kappa(METHOD)
    by_scipy = triang(0.5, 0.2, 0.6)
    assert kappa.estimate.value == pytest.approx(by_scipy.mean())
    assert (kappa.estimate.lower, kappa.estimate.upper) == pytest.approx(by_scipy.interval(0.9))
    assert kappa.estimate.grade == Grade.D


def test_ends_out_of_order_are_sorted() -> None:
    odd = assumed_kappa(METHOD.overridden({"stated_growth_low": 0.9}))
    assert (odd.low, odd.likely, odd.high) == (0.5, 0.8, 0.9)


def test_kappa_learnt_is_the_posterior_by_integration() -> None:
    g, r = np.array([0.1, 0.2, 0.3, 0.15, 0.25, 0.4]), np.array([0.08, 0.10, 0.28, 0.11, 0.15, 0.30])
    learnt = kappa_after(pairs(list(g), list(r)), method=METHOD)
    assert learnt is not None
    # σ integrated by hand on its own grid, prior 1/σ
    kappas, sigmas = np.linspace(-1, 3, 801), np.geomspace(1e-3, 1.0, 1500)
    each = norm.logpdf(r[:, None, None], kappas[None, :, None] * g[:, None, None], sigmas[None, None, :])
    misses = np.asarray(each).sum(0)
    joint = np.exp(misses + norm.logpdf(kappas, 0.5, triang(0.5, 0.2, 0.6).std())[:, None])
    density = np.asarray(np.trapezoid(joint / sigmas, sigmas, axis=1))
    assert learnt.estimate.value == pytest.approx(float(density @ kappas / np.sum(density)), abs=5e-4)


def test_kappa_goes_where_many_realised_shares_point() -> None:
    stated = list(np.linspace(0.1, 0.4, 60))
    learnt = kappa_after(pairs(stated, [1.2 * g + (-1) ** n * 0.02 for n, g in enumerate(stated)]), method=METHOD)
    assert learnt is not None
    assert learnt.estimate.value == pytest.approx(1.19, abs=0.02)  # beyond the ends of what was assumed
    assert learnt.estimate.grade == Grade.B


def test_partners_who_stated_a_fall_tell_nothing_of_kappa() -> None:
    stated, realised = [0.1, 0.2, 0.3, 0.15, 0.25], [0.05, 0.1, 0.2, 0.1, 0.1]
    alone = kappa_after(pairs(stated, realised), method=METHOD)
    beside = kappa_after(pairs([*stated, -0.3, 0.0], [*realised, 0.4, 0.4]), method=METHOD)
    assert alone is not None
    assert beside is not None
    assert beside.estimate == alone.estimate


def test_four_partners_do_not_update_kappa() -> None:
    assert kappa_after(pairs([0.1] * 4, [0.05] * 4), method=METHOD) is None


def test_draws_of_kappa_have_its_interval() -> None:
    learnt = kappa_after(pairs([0.1, 0.2, 0.3, 0.15, 0.25], [0.05, 0.1, 0.2, 0.1, 0.1]), method=METHOD)
    assert learnt is not None
    drawn = learnt.draw(np.random.default_rng(1), 20_000)
    ends = (learnt.estimate.lower, learnt.estimate.upper)
    assert tuple(np.quantile(drawn, [0.05, 0.95])) == pytest.approx(ends, abs=0.01)
    assert float(learnt.weights.sum()) == pytest.approx(1.0)
    assert len(GRID) == len(learnt.weights)

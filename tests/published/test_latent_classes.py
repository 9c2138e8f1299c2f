"""Latent classes against R: poLCA's carcinoma and values; and against StepMix, which fits the same model."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tramite.beliefs.drivers.latent_classes import best_classes, latent_classes

DATA = Path(__file__).parent / "data"
SEED = 5


def answers(name: str) -> NDArray[np.float64]:
    return pl.read_csv(DATA / f"{name}.csv").to_numpy().astype(np.float64) - 1


@pytest.mark.parametrize(
    ("name", "classes", "log_likelihood"),
    [("carcinoma", 2, -317.2568), ("carcinoma", 3, -293.705), ("carcinoma", 4, -289.2858),
     ("values", 1, -543.6498), ("values", 2, -504.4677), ("values", 3, -503.3011)],
)  # fmt: skip
def test_log_likelihood_of_polca(name: str, classes: int, log_likelihood: float) -> None:
    fit = latent_classes(answers(name), classes=classes, starts=100, rng=np.random.default_rng(SEED))
    printed = 3 if log_likelihood == -293.705 else 4
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=0.5 * 10**-printed + 1e-9)


def test_three_classes_of_carcinoma_have_the_criteria_and_shares_of_polca() -> None:
    fit, fits = best_classes(answers("carcinoma"), most=4, starts=100, rng=np.random.default_rng(SEED))
    assert [len(each.shares) for each in fits] == [1, 2, 3, 4]
    assert fit is fits[2]
    assert fit.aic == pytest.approx(633.41, abs=0.005)
    assert fit.bic == pytest.approx(697.1357, abs=5e-5)
    assert sorted(fit.shares) == pytest.approx([0.1817, 0.3736, 0.4447], abs=5e-5)


def test_stepmix_fits_the_same() -> None:
    with warnings.catch_warnings():  # of its docstrings, which Python reads when it is first imported
        warnings.simplefilter("ignore")
        from stepmix.stepmix import StepMix  # type: ignore[import-untyped]  # noqa: PLC0415
    data = answers("carcinoma")
    mine = latent_classes(data, classes=3, starts=20, rng=np.random.default_rng(SEED))
    theirs = StepMix(n_components=3, measurement="binary", n_init=5, random_state=SEED, progress_bar=0).fit(data)
    assert theirs.score(data) * len(data) == pytest.approx(mine.log_likelihood, abs=1e-4)
    assert sorted(theirs.weights_) == pytest.approx(sorted(mine.shares), abs=1e-4)

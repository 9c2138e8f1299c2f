"""Value of information of the chemotherapy example of the R package voi (its tests; 10,000 draws)."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tramite.decisions.information.group_advice import StudySize
from tramite.decisions.information.perfect import WorthKnowing, worth_of_everything, worth_of_parameters
from tramite.decisions.information.smoothing import smooth
from tramite.kernel.chance import Draws

DATA = Path(__file__).parent / "data" / "voi_chemo_nb_pars.csv.gz"


@pytest.fixture(scope="module")
def chemo() -> pl.DataFrame:
    return pl.read_csv(gzip.decompress(DATA.read_bytes()))


def values(chemo: pl.DataFrame) -> Draws:
    return np.asarray(chemo.select("nb_soc", "nb_novel").to_numpy())


def test_worth_of_everything(chemo: pl.DataFrame) -> None:
    assert worth_of_everything(values(chemo)).value == pytest.approx(368.6051, abs=5e-5)


@pytest.mark.parametrize(
    ("group", "published"),
    [(["p_side_effects_t2"], 261.8708), (["p_side_effects_t2", "logor_side_effects"], 333.45)],
)
def test_worth_of_parameters_within_a_hundredth(chemo: pl.DataFrame, group: list[str], published: float) -> None:
    found = worth_of_parameters(values(chemo), np.asarray(chemo.select(group).to_numpy()))
    assert found.value == pytest.approx(published, rel=0.01)


def trial(chemo: pl.DataFrame, arm: int, seed: int) -> Draws:
    """Simulate how many of each arm have side effects."""
    rng = np.random.default_rng(seed)
    chances = chemo.select("p_side_effects_t1", "p_side_effects_t2").to_numpy()
    return rng.binomial(arm, chances).astype(np.float64)


def test_worth_of_a_trial_is_the_published_one(chemo: pl.DataFrame) -> None:
    """R's own value is one simulation, printed with a tolerance of 1%: ours is the mean of four."""
    found = [worth_of_parameters(values(chemo), trial(chemo, 100, seed)) for seed in range(4)]
    mean = float(np.mean([one.value for one in found]))
    assert abs(mean - 242.1268) < 2 * found[0].standard_error


@pytest.mark.parametrize("arm", [50, 450])
def test_worth_of_a_trial_is_that_of_its_exact_posterior(chemo: pl.DataFrame, arm: int) -> None:
    """Each simulated trial weighs all draws by its likelihood (importance sampling): no regression on it."""
    chances = chemo.select("p_side_effects_t1", "p_side_effects_t2").to_numpy()
    table = values(chemo)
    gain = smooth((table[:, 1] - table[:, 0])[:, np.newaxis], chances).fitted[:, 0]
    events = trial(chemo, arm, 5)[:2_000]
    logs = events @ np.log(chances.T) + (arm - events) @ np.log(1 - chances.T)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    means = (weights @ gain) / weights.sum(axis=1)
    nested = float(np.maximum(means, 0).mean() - max(0.0, float(gain.mean())))
    found = worth_of_parameters(table, trial(chemo, arm, 6))
    error = math.hypot(found.standard_error, float(means.clip(0).std()) / math.sqrt(len(means)))
    assert abs(found.value - nested) < 2.5 * error


def test_the_best_size_of_a_trial_is_the_published_one() -> None:
    """Expected net benefit of sampling: population × EVSI(n) − set-up − n × cost, discounted over ten years."""
    printed = pl.read_csv(DATA.parent / "voi_chemo_evsi_or.csv")
    patients = 46_000 * (1 - math.exp(-0.035 * 10)) / 0.035
    sizes = [
        StudySize(n, WorthKnowing(patients * evsi - 7.5e6, 0.0), 35_000.0 * n)
        for n, evsi in printed.select("n", "evsi").iter_rows()
    ]
    assert max(sizes, key=lambda size: size.net).n == 450

"""When a way of travelling is no more, where do its travellers go? ModeCanada, as R mlogit prints it.

2,769 trips from Montreal to Toronto by air, train and car (Forinash & Koppelman 1993). Log-likelihood, mean
probabilities, and those with train 20% faster: mlogit, vignette «random utility model», ``ml.MC1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from tramite.beliefs.reactions.shares import SideHeard, counted, dirichlet, share_estimates
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

Array = NDArray[np.float64]
MODES = ("car", "train", "air")
TRAIN = MODES.index("train")
METHOD = Method()


@dataclass(frozen=True, slots=True)
class Trips:
    """Columns by traveller and mode: (case, mode), and who took which."""

    columns: Mapping[str, Array]
    chosen: NDArray[np.int64]

    def design(self) -> Array:
        """Return what utility is linear in: cost, freq; income and a constant but for the car; time by mode."""
        ones, each = np.ones_like(self.columns["cost"]), np.eye(len(MODES))
        parts = [self.columns[name] for name in ("cost", "freq")]
        parts += [ones * each[mode] for mode in (1, 2)] + [self.columns["income"] * each[mode] for mode in (1, 2)]
        parts += [self.columns["time"] * each[mode] for mode in range(len(MODES))]
        return np.stack(parts, axis=-1)


@pytest.fixture(scope="module")
def trips() -> Trips:
    table = pl.read_csv(Path(__file__).parent / "data" / "modecanada.csv.gz").sort("case")
    table = table.with_columns(time=pl.col("ivt") + pl.col("ovt"))
    by_mode = [table.filter(pl.col("alt") == mode) for mode in MODES]
    wide = {
        name: np.stack([each[name].to_numpy() for each in by_mode], axis=1).astype(np.float64)
        for name in ("cost", "time", "freq", "income", "choice")
    }
    return Trips(wide, wide["choice"].argmax(axis=1))


@pytest.fixture(scope="module")
def fitted(trips: Trips) -> tuple[float, Array]:
    """Fit the multinomial logit by maximum likelihood: log-likelihood and coefficients."""
    design = trips.design()
    scale = np.abs(design).max(axis=(0, 1))
    rows = np.arange(len(trips.chosen))

    def loss(beta: Array) -> tuple[float, Array]:
        utility = (design / scale) @ beta
        log_p = utility - logsumexp(utility, axis=1, keepdims=True)
        residual = -np.exp(log_p)
        residual[rows, trips.chosen] += 1
        return -float(log_p[rows, trips.chosen].sum()), -np.einsum("nj,njk->k", residual, design / scale)

    found = minimize(loss, np.zeros(design.shape[-1]), jac=True, method="BFGS", options={"gtol": 1e-3})
    return -float(found.fun), found.x / scale


def probabilities(trips: Trips, beta: Array) -> Array:
    utility = trips.design() @ beta
    return np.exp(utility - logsumexp(utility, axis=1, keepdims=True))


def test_log_likelihood_and_shares_as_printed(trips: Trips, fitted: tuple[float, Array]) -> None:
    log_likelihood, beta = fitted
    assert log_likelihood == pytest.approx(-1951.344, abs=0.0005)
    shares = probabilities(trips, beta).mean(axis=0)
    assert shares == pytest.approx([0.4575659, 0.1672084, 0.3752257], abs=2e-6)


def test_shares_with_a_faster_train_as_printed(trips: Trips, fitted: tuple[float, Array]) -> None:
    faster = dict(trips.columns)
    faster["time"] = faster["time"].copy()
    faster["time"][:, TRAIN] *= 0.8
    shares = probabilities(Trips(faster, trips.chosen), fitted[1]).mean(axis=0)
    assert shares == pytest.approx([0.4044736, 0.2635801, 0.3319462], abs=2e-6)


def test_belief_finds_where_travellers_go_when_the_train_is_no_more(
    trips: Trips, fitted: tuple[float, Array]
) -> None:
    """Removal: shares without the train, of those who took it; the second choices of 30 of them tell it."""
    riders = probabilities(trips, fitted[1])[trips.chosen == TRAIN]
    second = np.delete(riders, TRAIN, axis=1)
    second /= second.sum(axis=1, keepdims=True)
    left = [mode for mode in MODES if mode != "train"]
    truth = dict(zip(left, second.mean(axis=0), strict=True))
    rng, held, worlds = np.random.default_rng(1993), 0, 400
    for _ in range(worlds):
        asked = second[rng.choice(len(second), 30, replace=False)]
        by_car = float((rng.random(30) < asked[:, 0]).mean())
        sides = counted(
            [SideHeard("CC03", 30, 30.0, 1 / 30, 1.0, 0.0, {"car": by_car, "air": 1 - by_car})], METHOD
        )
        alpha = dirichlet(left, sides, METHOD)
        found = share_estimates(left, alpha, sides=sides, grade=Grade.C, method=METHOD, simulated=True)["car"]
        assert found.lower is not None
        assert found.upper is not None
        held += found.lower <= truth["car"] <= found.upper
    assert 0.87 <= held / worlds <= 0.95

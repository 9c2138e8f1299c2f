"""Do 90% intervals of means, NPS, shares, medians, differences and the bootstrap hold the truth nine times in ten?

Populations are simulated, in two strata of unlike level; «today»: of the population itself, with the finite-
population correction. At full length (``make recovery``) the worlds are 1,000 for each design; fewer leave the
measure itself uncertain, and the bounds are wider by two of its standard errors.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tramite.voices.estimation.bootstrap import replicate_means, replicate_weights
from tramite.voices.estimation.differences import (
    change_between_waves,
    difference_of_means,
    difference_of_shares,
    gap_of_large_units,
)
from tramite.voices.estimation.heard import hear
from tramite.voices.estimation.means import stratified_mean
from tramite.voices.estimation.medians import stratified_median
from tramite.voices.estimation.nps import net_promoter_score, promotion
from tramite.voices.estimation.shares import stratified_share
from tramite.voices.estimation.strata import strata_of

Array = NDArray[np.float64]
WORLDS = int(os.environ.get("TRAMITE_WORLDS", "40"))
LEVEL = 0.90
Sample = tuple[int, int]
SAMPLES: tuple[Sample, ...] = ((40, 8), (174, 19), (1000, 200))  # units, answers
Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class World:
    """A population and who was heard of it."""

    people: pl.DataFrame
    heard: pl.DataFrame

    @property
    def strata(self) -> pl.DataFrame:
        return strata_of(self.people)

    def values(self, value: pl.Expr) -> tuple[pl.DataFrame, Array]:
        """Turn the answer 0–10 into a value: of those who were heard, and of all."""
        heard = self.heard.with_columns(value.alias("value"))
        return heard, self.people.select(value.alias("value"))["value"].to_numpy().astype(np.float64)


def world(sample: Sample, rng: np.random.Generator, *, level: float = 6.0) -> World:
    """A third of the units are large, and score a point higher; half of the answers come from them."""
    N, n = sample
    large = N // 3
    answer = np.concatenate(
        [level + 1 + 2.2 * rng.standard_normal(large), level + 2.2 * rng.standard_normal(N - large)]
    )
    people = pl.DataFrame(
        {
            "unit_id": [str(i) for i in range(N)], "domain": "x",
            "stratum": ["large"] * large + ["small"] * (N - large),
            "revenue": np.concatenate([rng.lognormal(5, 0.5, large), rng.lognormal(3, 0.5, N - large)]),
            "answer": np.clip(np.rint(answer), 0, 10), "noise": rng.standard_normal(N),
        }
    )  # fmt: skip
    drawn = [
        *rng.choice(large, n // 2, replace=False),
        *(large + rng.choice(N - large, n - n // 2, replace=False)),
    ]
    return World(people, people[np.array(drawn)])


def coverage(holds: Callable[[np.random.Generator], bool | None]) -> float:
    """Count worlds whose interval holds the truth, of those that have one."""
    rng = np.random.default_rng(20131130)
    found = [held for held in (holds(rng) for _ in range(WORLDS)) if held is not None]
    assert len(found) >= 0.9 * WORLDS
    return float(np.mean(found))


def inside(ends: Ends, truth: float) -> bool | None:
    return None if ends[0] is None or ends[1] is None else bool(ends[0] - 1e-9 <= truth <= ends[1] + 1e-9)


def check(name: str, found: float, low: float = 0.87, high: float = 0.93) -> None:
    luck = 0.0 if WORLDS >= 1000 else 2 * math.sqrt(0.09 / WORLDS)
    print(f"{name}: {found:.1%}")
    assert low - luck <= found <= high + luck


@pytest.mark.parametrize("sample", SAMPLES)
def test_means_hold_the_truth(sample: Sample) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(sample, rng)
        heard, everyone = one.values(pl.col("answer") * 10)
        mean = stratified_mean(heard, strata=one.strata, weighting="vote", level=LEVEL, bounds=(0, 100))
        return inside((mean.lower, mean.upper), everyone.mean())

    check(f"mean of {sample}", coverage(holds))


@pytest.mark.parametrize("sample", SAMPLES)
def test_net_promoter_scores_hold_the_truth(sample: Sample) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(sample, rng, level=7.0)
        heard, everyone = one.values(promotion(pl.col("answer")))
        nps = net_promoter_score(heard, strata=one.strata, weighting="vote", level=LEVEL)
        return inside((nps.lower, nps.upper), everyone.mean())

    check(f"NPS of {sample}", coverage(holds), low=0.80 if sample[1] < 10 else 0.85)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("least", [6, 9])
def test_shares_hold_the_truth(sample: Sample, least: int) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(sample, rng)
        heard, everyone = one.values((pl.col("answer") >= least).cast(pl.Float64))
        share = stratified_share(heard, strata=one.strata, weighting="vote", level=LEVEL)
        return inside((share.lower, share.upper), everyone.mean())

    check(f"share {least}+ of {sample}", coverage(holds), high=1.0)  # never surer than answers by lot: rather wide


@pytest.mark.parametrize("sample", SAMPLES[1:])
def test_medians_hold_the_truth(sample: Sample) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(sample, rng)
        heard, everyone = one.values(pl.col("answer") + pl.col("noise"))
        median = stratified_median(heard, strata=one.strata, weighting="vote", level=LEVEL)
        return inside((median.lower, median.upper), float(np.median(everyone)))

    check(f"median of {sample}", coverage(holds), high=1.0)


@pytest.mark.parametrize("sample", SAMPLES)
def test_differences_hold_the_truth(sample: Sample) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        means, truths = [], []
        for level in (5.0, 6.5):
            one = world(sample, rng, level=level)
            heard, everyone = one.values(pl.col("answer") * 10)
            means.append(stratified_mean(heard, strata=one.strata, weighting="vote", level=LEVEL))
            truths.append(everyone.mean())
        found = difference_of_means(*means, level=LEVEL)
        return inside((found.lower, found.upper), truths[1] - truths[0])

    check(f"difference of means of {sample}", coverage(holds))


def test_differences_of_shares_hold_the_truth() -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        shares, truths = [], []
        for level in (4.0, 6.5):
            one = world(SAMPLES[1], rng, level=level)
            heard, everyone = one.values((pl.col("answer") >= 8).cast(pl.Float64))
            shares.append(stratified_share(heard, strata=one.strata, weighting="vote", level=LEVEL))
            truths.append(everyone.mean())
        found = difference_of_shares(*shares, level=LEVEL)
        return inside((found.lower, found.upper), truths[1] - truths[0])

    check("difference of shares", coverage(holds), high=1.0)


def test_changes_between_waves_hold_the_truth() -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(SAMPLES[1], rng)
        later, everyone = one.values(pl.col("answer") * 10 + 5 + 8 * pl.col("noise"))
        first = one.heard.select("unit_id", (pl.col("answer") * 10).alias("value"))
        found = change_between_waves(first, later, strata=one.strata, weighting="vote", level=LEVEL)
        truth = (everyone - one.people["answer"].to_numpy() * 10).mean()
        return inside((found.lower, found.upper), float(truth))

    check("change between waves", coverage(holds))


def test_gaps_of_large_units_hold_the_truth() -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(SAMPLES[1], rng)
        heard, everyone = one.values(pl.col("answer") * 10)
        revenue = one.people["revenue"].to_numpy()
        found = gap_of_large_units(heard, strata=one.strata, weighting="revenue", level=LEVEL)
        return inside((found.lower, found.upper), float(everyone @ revenue / revenue.sum() - everyone.mean()))

    check("revenue less vote", coverage(holds), high=0.97)


@pytest.mark.parametrize("sample", SAMPLES)
def test_bootstrap_intervals_hold_the_truth(sample: Sample) -> None:
    def holds(rng: np.random.Generator) -> bool | None:
        one = world(sample, rng)
        heard, everyone = one.values(pl.col("answer") * 10)
        found = hear(heard, strata=one.strata, weighting="vote", enumerative=True)
        replicates = replicate_weights(found, draws=300, rng=rng, enumerative=True)
        lower, upper = replicate_means(replicates, heard, names=["value"]).interval(LEVEL)
        return inside((float(lower[0, 0]), float(upper[0, 0])), everyone.mean())

    check(f"bootstrap of {sample}", coverage(holds))

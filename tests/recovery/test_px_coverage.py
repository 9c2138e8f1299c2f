"""Do 90% intervals hold the truth nine times in ten? Simulated populations of known mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from tramite.voices.means import SurveyMean, SurveyWeighting, stratified_mean
from tramite.voices.strata import strata_of

WORLDS = 1000
# name, population, answers, median revenue in thousand euro, spread of its logarithm
Design = tuple[tuple[str, int, int, float, float], ...]
STRATA: Design = (("certainty", 8, 8, 2000.0, 0.5), ("large", 40, 10, 300.0, 0.5), ("small", 120, 12, 50.0, 0.8))
UNSTRATIFIED: Design = (("all", 200, 30, 200.0, 1.2),)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of worlds whose interval holds the truth, mean error and mean width, in points."""

    share: float
    bias: float
    width: float

    def __str__(self) -> str:
        return f"coverage {self.share:.1%}, bias {self.bias:+.2f}, width {self.width:.1f}"


def world(design: Design, rng: np.random.Generator) -> pl.DataFrame:
    """Draw a population: larger partners fare better, answers on a scale of 0–100 in steps of 5."""
    parts = []
    for name, N, _, median, spread in design:
        revenue = median * np.exp(spread * rng.standard_normal(N))
        value = 60 + 5 * np.log(revenue / 100) + 18 * rng.standard_normal(N)
        parts.append(
            pl.DataFrame({"stratum": name, "revenue": revenue, "value": np.clip(np.round(value / 5) * 5, 0, 100)})
        )
    return pl.concat(parts).with_row_index("unit_id").with_columns(
        pl.lit("x").alias("domain"), pl.col("unit_id").cast(pl.String)
    )  # fmt: skip


def sample(design: Design, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    start, drawn = 0, []
    for _, N, n, _, _ in design:
        drawn += list(start + rng.choice(N, size=n, replace=False))
        start += N
    return people[np.array(drawn)]


def coverage(design: Design, weighting: SurveyWeighting, seed: int) -> Coverage:
    rng = np.random.default_rng(seed)
    held, errors, widths = [], [], []
    for _ in range(WORLDS):
        people = world(design, rng)
        value, revenue = people["value"].to_numpy(), people["revenue"].to_numpy()
        truth = value.mean() if weighting == "vote" else value @ revenue / revenue.sum()
        mean: SurveyMean = stratified_mean(
            sample(design, people, rng), strata=strata_of(people), weighting=weighting, level=0.90
        )
        assert mean.value is not None
        assert mean.lower is not None
        assert mean.upper is not None
        held.append(mean.lower <= truth <= mean.upper)
        errors.append(mean.value - truth)
        widths.append(mean.upper - mean.lower)
    return Coverage(float(np.mean(held)), float(np.mean(errors)), float(np.mean(widths)))


@pytest.mark.parametrize("weighting", ["vote", "revenue"])
def test_intervals_hold_the_truth_nine_times_in_ten(weighting: SurveyWeighting) -> None:
    found = coverage(STRATA, weighting, seed=20131130)
    print(f"{weighting}: {found}")
    assert 0.87 <= found.share <= 0.93
    assert abs(found.bias) < 0.5


@pytest.mark.xfail(reason="linearised variance of a ratio is too small where few answers carry the revenue")
def test_revenue_intervals_hold_without_a_certainty_stratum() -> None:
    found = coverage(UNSTRATIFIED, "revenue", seed=20131130)
    print(f"revenue, skewed, not stratified: {found}")
    assert 0.87 <= found.share <= 0.93

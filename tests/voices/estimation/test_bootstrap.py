from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.bootstrap import Replicates, replicate_means, replicate_weights
from tramite.voices.estimation.heard import hear
from tramite.voices.estimation.means import stratified_mean

ROWS = [("x", "a", v) for v in (60.0, 80.0, 70.0, 20.0, 50.0)] + [("x", "b", v) for v in (20.0, 50.0, 30.0, 40.0)]
POPULATION = (("x", "a", 12), ("x", "b", 28))


def replicated(
    heard: pl.DataFrame, strata: pl.DataFrame, *, draws: int = 2000, enumerative: bool = True
) -> Replicates:
    found = hear(heard, strata=strata, weighting="vote", enumerative=enumerative)
    return replicate_weights(found, draws=draws, rng=np.random.default_rng(5), enumerative=enumerative)


@pytest.mark.parametrize("enumerative", [True, False])
def test_bootstrap_variance_is_cochrans(answers: Answers, strata: Strata, *, enumerative: bool) -> None:
    heard, population = answers(*ROWS), strata(*POPULATION)
    exact = stratified_mean(heard, strata=population, weighting="vote", level=0.90, enumerative=enumerative)
    found = replicate_means(
        replicated(heard, population, draws=20_000, enumerative=enumerative), heard, names=["value"]
    )
    assert exact.standard_error is not None
    assert found.values[0, 0] == pytest.approx(exact.value)
    assert found.variance[0, 0] == pytest.approx(exact.standard_error**2, rel=0.03)
    assert found.df.tolist() == [7]


def test_replicates_are_equal_for_equal_seeds_and_keep_the_weight_of_each_stratum(
    answers: Answers, strata: Strata
) -> None:
    one, other = (replicated(answers(*ROWS), strata(*POPULATION)) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    inside = (one.heard.drawn["stratum"] == "a").to_numpy()
    assert one.weights[inside].sum(axis=0) == pytest.approx(12)
    assert one.weights.min() > 0  # with the correction nobody is left out in full


def test_a_stratum_heard_in_full_keeps_its_weights_today_only(answers: Answers, strata: Strata) -> None:
    heard, population = answers(*ROWS), strata(("x", "a", 5), ("x", "b", 28))
    today = replicated(heard, population)
    beyond = replicated(heard, population, enumerative=False)
    full = (today.heard.drawn["stratum"] == "a").to_numpy()
    assert np.unique(today.weights[full]).tolist() == [1.0]
    assert beyond.weights[full].std() > 0
    assert replicate_means(today, heard, names=["value"]).df.tolist() == [3]


def test_lonely_strata_are_drawn_together_as_for_the_linearised_variance(answers: Answers, strata: Strata) -> None:
    heard = answers(*ROWS, ("x", "lonely", 90.0))
    population = strata(*POPULATION, ("x", "lonely", 6))
    replicates = replicated(heard, population)
    lonely = (replicates.heard.drawn["stratum"] == "lonely").to_numpy()
    assert replicates.weights[lonely].std() > 0


def test_many_means_of_many_domains_come_from_one_set_of_weights(answers: Answers, strata: Strata) -> None:
    rows = [*ROWS, *(("y", "c", v) for v in (10.0, 90.0, 40.0))]
    heard, population = answers(*rows), strata(*POPULATION, ("y", "c", 30))
    values = heard.select("unit_id", "value", (100 - pl.col("value")).alias("turned"))
    found = replicate_means(replicated(heard, population), values, names=["value", "turned"])
    assert (found.domains, found.names, found.draws.shape) == (("x", "y"), ("value", "turned"), (2000, 2, 2))
    assert found.values[:, 0] + found.values[:, 1] == pytest.approx([100, 100])
    assert found.variance[:, 0] == pytest.approx(found.variance[:, 1])
    for number, domain in enumerate(found.domains):
        part = stratified_mean(
            heard.filter(pl.col("domain") == domain), strata=population.filter(pl.col("domain") == domain),
            weighting="vote", level=0.90,
        )  # fmt: skip
        assert found.values[number, 0] == pytest.approx(part.value)


def test_missing_answers_are_left_to_the_others_of_the_stratum(answers: Answers, strata: Strata) -> None:
    heard = answers(*ROWS)
    gaps = heard.with_columns(pl.when(pl.col("value") != 20).then("value").alias("value"))
    found = replicate_means(replicated(heard, strata(*POPULATION)), gaps, names=["value"])
    assert found.values[0, 0] == pytest.approx(0.3 * 65 + 0.7 * 40)
    assert not np.isnan(found.draws).any()


def test_an_item_that_nobody_answered_is_not_a_number(answers: Answers, strata: Strata) -> None:
    heard = answers(*ROWS)
    nothing = heard.with_columns(pl.lit(None, dtype=pl.Float64).alias("value"))
    found = replicate_means(replicated(heard, strata(*POPULATION), draws=20), nothing, names=["value"])
    lower, upper = found.interval(0.90)
    assert np.isnan([found.values[0, 0], lower[0, 0], upper[0, 0]]).all()

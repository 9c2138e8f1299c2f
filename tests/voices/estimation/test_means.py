from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.means import SurveyMean, stratified_mean

POPULATION = pl.DataFrame(
    [("x", "a", 12, 600.0, 600.0, 30_000.0), ("x", "b", 40, 800.0, 800.0, 30_000.0)],
    schema=["domain", "stratum", "N", "revenue", "revenue_total", "revenue_squares"],
    orient="row",
)
ALIKE = POPULATION.with_columns(
    pl.col("N").cast(pl.Float64).mul(7).alias("revenue_total"),
    pl.col("N").cast(pl.Float64).mul(49).alias("revenue_squares"),
)
unit = st.tuples(st.sampled_from("ab"), st.integers(0, 100), st.integers(1, 50))
samples = st.lists(unit, min_size=4, max_size=10).filter(
    lambda rows: all(sum(row[0] == name for row in rows) >= 2 for name in "ab")
)


def table(rows: list[tuple[str, int, int]], ids: list[int] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (f"u{i}", "x", a, float(v), float(r))
            for i, (a, v, r) in zip(ids or range(len(rows)), rows, strict=True)
        ],
        schema=["unit_id", "domain", "stratum", "value", "revenue"],
        orient="row",
    )


def mean_of(
    answers: pl.DataFrame, population: pl.DataFrame = POPULATION, *, weighting: str = "vote",
    enumerative: bool = True, ddof: int = 1,
) -> SurveyMean:  # fmt: skip
    return stratified_mean(
        answers, strata=population, weighting="revenue" if weighting == "revenue" else "vote", level=0.90,
        enumerative=enumerative, ddof=0 if ddof == 0 else 1,
    )  # fmt: skip


def test_stratified_mean_is_cochrans(answers: Answers, strata: Strata) -> None:
    a, b = [60.0, 80.0, 70.0], [20.0, 50.0, 30.0, 40.0]
    mean = mean_of(
        answers(*(("x", "a", v) for v in a), *(("x", "b", v) for v in b)), strata(("x", "a", 12), ("x", "b", 28))
    )
    parts = [0.3**2 * (1 - 3 / 12) * np.var(a, ddof=1) / 3, 0.7**2 * (1 - 4 / 28) * np.var(b, ddof=1) / 4]
    df = sum(parts) ** 2 / (parts[0] ** 2 / 2 + parts[1] ** 2 / 3)
    assert mean.value == pytest.approx(0.3 * 70 + 0.7 * 35)
    assert mean.standard_error == pytest.approx(math.sqrt(sum(parts)))
    assert mean.df == pytest.approx(df)
    assert mean.lower == pytest.approx(0.3 * 70 + 0.7 * 35 - student.ppf(0.95, df) * math.sqrt(sum(parts)))
    assert (mean.n, mean.N, mean.weight) == pytest.approx((7, 40, 40))


def test_revenue_weighted_mean_is_a_ratio(answers: Answers, strata: Strata) -> None:
    values, revenue = np.array([60.0, 80.0, 70.0, 20.0]), np.array([5.0, 1.0, 2.0, 10.0])
    heard = answers(*(("x", "a", v, r) for v, r in zip(values, revenue, strict=True)))
    mean = mean_of(heard, strata(("x", "a", 10, 45.0)), weighting="revenue")
    assert mean.value == pytest.approx((values @ revenue) / revenue.sum())
    assert mean.effective_n == pytest.approx(18**2 / (25 + 1 + 4 + 100))
    assert mean.largest_share == pytest.approx(10 / 18)
    assert mean.weight == pytest.approx(45)


def test_revenue_weighted_mean_is_no_surer_for_two_large_partners_that_happen_to_agree(
    answers: Answers, strata: Strata
) -> None:
    small = [("x", "a", v, 1.0) for v in (20.0, 35.0, 50.0, 65.0, 80.0, 95.0)]
    heard = answers(("x", "a", 58.0, 20.0), ("x", "a", 58.0, 20.0), *small)
    votes, revenue = (mean_of(heard, strata(("x", "a", 80, 460.0)), weighting=w) for w in ("vote", "revenue"))
    assert votes.standard_error is not None
    assert revenue.standard_error is not None
    assert revenue.standard_error > votes.standard_error


def test_stratified_mean_weighs_by_those_who_answered(answers: Answers, strata: Strata) -> None:
    heard = answers(("x", "a", 10), ("x", "a", 30), ("x", "a", None), ("x", "b", 50), ("x", "b", 70))
    mean = mean_of(heard, strata(("x", "a", 10), ("x", "b", 10)))
    assert (mean.value, mean.n, mean.N) == pytest.approx((40, 4, 20))


def test_stratified_mean_of_all_has_no_sampling_error_today_but_some_tomorrow(
    answers: Answers, strata: Strata
) -> None:
    heard, population = (
        answers(("x", "a", 10), ("x", "a", 30), ("x", "b", 50)),
        strata(("x", "a", 2), ("x", "b", 1)),
    )
    today = mean_of(heard, population)
    tomorrow = mean_of(heard, population, enumerative=False)
    assert (today.value, today.lower, today.upper, today.census) == (30, 30, 30, True)
    assert (tomorrow.value, tomorrow.census) == (30, False)
    assert tomorrow.standard_error == pytest.approx(np.std([10, 30, 50], ddof=1) / math.sqrt(3))


@pytest.mark.parametrize("values", [[40.0], [40.0, 40.0, 40.0]])
def test_stratified_mean_gives_no_interval_where_answers_tell_no_spread(
    answers: Answers, strata: Strata, values: list[float]
) -> None:
    mean = mean_of(answers(*(("x", "a", value) for value in values)), strata(("x", "a", 20)))
    assert (mean.value, mean.standard_error, mean.lower, mean.upper) == (40, None, None, None)


@pytest.mark.parametrize("weighting", ["vote", "revenue"])
def test_stratified_mean_of_nobody_is_not_known(answers: Answers, strata: Strata, weighting: str) -> None:
    mean = mean_of(answers(("x", "a", None)), strata(("x", "a", 20)), weighting=weighting)
    assert (mean.value, mean.lower, mean.n, mean.N) == (None, None, 0, 0)


def test_revenue_weighted_mean_counts_only_those_with_revenue(answers: Answers, strata: Strata) -> None:
    heard = answers(
        ("x", "a", 10, 0.0), ("x", "a", 20, None), ("x", "a", 30, 5.0), ("x", "a", 50, 5.0), ("x", "a", 99, -3.0)
    )
    mean = mean_of(heard, strata(("x", "a", 20)), weighting="revenue")
    assert mean.value == pytest.approx(40)
    assert mean.units == ("2", "3")


def test_revenue_weighted_mean_without_any_revenue_is_not_known(answers: Answers, strata: Strata) -> None:
    mean = mean_of(answers(("x", "a", 10, 0.0), ("x", "a", 20, None)), strata(("x", "a", 20)), weighting="revenue")
    assert (mean.value, mean.n) == (None, 0)


def test_interval_is_cut_at_the_ends_of_the_scale(answers: Answers, strata: Strata) -> None:
    heard, population = answers(("x", "a", 0), ("x", "a", 100)), strata(("x", "a", 20))
    mean = stratified_mean(heard, strata=population, weighting="vote", level=0.90, bounds=(0, 100))
    assert (mean.lower, mean.upper) == (0, 100)


@given(samples, st.randoms(use_true_random=False), st.sampled_from(["vote", "revenue"]))
@settings(max_examples=50, deadline=None)
def test_names_and_order_of_units_change_nothing(
    rows: list[tuple[str, int, int]], random: object, weighting: str
) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = mean_of(table(rows), weighting=weighting)
    other = mean_of(table([rows[i] for i in order], [i + 1000 for i in order]), weighting=weighting)
    assert other.value == pytest.approx(one.value)
    assert other.standard_error == pytest.approx(one.standard_error)
    assert other.df == pytest.approx(one.df)


@given(samples)
@settings(max_examples=50, deadline=None)
def test_twice_the_population_and_sample_halve_the_variance(rows: list[tuple[str, int, int]]) -> None:
    twice = POPULATION.with_columns(pl.col("N", "revenue", "revenue_total", "revenue_squares") * 2)
    one = mean_of(table(rows), ddof=0)
    two = mean_of(table(rows * 2), twice, ddof=0)
    assert two.value == pytest.approx(one.value)
    assert two.N == 2 * one.N
    assert two.effective_n == pytest.approx(2 * one.effective_n)
    if one.standard_error is None:
        assert two.standard_error is None
    else:
        assert two.standard_error == pytest.approx(one.standard_error / math.sqrt(2))


@given(samples)
@settings(max_examples=50, deadline=None)
def test_equal_revenues_make_both_weightings_agree(rows: list[tuple[str, int, int]]) -> None:
    answers = table([(stratum, value, 7) for stratum, value, _ in rows])
    vote, revenue = (mean_of(answers, ALIKE, weighting=weighting) for weighting in ("vote", "revenue"))
    assert revenue.value == pytest.approx(vote.value)
    # By size the spread of all strata is taken together: never less than the strata's own.
    assert (revenue.standard_error or 0) >= (vote.standard_error or 0) - 1e-9
    assert revenue.effective_n == pytest.approx(vote.effective_n)


@given(samples, st.sampled_from(["vote", "revenue"]))
@settings(max_examples=50, deadline=None)
def test_a_shift_and_a_stretch_of_answers_pass_through(rows: list[tuple[str, int, int]], weighting: str) -> None:
    answers = table(rows)
    one = mean_of(answers, weighting=weighting)
    other = mean_of(answers.with_columns(pl.col("value") * 3 + 5), weighting=weighting)
    assert one.value is not None
    assert other.value == pytest.approx(3 * one.value + 5)
    if one.standard_error is not None:
        assert other.standard_error == pytest.approx(3 * one.standard_error)

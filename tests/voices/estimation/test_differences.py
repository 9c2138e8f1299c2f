from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_ind, ttest_rel

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.differences import (
    change_between_waves,
    difference_of_means,
    difference_of_shares,
    gap_of_large_units,
)
from tramite.voices.estimation.means import SurveyMean, stratified_mean
from tramite.voices.estimation.shares import stratified_share

ONE, OTHER = [50.0, 60.0, 80.0, 40.0, 70.0], [20.0, 45.0, 30.0, 60.0, 50.0, 35.0]


def mean(
    answers: Answers, strata: Strata, values: list[float], N: int = 1000, *, today: bool = False
) -> SurveyMean:
    rows = [("x", "a", value) for value in values]
    return stratified_mean(
        answers(*rows), strata=strata(("x", "a", N)), weighting="vote", level=0.90, enumerative=today
    )


def test_difference_of_means_is_welchs(answers: Answers, strata: Strata) -> None:
    found = difference_of_means(mean(answers, strata, ONE), mean(answers, strata, OTHER), level=0.90)
    welch = ttest_ind(OTHER, ONE, equal_var=False)
    interval = welch.confidence_interval(0.90)
    assert found.value == pytest.approx(np.mean(OTHER) - np.mean(ONE))
    assert (found.lower, found.upper) == pytest.approx((interval.low, interval.high))
    assert found.p_value == pytest.approx(welch.pvalue)
    assert found.n == 5


def test_difference_from_a_side_heard_in_full_has_the_spread_of_the_other(
    answers: Answers, strata: Strata
) -> None:
    census = mean(answers, strata, ONE, 5, today=True)
    drawn = mean(answers, strata, OTHER)
    found = difference_of_means(census, drawn, level=0.90)
    both = difference_of_means(census, census, level=0.90)
    assert (found.standard_error, found.df) == pytest.approx((drawn.standard_error, drawn.df))
    assert (both.value, both.lower, both.upper, both.p_value) == (0, 0, 0, None)


def test_difference_with_nobody_is_not_known(answers: Answers, strata: Strata) -> None:
    found = difference_of_means(mean(answers, strata, []), mean(answers, strata, OTHER), level=0.90)
    assert (found.value, found.lower, found.n) == (None, None, 0)
    assert str(found) == "n.d., n = 0"


def test_difference_with_an_answer_that_tells_no_spread_has_no_interval(answers: Answers, strata: Strata) -> None:
    found = difference_of_means(mean(answers, strata, [50.0]), mean(answers, strata, OTHER), level=0.90)
    assert found.value == pytest.approx(-10)
    assert (found.lower, found.upper, found.p_value) == (None, None, None)


def test_difference_of_shares_squares_the_distances_of_single_intervals(answers: Answers, strata: Strata) -> None:
    def share(yes: int, no: int) -> SurveyMean:
        rows = [("x", "a", 1.0)] * yes + [("x", "a", 0.0)] * no
        return stratified_share(
            answers(*rows), strata=strata(("x", "a", 1000)), weighting="vote", level=0.90, enumerative=False
        )

    none, some = share(0, 12), share(4, 8)
    found = difference_of_shares(none, some, level=0.90)
    assert some.value is not None
    assert some.lower is not None
    assert some.upper is not None
    assert none.upper is not None
    assert found.value == pytest.approx(1 / 3)
    assert found.lower == pytest.approx(1 / 3 - math.hypot(1 / 3 - some.lower, none.upper))
    assert found.upper == pytest.approx(some.upper)  # nothing lies below 0%


def test_change_between_waves_is_a_paired_t_on_the_same_firms(answers: Answers, strata: Strata) -> None:
    later = answers(*(("x", "a", value) for value in (55.0, 70.0, 75.0, 60.0, 90.0, 10.0)))
    earlier = pl.DataFrame({"unit_id": ["0", "1", "2", "3", "4", "gone"], "value": [*ONE, 99.0]})
    found = change_between_waves(
        earlier, later, strata=strata(("x", "a", 1000)), weighting="vote", level=0.90, enumerative=False
    )
    paired = ttest_rel([55.0, 70.0, 75.0, 60.0, 90.0], ONE)
    interval = paired.confidence_interval(0.90)
    assert (found.n, found.paired) == (5, True)
    assert (found.lower, found.upper) == pytest.approx((interval.low, interval.high))
    assert found.p_value == pytest.approx(paired.pvalue)


def test_gap_of_large_units_is_revenue_less_vote(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", 80.0, 4.0), ("x", "a", 70.0, 3.0), ("x", "a", 40.0, 2.0), ("x", "a", 30.0, 1.0)]
    population = strata(("x", "a", 400, 1000.0))
    gap = gap_of_large_units(answers(*rows), strata=population, weighting="revenue", level=0.90, enumerative=False)
    assert gap.value == pytest.approx(64 - 55)
    # c = p − ¼ = .15, .05, −.05, −.15; Σc² = .05; s² = 566.67: the model's spread is the larger one here.
    e = np.array([0.4 * 16 - 0.25 * 25, 0.3 * 6 - 0.25 * 15, 0.2 * -24 + 0.25 * 15, 0.1 * -34 + 0.25 * 25])
    robust, model = 4 / 3 * ((e - e.mean()) ** 2).sum(), np.var([80, 70, 40, 30], ddof=1) * 0.05
    assert gap.standard_error == pytest.approx(math.sqrt(max(robust, model)))
    assert gap.upper == pytest.approx(9 + student.ppf(0.95, 3) * math.sqrt(max(robust, model)))


def test_gap_of_large_units_counts_only_known_sizes(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", 80.0, None), ("x", "a", 70.0, 0.0)]
    gap = gap_of_large_units(answers(*rows), strata=strata(("x", "a", 400)), weighting="revenue", level=0.90)
    assert (gap.value, gap.n) == (None, 0)

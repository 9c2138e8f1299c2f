from __future__ import annotations

import math

import pytest
from scipy.stats import t as student

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.shares import stratified_share


def share(
    answers: Answers, strata: Strata, yes: int, no: int, N: int, *, level: float = 0.90, enumerative: bool = False
) -> SurveyMean:
    rows = [("x", "a", 1.0)] * yes + [("x", "a", 0.0)] * no
    return stratified_share(
        answers(*rows), strata=strata(("x", "a", N)), weighting="vote", level=level, enumerative=enumerative
    )


@pytest.mark.parametrize(("yes", "no"), [(0, 20), (3, 9), (10, 10), (20, 0)])
def test_share_of_a_simple_draw_has_wilsons_interval_with_t(
    answers: Answers, strata: Strata, yes: int, no: int
) -> None:
    found, n = share(answers, strata, yes, no, 1000), yes + no
    p, t2 = yes / n, student.ppf(0.95, n - 1) ** 2
    margin = math.sqrt(t2 * (p * (1 - p) / n + t2 / (4 * n * n)))
    assert found.value == pytest.approx(p)
    assert found.lower == pytest.approx(max(0.0, (p + t2 / (2 * n) - margin) / (1 + t2 / n)), abs=1e-12)
    assert found.upper == pytest.approx(min(1.0, (p + t2 / (2 * n) + margin) / (1 + t2 / n)))


def test_share_of_todays_population_is_surer_by_the_silent_only(answers: Answers, strata: Strata) -> None:
    beyond = share(answers, strata, 0, 20, 40)
    today = share(answers, strata, 0, 20, 40, enumerative=True)
    t2 = student.ppf(0.95, 19) ** 2
    assert beyond.upper == pytest.approx(t2 / (20 + t2))
    assert today.upper == pytest.approx(t2 / (40 + t2))  # φ = ½: twenty answers are worth forty


def test_share_of_all_has_no_sampling_error(answers: Answers, strata: Strata) -> None:
    found = share(answers, strata, 3, 5, 8, enumerative=True)
    assert (found.value, found.lower, found.upper, found.census) == (3 / 8, 3 / 8, 3 / 8, True)


def test_share_of_one_answer_has_no_interval(answers: Answers, strata: Strata) -> None:
    found = share(answers, strata, 1, 0, 8)
    assert (found.value, found.lower, found.upper) == (1.0, None, None)


def test_share_is_never_surer_than_its_weights(answers: Answers, strata: Strata) -> None:
    # Strata that differ fully show no spread inside: what is left is the worth of answers with these weights.
    rows = [("x", "a", 1.0)] * 5 + [("x", "b", 0.0)] * 5
    found = stratified_share(
        answers(*rows), strata=strata(("x", "a", 100), ("x", "b", 300)), weighting="vote", level=0.90,
        enumerative=False,
    )  # fmt: skip
    p, worth = 0.25, 1 / (5 * 0.05**2 + 5 * 0.15**2)
    df = (5 * 0.05**2 + 5 * 0.15**2) ** 2 / ((5 * 0.05**2) ** 2 / 4 + (5 * 0.15**2) ** 2 / 4)
    t2 = student.ppf(0.95, df) ** 2
    margin = math.sqrt(t2 * (p * (1 - p) / worth + t2 / (4 * worth**2)))
    assert found.value == pytest.approx(p)
    assert found.upper == pytest.approx((p + t2 / (2 * worth) + margin) / (1 + t2 / worth))


def test_share_of_nobody_is_not_known(answers: Answers, strata: Strata) -> None:
    assert share(answers, strata, 0, 0, 8).value is None

from __future__ import annotations

import pytest

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.heard import hear
from tramite.voices.estimation.medians import heard_quantile, stratified_median


def test_median_is_what_half_of_the_weight_does_not_exceed(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", v) for v in (10.0, 20.0, 30.0)] + [("x", "b", v) for v in (40.0, 50.0, 60.0)]
    light = stratified_median(
        answers(*rows), strata=strata(("x", "a", 90), ("x", "b", 30)), weighting="vote", level=0.90
    )
    heavy = stratified_median(
        answers(*rows), strata=strata(("x", "a", 30), ("x", "b", 90)), weighting="vote", level=0.90
    )
    assert (light.value, heavy.value) == (20, 40)


def test_median_has_woodruffs_interval(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", float(v)) for v in range(1, 41)]
    median = stratified_median(
        answers(*rows), strata=strata(("x", "a", 4000)), weighting="vote", level=0.90, enumerative=False
    )
    # Wilson of ½ with n = 40 and t = 1.685 is 0.3711 to 0.6289: the 15th and the 26th answer.
    assert (median.value, median.lower, median.upper) == (20, 15, 26)


def test_median_of_a_census_is_sure_and_of_nobody_unknown(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", v) for v in (10.0, 20.0, 30.0)]
    all_heard = stratified_median(answers(*rows), strata=strata(("x", "a", 3)), weighting="vote", level=0.90)
    nobody = stratified_median(answers(), strata=strata(("x", "a", 3)), weighting="vote", level=0.90)
    assert (all_heard.lower, all_heard.value, all_heard.upper) == (20, 20, 20)
    assert nobody.value is None


@pytest.mark.parametrize("values", [[5.0] * 12, [1.0, 9.0]])
def test_interval_of_a_median_holds_it(answers: Answers, strata: Strata, values: list[float]) -> None:
    rows = [("x", "a", value) for value in values]
    median = stratified_median(answers(*rows), strata=strata(("x", "a", 50)), weighting="vote", level=0.90)
    assert median.value is not None
    assert median.lower is not None
    assert median.upper is not None
    assert median.lower <= median.value <= median.upper


def test_quantile_has_woodruffs_interval_too(answers: Answers, strata: Strata) -> None:
    rows = [("x", "a", float(v)) for v in range(1, 41)]
    heard = hear(answers(*rows), strata=strata(("x", "a", 4000)), weighting="vote", enumerative=False)
    found = heard_quantile(heard, 0.8, level=0.90, enumerative=False)
    # Wilson of 0.8 with n = 40 and t = 1.685 is 0.6753 to 0.8850: the 28th and the 36th answer.
    assert (found.value, found.lower, found.upper) == (32, 28, 36)

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.beliefs.conftest import BANK, Answer, Voices
from tramite.beliefs.waves.forecasts import score_forecasts, updated_reliability
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import waves_of

Make = Callable[[Sequence[Answer]], Voices]
METHOD = Method()


def study_of(make_voices: Make, answers: Sequence[Answer], definition: CaseDefinition) -> Study:
    return Study(*make_voices(answers), bank=BANK, method=definition.method)


def outcomes(after: Sequence[float]) -> pl.DataFrame:
    return pl.DataFrame({
        "unit_id": [f"p{n}" for n in range(len(after))], "before": [100.0] * len(after), "after": list(after),
    })  # fmt: skip


def test_who_foretells_well_is_relied_on_more(make_voices: Make, definition: CaseDefinition) -> None:
    said, after = [9, 8, 9, 2, 1, 8], [120.0, 100.0, 130.0, 60.0, 20.0, 110.0]
    study = study_of(make_voices, [Answer(f"p{n}", "PR09", {"": x}) for n, x in enumerate(said)], definition)
    (wave,) = waves_of(study.interviews, method=METHOD)
    (score,) = score_forecasts(study, wave, {24: outcomes(after)}, method=METHOD)
    assert (score.item_id, score.n, score.setting) == ("PR09", 6, "reliability_intention")
    assert score.score == pytest.approx(np.mean([0.01, 0.04, 0.01, 0.04, 0.01, 0.04]))
    # four of six stayed: of the others 3/5 where it happened, 4/5 where it did not
    assert score.reference == pytest.approx((4 * 0.4**2 + 2 * 0.8**2) / 6)
    assert score.skill == pytest.approx(1 - score.score / score.reference)
    assert score.after == pytest.approx((10 * 1.0 + 6 * (score.skill or 0)) / 16)


def test_who_foretells_no_better_than_the_base_rate_goes_towards_nothing(
    make_voices: Make, definition: CaseDefinition
) -> None:
    answers = [Answer(f"p{n}", "PX01", {"low": 20, "likely": 30, "high": 40}) for n in range(8)]
    study = study_of(make_voices, answers, definition)
    (wave,) = waves_of(study.interviews, method=METHOD)
    (score,) = score_forecasts(study, wave, {12: outcomes([98, 101, 99, 103, 97, 100, 102, 96])}, method=METHOD)
    assert (score.skill or 0) < 0
    assert score.after == pytest.approx(0.5 * 10 / 18)


def test_forecasts_of_few_firms_or_without_outcome_are_not_scored(
    make_voices: Make, definition: CaseDefinition
) -> None:
    study = study_of(make_voices, [Answer(f"p{n}", "PR09", {"": 9}) for n in range(8)], definition)
    (wave,) = waves_of(study.interviews, method=METHOD)
    assert score_forecasts(study, wave, {}, method=METHOD) == ()
    assert score_forecasts(study, wave, {24: outcomes([100.0] * 4)}, method=METHOD) == ()


def test_where_all_fare_alike_there_was_nothing_to_foretell(make_voices: Make, definition: CaseDefinition) -> None:
    study = study_of(make_voices, [Answer(f"p{n}", "PR09", {"": 9}) for n in range(8)], definition)
    (wave,) = waves_of(study.interviews, method=METHOD)
    (score,) = score_forecasts(study, wave, {24: outcomes([110.0] * 8)}, method=METHOD)
    assert (score.skill, score.after) == (None, score.before)


@given(st.floats(0, 1), st.one_of(st.none(), st.floats(-5, 1)), st.integers(0, 500))
def test_reliability_stays_between_nothing_and_all(before: float, found: float | None, n: int) -> None:
    assert 0 <= updated_reliability(before, found, n, METHOD) <= 1


@pytest.mark.parametrize(("found", "limit"), [(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (None, 0.5)])
def test_reliability_goes_where_many_scores_say(found: float | None, limit: float) -> None:
    assert updated_reliability(0.5, found, 10**9, METHOD) == pytest.approx(limit, abs=1e-6)

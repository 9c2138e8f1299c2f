from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.beliefs.said import Said, Talks
from tramite.beliefs.conflict.levels import ConflictLevel, Kind, conflict_levels, vendor_guesses
from tramite.kernel.grade import Grade
from tramite.voices.estimation.strata import SurveyWeighting

ENDED = {"me": 50.0, "me_cut": 20.0, "other": 30.0}


def level(talks: Talks, kind: Kind, channel: str = "shops", view: SurveyWeighting = "vote") -> ConflictLevel:
    found = conflict_levels(talks.study(), reader="clean_team")
    return next(one for one in found if (one.kind, one.channel_id, one.weighting) == (kind, channel, view))


def shops(count: int = 8, **more: float) -> Talks:
    talks = Talks()
    for number in range(count):
        said: Said = {"PP04": 3 + number % 2, "PP05": 5, "PR07": 6 + number % 2, "PW03": 10.0 * (number % 2)}
        clash: Said = {"PW04": {"": 10.0 + 20 * (number % 2), "code": "web"}, "PW05": ENDED}
        talks.hear("shops", {**said, **clash, **more}, revenue=100.0 + 100 * (number % 2))
    return talks


def test_levels_worked_by_hand() -> None:
    talks = shops()
    domain = level(talks, "domain")
    assert domain.level.estimate.value == pytest.approx(100 - (35 + 50) / 2)
    assert domain.frequency.estimate.value == 1.0  # 55 and 60: all feel it
    assert domain.intensity == pytest.approx(0.575)
    assert level(talks, "vertical").level.estimate.value == pytest.approx(65)
    horizontal = level(talks, "horizontal")
    assert horizontal.level.estimate.value == pytest.approx(0.1)  # 20 of 100 met, half of them lost or cut
    assert horizontal.frequency.estimate.value == pytest.approx(0.2)
    assert horizontal.intensity == pytest.approx(0.5)
    by_revenue = level(talks, "horizontal", view="revenue").level.estimate.value
    assert by_revenue == pytest.approx(0.5 * (0.1 + 2 * 0.3) / 3, abs=5e-4)
    assert level(talks, "coopetition").level.estimate.value == pytest.approx(0.05)
    assert level(talks, "coopetition", view="revenue").level.estimate.value == pytest.approx(0.2 / 3, abs=5e-4)


def test_a_vendor_gets_no_coopetition() -> None:
    kinds = {one.kind for one in conflict_levels(shops().study())}
    assert kinds == {"domain", "vertical", "horizontal"}


def test_too_few_are_hidden_with_how_many_feel_it() -> None:
    talks = shops()
    talks.hear_all("agents", [{"PP04": 1, "PP05": 1, "PR07": 9}] * 4)
    for kind in ("domain", "vertical"):
        one = level(talks, kind, "agents")
        assert (one.level.hidden_because, one.level.estimate.value, one.intensity) == ("few", None, None)
        assert one.frequency.estimate.value is None


def test_shop_managers_who_are_not_asked_of_protection_have_a_domain_all_the_same() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PP04": 4}] * 6)
    assert level(talks, "domain").level.estimate.value == pytest.approx(60)


def test_a_vendor_who_guesses_near_makes_grade_b() -> None:
    near, far = shops(12), shops(12)
    for _ in range(6):
        near.hear("shops", {"VR07": 6}, role="vendor")
        far.hear("shops", {"VR07": 1}, role="vendor")
    assert (level(near, "vertical").level.estimate.grade, level(far, "vertical").level.estimate.grade) == (
        Grade.B, Grade.C,
    )  # fmt: skip
    assert vendor_guesses(far.study())["vertical", "shops"].estimate.value == pytest.approx(10)


def test_renaming_and_reordering_change_nothing() -> None:
    one, other = (conflict_levels(talks.study()) for talks in (shops(), shops().renamed()))
    assert [(a.kind, a.channel_id, a.level.estimate.value, a.level.estimate.upper) for a in one] == [
        (b.kind, b.channel_id, b.level.estimate.value, b.level.estimate.upper) for b in other
    ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=6, max_size=20))
def test_an_interview_that_agrees_never_widens_the_level(said: list[int]) -> None:
    """A firm that answers the mean of the others, of a population that leaves room for it."""
    talks = Talks()
    talks.hear_all("shops", [{"PR07": tension} for tension in said])
    talks.silent("shops", 100)
    before = level(talks, "vertical").level.mean
    talks.hear("shops", {"PR07": sum(said) / len(said)})
    after = level(talks, "vertical").level.mean
    assert before is not None
    assert after is not None
    if before.standard_error is not None and after.standard_error is not None:
        assert after.standard_error <= before.standard_error + 1e-9


@pytest.mark.parametrize("said", [{}, {"PE01": 5}])
def test_nobody_asked_gives_no_level(said: dict[str, float]) -> None:
    talks = Talks()
    talks.hear_all("shops", [said] * 6)
    assert conflict_levels(talks.study()) == ()

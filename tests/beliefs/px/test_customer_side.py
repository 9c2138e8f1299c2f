from __future__ import annotations

import pytest

from tests.beliefs.study_voices import StudyVoices, index_of
from tramite.beliefs.px.customer_side import CustomerSide, customer_side


def sides(voices: StudyVoices) -> CustomerSide:
    study = voices.study()
    found = customer_side(study, index_of(study))
    assert found is not None
    return found


def both(partners: int, customers: int) -> StudyVoices:
    voices = StudyVoices()
    for place in range(partners):
        voices.partner("shops", (40 + 20 * (place % 2),) * 3, {})
    for place in range(customers):
        voices.customer("shops", 50.0 if place % 2 else 100.0)
        voices.customer("web", 75.0)
    return voices


def test_gap_is_px_less_cx_with_the_interval_of_welch() -> None:
    one = next(one for one in sides(both(10, 10)).channels if one.channel_id == "shops")
    assert one.px is not None
    assert one.cx is not None
    assert one.gap is not None
    # PX 50, s² = 10·100/9; CX 75, s² = 10·625/9; all ten of ten heard: no sampling error on either side
    assert (one.px.estimate.value, one.cx.estimate.value, one.gap.value) == (50.0, 75.0, -25.0)
    assert (one.gap.lower, one.gap.upper) == (-25.0, -25.0)


def test_gap_of_a_sample_has_an_interval() -> None:
    voices = both(10, 10)
    voices.silent("shops", 90)
    for _ in range(90):
        voices.firm("shops", None, role="customer")
    one = next(one for one in sides(voices).channels if one.channel_id == "shops")
    assert one.gap is not None
    # V = .9·(1000/9)/10 + .9·(6250/9)/10 = 10 + 62.5; df = 72.5²/(10²/9 + 62.5²/9) = 11.81; t = 1.7842
    assert one.gap.standard_error == pytest.approx(72.5**0.5)
    assert one.gap.df == pytest.approx(72.5**2 / (100 / 9 + 62.5**2 / 9))
    assert (one.gap.lower, one.gap.upper) == (-40.2, -9.8)


def test_a_direct_channel_has_customers_only_and_all_channels_have_no_gap() -> None:
    found = {one.channel_id: one for one in sides(both(10, 10)).channels}
    assert found["web"].px is None
    assert found["web"].gap is None
    assert found["all"].gap is None
    assert found["all"].px is not None


@pytest.mark.parametrize(("partners", "customers"), [(10, 9), (9, 10), (4, 10), (10, 4)])
def test_few_or_hidden_answers_are_not_compared(partners: int, customers: int) -> None:
    voices = both(partners, customers)
    voices.silent("shops", 90)
    for _ in range(90):
        voices.firm("shops", None, role="customer")
    one = next(one for one in sides(voices).channels if one.channel_id == "shops")
    assert one.gap is None


def test_an_interview_with_three_of_six_answers_has_no_cx() -> None:
    voices = both(10, 10)
    half = voices.customer("shops", 0.0)
    interview = next(name for name, unit, *_ in voices.interviews if unit == half)
    voices.responses = [
        (name, item, key, None if (name, item) in {(interview, x) for x in ("CN04", "CR03", "CK03")} else number,
         text, "dk" if (name, item) in {(interview, x) for x in ("CN04", "CR03", "CK03")} else missing)
        for name, item, key, number, text, missing in voices.responses
    ]  # fmt: skip
    one = next(one for one in sides(voices).channels if one.channel_id == "shops")
    assert one.cx is not None
    assert (one.cx.estimate.value, one.cx.estimate.n) == (75.0, 10)


def test_without_customers_there_is_nothing_beside_px() -> None:
    voices = StudyVoices()
    voices.heard("shops", *[(50, 50, 50)] * 6)
    study = voices.study()
    assert customer_side(study, index_of(study)) is None

from __future__ import annotations

import pytest

from tests.voices.quality.quality_voices import BANK, METHOD, Field
from tramite.voices.quality.interviewer_effect import InterviewerEffect, interviewer_effects


def field(interviewers: int, each: int, *, apart: float = 0.0) -> Field:
    """Interviews in which the interviewer adds points to PE01; answers spread in the same way for all."""
    made = Field()
    for asker in range(interviewers):
        for number in range(each):
            interview = made.interview(interviewer=f"int-{asker}", channel_id=("shops", "web")[number % 2])
            made.numbers(interview, "PE01", {"": 3 + number % 4 + apart * asker})
    return made


def effects(made: Field) -> dict[str, InterviewerEffect]:
    found = interviewer_effects(made.held, made.told, None, bank=BANK, method=METHOD)
    return {effect.measure: effect for effect in found}


def test_an_interviewer_effect_is_found_and_told() -> None:
    found = effects(field(3, 8, apart=2.0))
    assert list(found) == ["all", "PE01"]
    effect = found["PE01"]
    assert (effect.side, effect.n, effect.interviewers, effect.workload) == ("partner", 24, 3, 8.0)
    # inside a channel answers are 3, 5, 3, 5 or 4, 6, 4, 6 and 2, 4 more: scores ×10, s² = 100·24/(24 − 4),
    # MS_B = 8·Σ(20·k − 20)²/2 = 3200, MS_W = 2400/20 = 120, ρ = 3080/(3200 + 7·120)
    assert effect.value == pytest.approx(3080 / 4040)
    assert effect.design_effect == pytest.approx(1 + 7 * 3080 / 4040)
    assert effect.reading == "effect"
    assert found["all"].value == pytest.approx(effect.value)


def test_without_effect_none_is_told() -> None:
    effect = effects(field(3, 8))["PE01"]
    assert (effect.value, effect.design_effect, effect.reading) == (0.0, 1.0, "none")


@pytest.mark.parametrize(("interviewers", "each"), [(2, 8), (3, 7)])
def test_too_few_interviewers_or_interviews_tell_nothing(interviewers: int, each: int) -> None:
    assert effects(field(interviewers, each, apart=2.0)) == {}


def test_a_channel_of_low_scores_is_no_effect_of_who_works_there() -> None:
    made = Field()
    for asker, channel, level in ((0, "shops", 1), (1, "shops", 1), (1, "web", 6), (2, "web", 6)):
        for number in range(8):
            interview = made.interview(interviewer=f"int-{asker}", channel_id=channel)
            made.numbers(interview, "PE01", {"": level + number % 4})
    effect = effects(made)["PE01"]
    assert (effect.value, effect.reading) == (0.0, "none")

from __future__ import annotations

import pytest

from tests.beliefs.px_voices import METHOD, Voices
from tramite.beliefs.px.weights import pillar_weights

THIRD = 1 / 3


def weights(voices: Voices) -> dict[str, dict[str, float]]:
    responses, interviews, _ = voices.tables()
    return {role: dict(of) for role, of in pillar_weights(responses, interviews, method=METHOD).items()}


def heard(voices: Voices, *answers: tuple[float, ...], role: str = "agent") -> Voices:
    for answer in answers:
        voices.interview(voices.firm("shops"), {}, role=role, stated=answer)
    return voices


def test_weights_are_stated_ones_shrunk_to_a_third() -> None:
    found = weights(heard(Voices(), *[(20, 30, 50)] * 6, *[(40, 30, 30)] * 4))["agent"]
    assert found == pytest.approx(
        {
            "easy": (10 * 0.28 + 10 * THIRD) / 20,
            "predictable": (10 * 0.30 + 10 * THIRD) / 20,
            "profitable": (10 * 0.42 + 10 * THIRD) / 20,
        }
    )
    assert sum(found.values()) == pytest.approx(1)


def test_weights_differ_by_role_and_stay_equal_where_fewer_than_five_spoke() -> None:
    voices = heard(Voices(), *[(0, 0, 100)] * 5, role="agent")
    found = weights(heard(voices, *[(0, 0, 100)] * 4, role="reseller"))
    assert found["agent"]["profitable"] == pytest.approx((5 + 10 * THIRD) / 15)
    assert found["reseller"] == pytest.approx({"easy": THIRD, "predictable": THIRD, "profitable": THIRD})


def test_weights_give_a_firm_one_voice() -> None:
    voices = heard(Voices(), *[(100, 0, 0)] * 4)
    firm = voices.firm("shops")
    for _ in range(5):
        voices.interview(firm, {}, role="agent", stated=(0, 0, 100))
    assert weights(voices)["agent"]["profitable"] == pytest.approx((5 * 0.2 + 10 * THIRD) / 15)


def test_weights_scale_a_full_answer_and_leave_out_a_broken_one() -> None:
    voices = heard(Voices(), *[(10, 20, 20)] * 5, (60, 30), (0, 0, 0))
    assert weights(voices)["agent"]["easy"] == pytest.approx((5 * 0.2 + 10 * THIRD) / 15)


def test_weights_take_a_missing_part_as_nothing_when_the_rest_makes_a_hundred() -> None:
    voices = heard(Voices(), *[(40, 60)] * 5)
    assert weights(voices)["agent"]["profitable"] == pytest.approx((10 * THIRD) / 15)


def test_px_uses_the_weights_of_the_role() -> None:
    voices = Voices()
    for _ in range(10):
        voices.interview(voices.firm("shops"), (100, 0, 0), stated=(100, 0, 0))
    px = voices.px()
    assert px.weights["reseller"]["easy"] == pytest.approx(2 / 3)
    assert px.score("shops", "px", "vote").estimate.value == 66.7

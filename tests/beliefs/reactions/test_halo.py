from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.beliefs.conftest import Answer, Voices
from tramite.beliefs.reactions.halo import halo
from tramite.kernel.case import CaseDefinition

Make = Callable[[Sequence[Answer]], Voices]


def test_halo_hears_customers_of_online_channels_only(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer(f"c{n}", "CC04", {"": 20}, channel_id="web") for n in range(9)]
    answers += [Answer("s1", "CC04", {"": 90}, channel_id="shops")]
    responses, interviews, _ = make_voices(answers)
    belief = halo(responses, interviews, definition=definition)
    assert belief is not None
    assert [belief.alpha, belief.beta] == pytest.approx([1 + 9 * 0.2, 1 + 9 * 0.8])
    assert belief.estimate.n == 9


def test_halo_is_not_known_if_nobody_was_asked(make_voices: Make, definition: CaseDefinition) -> None:
    responses, interviews, _ = make_voices([Answer("s1", "CC04", {"": 90}, channel_id="shops")])
    assert halo(responses, interviews, definition=definition) is None


def test_halo_of_few_answers_is_not_believed(make_voices: Make, definition: CaseDefinition) -> None:
    few = [Answer(f"c{n}", "CC04", {"": 20}, channel_id="web") for n in range(4)]
    responses, interviews, _ = make_voices(few)
    assert halo(responses, interviews, definition=definition) is None

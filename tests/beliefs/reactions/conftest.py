"""Studies made by hand, of what people say they would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.beliefs.conftest import Answer, Voices
from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study

MakeStudy = Callable[[Sequence[Answer]], Study]
BANK = load_bank()


@pytest.fixture
def make_study(make_voices: Callable[[Sequence[Answer]], Voices], definition: CaseDefinition) -> MakeStudy:
    """Return a maker of a study from answers."""

    def make(answers: Sequence[Answer]) -> Study:
        responses, interviews, frame = make_voices(answers)
        return Study(responses, interviews, frame, bank=BANK, method=definition.method, simulated=True)

    return make


def loss(unit: str, item_id: str, x: int, lost: float, *, channel: str = "shops", code: str = "") -> Answer:
    """Answer a question with {x}: of a change of x%, so much is lost."""
    parts: dict[str, float | str] = {"": lost, "x": x}
    return Answer(unit, item_id, parts | ({"code": code} if code else {}), channel_id=channel)

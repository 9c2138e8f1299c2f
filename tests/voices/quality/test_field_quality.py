from __future__ import annotations

from tests.voices.quality.quality_voices import BANK, METHOD, Field, decided
from tramite.voices.quality.field_quality import FieldVoices, field_quality


def test_decisions_change_what_counts_and_what_waits() -> None:
    field = Field()
    for number in range(12):
        interview = field.interview(seconds=300.0 if number < 3 else 2400.0)
        field.numbers(interview, "PE01", {"": number % 5})
    decisions = decided(("i000", "fast", "keep", "knows the trade"), ("i001", "fast", "exclude", "guessed"))
    voices = FieldVoices(field.held, field.told, decisions)
    found = field_quality(voices, bank=BANK, method=METHOD, seed=1)
    assert (found.held, found.counted, found.open_interviews) == (12, 10, 1)
    assert found.judged.excluded == (("i001", "fast"),)
    assert str(found) == "12 interviews held, 10 counted, 1 waiting for a decision, 1 excluded"
    assert found.drawn.height == 2
    assert (found.interviewers, found.modes) == ((), ())

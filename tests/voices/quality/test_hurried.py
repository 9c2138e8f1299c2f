from __future__ import annotations

from tests.voices.quality.quality_voices import METHOD, Field, verdicts
from tramite.voices.quality.hurried import hurried_interviews, marked_interviews


def test_an_interview_below_three_fifths_of_the_median_is_hurried() -> None:
    field = Field()
    for number, seconds in enumerate((1000.0, 1000.0, 1000.0, 1000.0, 600.0, 599.0)):
        field.interview(f"i{number}", seconds=seconds)
    found = list(hurried_interviews(field.held, method=METHOD))
    assert verdicts(found, "fast") == {**{f"i{n}": "clear" for n in range(5)}, "i5": "raised"}
    assert found[5].value == 0.599
    assert found[5].evidence is not None
    assert found[5].evidence.say("it") == "10,0 minuti, il 59,9% della mediana di 16,7 (6 interviste simili)"


def test_only_alike_interviews_are_compared() -> None:
    field = Field()
    for number in range(5):
        field.interview(f"long-{number}", seconds=2000.0)
        field.interview(f"customer-{number}", seconds=900.0, role="customer")
        field.interview(f"version-{number}", seconds=800.0, version="2")
        field.interview(f"alone-{number}", seconds=700.0, mode="self")
    found = verdicts(list(hurried_interviews(field.held, method=METHOD)), "fast")
    assert set(found.values()) == {"clear"}


def test_what_has_no_duration_or_no_like_is_not_evaluable() -> None:
    field = Field()
    for number in range(5):
        field.interview(f"i{number}")
    field.interview("untimed", seconds=None)
    field.interview("zero", seconds=0.0)
    field.interview("other", role="agent", seconds=60.0)
    found = verdicts(list(hurried_interviews(field.held, method=METHOD)), "fast")
    assert {name: found[name] for name in ("i0", "untimed", "zero", "other")} == {
        "i0": "clear", "untimed": "unknown", "zero": "unknown", "other": "unknown",
    }  # fmt: skip


def test_what_the_field_marked_is_raised() -> None:
    field = Field()
    field.interview("a", status="has_issues")
    field.interview("b", status="approved")
    assert verdicts(list(marked_interviews(field.held)), "marked") == {"a": "raised", "b": "clear"}

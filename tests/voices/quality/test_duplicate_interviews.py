from __future__ import annotations

from tests.voices.quality.quality_voices import BANK, METHOD, Field, verdicts
from tramite.voices.quality.duplicate_interviews import duplicate_interviews

ITEMS = [item.id for item in BANK.items_for("reseller") if item.scale in ("0-10", "1-5", "pct")]


def field_of(*others: tuple[str, int, str]) -> Field:
    """An interview of 40 answers, and others that differ from it in so many: (name, how many, role)."""
    field = Field()
    for name, different, role in (("first", 0, "reseller"), *others):
        interview = field.interview(name, role=role)
        for place, item in enumerate(ITEMS[:40]):
            field.numbers(interview, item, {"": 4 if place < different else 3})
    return field


def test_85_of_100_equal_answers_are_a_duplicate_of_both() -> None:
    assert len(ITEMS) >= 40
    field = field_of(("six-apart", 6, "reseller"))
    found = list(duplicate_interviews(field.held, field.told, bank=BANK, method=METHOD))
    assert verdicts(found, "duplicate") == {"first": "raised", "six-apart": "raised"}
    assert [finding.value for finding in found] == [0.85, 0.85]
    assert found[0].evidence is not None
    assert found[0].evidence.say() == "same answer as interview six-apart to 85% of 40 questions"
    field = field_of(("seven-apart", 7, "reseller"))
    found = list(duplicate_interviews(field.held, field.told, bank=BANK, method=METHOD))
    assert set(verdicts(found, "duplicate").values()) == {"clear"}


def test_other_sides_are_not_compared_and_alone_nobody_passes() -> None:
    field = field_of(("customer", 0, "customer"))
    found = list(duplicate_interviews(field.held, field.told, bank=BANK, method=METHOD))
    assert verdicts(found, "duplicate") == {"first": "unknown", "customer": "unknown"}


def test_few_common_answers_cannot_be_judged() -> None:
    field = Field()
    for name in ("a", "b"):
        interview = field.interview(name)
        for item in ITEMS[:24]:
            field.numbers(interview, item, {"": 3})
    found = list(duplicate_interviews(field.held, field.told, bank=BANK, method=METHOD))
    assert set(verdicts(found, "duplicate").values()) == {"unknown"}


def test_shares_are_one_answer_and_open_words_none() -> None:
    field = Field()
    method = METHOD.overridden({"duplicate_min_answers": 2})
    for name, share, words in (("a", 50, "x"), ("b", 50, "y"), ("c", 40, "z")):
        interview = field.interview(name)
        field.numbers(interview, "PR10", {"easy": share, "predictable": 20, "profitable": 80 - share})
        field.numbers(interview, "PX06", {"": -10, "x": 20})
        field.codes(interview, "PZ01", {"": words})
    found = {f.interview_id: f for f in duplicate_interviews(field.held, field.told, bank=BANK, method=method)}
    assert {name: finding.value for name, finding in found.items()} == {"a": 1.0, "b": 1.0, "c": 0.5}

from __future__ import annotations

import re

import pytest

from tests.voices.asking.questionnaire_project import BANK, form_for, guide_for
from tramite.kernel.tables import ROLES
from tramite.voices.asking.form_names import QuestionName, read_name
from tramite.voices.asking.form_sheet import Form
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.hearing.answer_shape import Expected, expected_questions


def forms_of(role: str, channel: str) -> tuple[list[Form], dict[QuestionName, Expected]]:
    guide = guide_for(role, channel)
    wordings = {wording.item_id: wording for wording in instrument_of(guide).wordings}
    expected: dict[QuestionName, Expected] = {}
    for question in (*guide.questions, *guide.sheet):
        expected |= expected_questions(question.item, wordings[question.item.id])
    return [form_for(guide), *([form_for(guide, "sheet")] if guide.sheet else [])], expected


@pytest.mark.parametrize("channel", ["dealers", "web-shop"])
@pytest.mark.parametrize("role", ROLES)
def test_expected_questions_are_those_of_the_forms(role: str, channel: str) -> None:
    forms, expected = forms_of(role, channel)
    asked = {name for form in forms for row in form.survey if (name := read_name(row.get("name", ""))) is not None}
    # whether a choice rotates, so that its ways not to answer stand apart, is not in the words that are kept
    apart = {QuestionName(item.id, "missing") for item in BANK.items if item.scale == "choice"}
    assert asked <= expected.keys()
    assert expected.keys() - asked <= apart


@pytest.mark.parametrize("role", ROLES)
def test_expected_codes_are_those_that_the_forms_offer(role: str) -> None:
    forms, expected = forms_of(role, "dealers")
    checked = 0
    for form in forms:
        lists: dict[str, set[str]] = {}
        for row in form.choices:
            lists.setdefault(row["list_name"], set()).add(row["name"])
        for row in form.survey:
            name, (kind, _, offered) = read_name(row.get("name", "")), row["type"].partition(" ")
            if name is not None and kind.startswith("select"):
                checked += 1
                assert [code for code in lists[offered] if expected[name].fault(code)] == []
                assert expected[name].fault("no-such-code") is not None
    assert checked > 20


@pytest.mark.parametrize("role", ROLES)
def test_expected_numbers_have_the_limits_of_the_forms(role: str) -> None:
    forms, expected = forms_of(role, "dealers")
    for form in forms:
        for row in form.survey:
            name = read_name(row.get("name", ""))
            if name is None or row["type"] not in ("integer", "decimal"):
                continue
            low = re.search(r"\. >= (-?\d+)", row["constraint"])
            high = re.search(r"\. <= (\d+)", row["constraint"])
            assert low is not None
            assert (expected[name].low, expected[name].high) == (
                float(low[1]), float(high[1]) if high else 100 if "<= 100" in row["constraint"] else None,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "value", "fault"),
    [
        (Expected("words"), "anything", None),
        (Expected("number", low=0, high=100), "50.5", None),
        (Expected("number", low=0, high=100), "101", ("answer_range", "0…100")),
        (Expected("number", low=0), "nan", ("answer_range", "0…")),
        (Expected("number", low=0), "inf", ("answer_range", "0…")),
        (Expected("number", low=0), "ten", ("answer_number", "")),
        (Expected("one", ("a", "b"), gone=True), "missing-ref", None),
        (Expected("one", ("a", "b")), "missing-ref", ("answer_code", "a, b")),
        (Expected("several", ("a", "b"), gone=True), "b a", None),
        (Expected("several", ("a", "b"), gone=True), "a missing-dk", ("answer_mixed", "")),
        (Expected("several", ("a", "b"), gone=True), "a c", ("answer_code", "a, b")),
    ],
)
def test_fault_says_what_is_expected(expected: Expected, value: str, fault: tuple[str, str] | None) -> None:
    assert expected.fault(value) == fault

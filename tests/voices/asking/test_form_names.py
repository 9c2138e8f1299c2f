from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.voices.asking.form_names import ASPECTS, AnswerRow, QuestionName, question_name, read_name, rows_of

ITEMS = st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True)
KEYS = st.one_of(
    st.text(alphabet="ab_x.-2d ", max_size=12), st.text(max_size=12).filter(lambda key: key.isprintable())
)


@given(item=ITEMS, key=KEYS, aspect=st.sampled_from(ASPECTS), place=st.integers(1, 12))
def test_read_name_gives_back_what_question_name_was_given(item: str, key: str, aspect: str, place: int) -> None:
    asked = QuestionName(item, aspect, key, place if aspect == "rank" else 0)  # type: ignore[arg-type]
    assert read_name(str(asked)) == asked
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", str(asked))


@given(first=KEYS, second=KEYS)
def test_question_name_differs_where_keys_differ(first: str, second: str) -> None:
    assert (question_name("PS01", first) == question_name("PS01", second)) == (first == second)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("PE01", QuestionName("PE01")),
        ("PS01__possession__partner", QuestionName("PS01", key="possession.partner")),
        ("CC01__value_x2d_added", QuestionName("CC01", key="value-added")),
        ("PW05__me_cut", QuestionName("PW05", key="me_cut")),
        ("PM05_rank2", QuestionName("PM05", "rank", place=2)),
        ("PI04_text__dealer_x2d_60", QuestionName("PI04", "text", "dealer-60")),
    ],
)
def test_names_are_readable(name: str, asked: QuestionName) -> None:
    assert (read_name(name), str(asked)) == (asked, name)


@pytest.mark.parametrize(
    "name", ["unit_id", "section_scores", "PE01_", "PE01_odd", "PM05_rank", "PE01__a_x62_", ""]
)
def test_read_name_knows_what_is_no_answer(name: str) -> None:
    assert read_name(name) is None


@pytest.mark.parametrize(
    ("name", "value", "rows"),
    [
        ("PE01", "7", [AnswerRow("PE01", "", number=7)]),
        ("PE01", "missing-dk", [AnswerRow("PE01", "", missing="dk")]),
        ("PE01", " ", []),
        ("PX01__low", "-30", [AnswerRow("PX01", "low", number=-30)]),
        ("CK06_text", "dk", [AnswerRow("CK06", "", text="dk")]),
        ("CK06_text", "missing-ref", [AnswerRow("CK06", "", missing="ref")]),
        ("PZ01_text", "missing-dk is what he said", [AnswerRow("PZ01", "", text="missing-dk is what he said")]),
        ("PZ01_text", "missing-link", [AnswerRow("PZ01", "", text="missing-link")]),
        ("PZ01_text", "missing-", [AnswerRow("PZ01", "", text="missing-")]),
        ("PM02_marks", "plan data", [AnswerRow("PM02", "plan", number=1), AnswerRow("PM02", "data", number=1)]),
        ("PS06_marks__code", "design", [AnswerRow("PS06", "code.design", number=1)]),
        ("PM05_rank2", "margin", [AnswerRow("PM05", "margin", number=2)]),
        ("PX03_worst", "earn", [AnswerRow("PX03", "earn", number=-1)]),
        ("PX03_best", "missing-na", [AnswerRow("PX03", "", missing="na")]),
        ("CC01_missing", "ref", [AnswerRow("CC01", "", missing="ref")]),
        ("CC01_read", "yes", []),
        ("CC01_sum", "100", []),
        ("PI04_sure__helmet", "8", [AnswerRow("PI04", "helmet", number=8)]),
    ],
)
def test_rows_of_a_value(name: str, value: str, rows: list[AnswerRow]) -> None:
    asked = read_name(name)
    assert asked is not None
    assert list(rows_of(asked, value)) == rows


@pytest.mark.parametrize(
    ("name", "value"), [("PE01", "seven"), ("PE01", "nan"), ("PE01_missing", "later"), ("PE01", "missing-later")]
)
def test_rows_of_refuses_what_the_name_does_not_promise(name: str, value: str) -> None:
    asked = read_name(name)
    assert asked is not None
    with pytest.raises(ValueError, match=value.removeprefix("missing-")):
        rows_of(asked, value)

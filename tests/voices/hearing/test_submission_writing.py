from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voices.asking.questionnaire_project import BANK, guide_for
from tramite.kernel.tables import MISSING
from tramite.voices.asking.form_names import AnswerRow, QuestionName
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.hearing.answer_shape import Expected, expected_questions
from tramite.voices.hearing.submission import Submission
from tramite.voices.hearing.submission_reading import Ground, read_submission
from tramite.voices.hearing.submission_writing import submission_of, values_of

GUIDE = guide_for("reseller")
INSTRUMENT = instrument_of(GUIDE)
GROUND = Ground(BANK, {INSTRUMENT.version: INSTRUMENT}, None, frozenset({"dealers"}))
WORDINGS = {wording.item_id: wording for wording in INSTRUMENT.wordings}
ITEMS = [question.item for question in (*GUIDE.questions, *GUIDE.sheet)]
INTERVIEW = {
    "interview_id": "i-1", "unit_id": "u-1", "role": "reseller", "channel_id": "dealers", "mode": "phone",
    "interviewer": "anna", "date": date(2026, 3, 2), "seconds": 1234.5, "consent": True, "status": "approved",
    "version": INSTRUMENT.version, "level": "b", "quotable": False,
}  # fmt: skip


def a_value(name: QuestionName, expected: Expected) -> st.SearchStrategy[str]:
    gone = [f"missing-{reason}" for reason in MISSING] if expected.gone else []
    if expected.kind == "words":
        return st.text("abc è\n'=;\"1", min_size=1).map(str.strip).filter(bool)
    if expected.kind == "several":
        several = st.lists(st.sampled_from(expected.codes), min_size=1, unique=True).map(" ".join)
        return st.one_of(several, st.sampled_from(gone)) if gone else several
    if expected.codes:
        return st.sampled_from([*expected.codes, *gone])
    high = 10_000 if expected.high is None else int(expected.high)
    return st.integers(int(expected.low or 0), high).map(str)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in draw(st.lists(st.sampled_from(ITEMS), max_size=6, unique_by=lambda item: item.id)):
        expected = expected_questions(item, WORDINGS[item.id])
        for name in draw(st.lists(st.sampled_from(sorted(expected, key=str)), max_size=8, unique=True)):
            values[str(name)] = draw(a_value(name, expected[name]))
    return values


def read(submission: Submission) -> tuple[AnswerRow, ...]:
    return read_submission(submission, interview_id="i-1", ground=GROUND).rows


@settings(max_examples=300, deadline=None)
@given(values=forms())
def test_writing_gives_a_form_that_reads_back_the_same(values: dict[str, str]) -> None:
    head = submission_of(INTERVIEW, (), bank=BANK, file="a").values
    first = read(Submission("i-1", "a", {**head, **values}))
    again = read_submission(
        submission_of(INTERVIEW, first, bank=BANK, file="b"), interview_id="i-1", ground=GROUND
    )
    ahead = bool(first) and all(BANK.item(row.item_id).mode == "sheet" for row in first)
    expected = INTERVIEW | ({"mode": "sheet"} if ahead else {})
    assert (again.rows, again.refusals, again.interview) == (first, (), expected)


def test_one_mark_told_as_a_word_is_a_mark() -> None:
    assert values_of([AnswerRow("PW03", "code", text="web-shop")], bank=BANK) == {"PW03_marks__code": "web-shop"}


def test_item_that_nobody_knows_keeps_its_plain_name() -> None:
    assert values_of([AnswerRow("QQ01", "k", number=2.5)], bank=BANK) == {"QQ01__k": "2.5"}

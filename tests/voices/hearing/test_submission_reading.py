from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.voices.asking.questionnaire_project import BANK, guide_for
from tramite.voices.asking.form_names import AnswerRow
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.hearing.submission import Submission
from tramite.voices.hearing.submission_reading import Ground, ReadForm, kept, read_submission, seconds_of

INSTRUMENT = instrument_of(guide_for("reseller"))
UNITS = {"u-1": "reseller", "c-1": "customer"}
GROUND = Ground(BANK, {INSTRUMENT.version: INSTRUMENT}, UNITS, frozenset({"dealers"}))
HEAD = {
    "unit_id": "u-1", "interviewer": "anna", "mode": "video", "consent": "yes", "day": "2026-03-02",
    "instrument": INSTRUMENT.version, "role": "reseller", "channel_id": "dealers",
    "started": "2026-03-02T09:00:00.000+01:00", "ended": "2026-03-02T09:30:00.500+01:00",
}  # fmt: skip


def read(**values: str) -> ReadForm:
    filled = {name: value for name, value in (HEAD | values).items() if value}
    return read_submission(Submission("i-1", "a.xml", filled), interview_id="i-1", ground=GROUND)


def rows(**values: str) -> list[AnswerRow]:
    form = read(**values)
    assert [refusal.fault.say() for refusal in form.refusals] == []
    return list(form.rows)


def test_interview_is_read_from_the_head() -> None:
    assert read(PE01="7").interview == {
        "interview_id": "i-1", "unit_id": "u-1", "role": "reseller", "channel_id": "dealers", "mode": "video",
        "interviewer": "anna", "date": date(2026, 3, 2), "seconds": 1800.5, "consent": True, "status": "done",
        "version": INSTRUMENT.version, "level": None, "quotable": None,
    }  # fmt: skip


def test_a_talk_that_goes_on_the_next_day_is_as_long_as_it_was_talked() -> None:
    form = Submission("i-1", "a.xml", {"started": "2026-03-02T10:00:00", "ended": "2026-03-03T10:30:00"})
    assert seconds_of(form) == 88_200.0
    assert seconds_of(replace(form, paused=86_400.0)) == 1_800.0
    assert seconds_of(replace(form, paused=90_000.0)) == 0.0  # clocks that disagree


def test_promise_and_consent_to_be_quoted_are_taken_where_a_form_asks_them() -> None:
    form = read(PE01="7", level="b", quotable="yes")
    assert form.interview is not None
    assert (form.interview["level"], form.interview["quotable"]) == ("b", True)
    assert [refusal.fault.kind for refusal in read(PE01="7", level="z").refusals] == ["not_allowed"]


def test_what_goes_ahead_in_writing_is_a_sheet_however_it_came() -> None:
    form = read(PC02__biz_phys="100", PC02_read="yes", mode="self")
    assert form.interview is not None
    assert form.interview["mode"] == "sheet"


def test_shares_left_blank_are_zero_once_read_back() -> None:
    assert rows(PR10__easy="60", PR10__profitable="40", PR10_sum="100", PR10_read="yes") == [
        AnswerRow("PR10", "easy", number=60), AnswerRow("PR10", "predictable", number=0),
        AnswerRow("PR10", "profitable", number=40),
    ]  # fmt: skip


def test_reason_for_no_answer_takes_back_what_was_typed() -> None:
    assert rows(PX08="30", PX08__x="5", PX08_missing="ref") == [AnswerRow("PX08", "", missing="ref")]


def test_value_of_x_stays_with_its_answer_and_alone_is_none() -> None:
    assert rows(PX08="30", PX08__x="5") == [AnswerRow("PX08", "", number=30), AnswerRow("PX08", "x", number=5)]
    assert rows(PX08__x="5") == []


def test_row_of_a_grid_without_answer_takes_back_its_parts() -> None:
    given = {"PS01__risk__partner": "60", "PS01_missing__risk": "dk", "PS01__payment__partner": "100"}
    assert rows(**given) == [
        AnswerRow("PS01", "payment.partner", number=100), AnswerRow("PS01", "risk", missing="dk"),
    ]  # fmt: skip


def test_cards_ranks_marks_and_sureness_become_rows() -> None:
    assert rows(PX03_best="tech credit price", PX03_worst="content train territory") == sorted(
        [AnswerRow("PX03", card, number=1.0) for card in ("tech", "credit", "price")]
        + [AnswerRow("PX03", card, number=-1.0) for card in ("content", "train", "territory")],
        key=lambda row: row.key,
    )
    assert rows(PI04_text__f_x2d_1="true", PI04_sure__f_x2d_1="8") == [
        AnswerRow("PI04", "f-1", number=8, text="true")
    ]


@pytest.mark.parametrize(
    ("changed", "kind", "column"),
    [
        ({"consent": ""}, "submission_consent", "consent"),
        ({"unit_id": "u-9"}, "submission_unit", "unit_id"),
        ({"unit_id": ""}, "required", "unit_id"),
        ({"unit_id": "c-1"}, "submission_role", "role"),
        ({"instrument": "x"}, "submission_version", "instrument"),
        ({"mode": "letter"}, "not_allowed", "mode"),
        ({"day": "", "started": ""}, "not_a_date", "day"),
    ],
)
def test_interview_with_a_fault_in_its_head_stays_out(changed: dict[str, str], kind: str, column: str) -> None:
    form = read(PE01="7", **changed)
    assert (form.interview, form.rows) == (None, ())
    (refusal,) = form.refusals
    assert (refusal.interview_id, refusal.item, refusal.fault.kind, refusal.fault.column) == (
        "i-1",
        "",
        kind,
        column,
    )
    assert refusal.fault.file == "a.xml · i-1"


@pytest.mark.parametrize(
    ("values", "item", "kind"),
    [
        ({"PE01": "11"}, "PE01", "answer_code"),
        ({"PE01__easy": "1"}, "PE01", "answer_unknown"),
        ({"CX01": "5"}, "CX01", "answer_unknown"),
        ({"remark": "hello"}, "remark", "answer_unknown"),
        ({"PX08": "130"}, "PX08", "answer_range"),
        ({"PX03_best": "tech credit price", "PX03_worst": "tech content train"}, "PX03", "answer_twice"),
        ({"PR10__easy": "40", "PR10__profitable": "sixty"}, "PR10", "answer_number"),
    ],
)
def test_answer_with_a_fault_takes_its_item_and_no_other(values: dict[str, str], item: str, kind: str) -> None:
    form = read(PE02="7", **values)
    assert [(refusal.item, refusal.fault.kind) for refusal in form.refusals] == [(item, kind)]
    assert form.rows == (AnswerRow("PE02", "", number=7),)


def test_columns_of_field_tools_are_no_answers_and_are_not_kept() -> None:
    extra = {"total_PR10": "100", "_submission_time": "x", "deviceid": "y", "audit": "audit.csv", "cards": "3"}
    assert rows(PE01="7", **extra) == [AnswerRow("PE01", "", number=7)]
    assert kept(Submission("i", "f", HEAD | extra)).values == HEAD


def test_refusal_of_consent_is_an_interview_without_answers() -> None:
    form = read(PE01="7", consent="no")
    assert form.interview is not None
    assert (form.interview["status"], form.interview["consent"], form.rows) == ("refused", False, ())

"""Forms filled by ODK's own engine, which knows nothing of our reader (tests/store/submissions/data/ORIGIN.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tramite.store.definition import load_definition
from tramite.store.submissions.reading import read_submissions
from tramite.voices.asking.bank import load_bank
from tramite.voices.asking.bilingual import Bilingual
from tramite.voices.asking.form_names import AnswerRow
from tramite.voices.asking.guide import assemble_guide
from tramite.voices.asking.instrument import Instrument, instrument_of
from tramite.voices.asking.project_words import Fact, ProjectWords
from tramite.voices.hearing.submission import Submission
from tramite.voices.hearing.submission_reading import Ground, ReadForm, read_submission
from tramite.voices.hearing.submission_writing import submission_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/store/submissions/data"
FACTS = ("helmet", "mountain-200", "online-list", "dealer-60", "no-volume")
BANK = load_bank()


def words(*ids: str) -> list[dict[str, object]]:
    return [{"id": each, "name": {"en": each, "it": each}} for each in ids]


def asked(submission: Submission) -> Instrument:
    """Return what the questionnaires of the example asked, under the version that the form names."""
    definition = load_definition(ROOT / "examples/adventure-works")
    project = ProjectWords.model_validate({
        "category": {"en": "bicycles", "it": "biciclette"}, "flagship": {"en": "x", "it": "x"},
        "case": {"en": "x", "it": "x"}, "competitors": words("c1", "c2"),
        "roadmap": words("portal", "touring-2014"), "facts_not_for_customers": ["dealer-60"],
    })  # fmt: skip
    facts = [Fact(each, Bilingual(each, each), place % 2 == 0) for place, each in enumerate(FACTS)]
    guide = assemble_guide(
        BANK, role=submission.value("role"), channel_id="warehouse", definition=definition,
        words=project, facts=facts, method=definition.method,
    )  # fmt: skip
    return replace(instrument_of(guide), version=submission.value("instrument"))


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Submission, ReadForm, Ground]]:
    found = {}
    for submission in read_submissions([DATA]).submissions:
        instrument = asked(submission)
        ground = Ground(BANK, {instrument.version: instrument}, None, frozenset({"warehouse"}))
        form = read_submission(submission, interview_id=submission.id, ground=ground)
        found[Path(submission.file).stem] = (submission, form, ground)
    return found


FORMS = ("customer-interview.full", "reseller-interview.full", "reseller-sheet.full", "vendor-interview.silent")


@pytest.mark.parametrize("name", FORMS)
def test_everything_is_taken_in(read: dict[str, tuple[Submission, ReadForm, Ground]], name: str) -> None:
    submission, form, ground = read[name]
    assert [refusal.fault.say() for refusal in form.refusals] == []
    assert form.interview is not None
    again = submission_of(form.interview, form.rows, bank=BANK, file="again.xml")
    assert read_submission(again, interview_id=submission.id, ground=ground).rows == form.rows


def test_answers_are_those_that_were_given(read: dict[str, tuple[Submission, ReadForm, Ground]]) -> None:
    rows = {(row.item_id, row.key): row for row in read["reseller-interview.full"][1].rows}
    assert rows["PE01", ""] == AnswerRow("PE01", "", number=0)
    assert [rows["PR10", key].number for key in ("easy", "predictable", "profitable")] == [100, 0, 0]
    assert [rows["PS01", f"possession.{who}"].number for who in ("partner", "vendor", "other")] == [60, 30, 10]
    assert rows["PX08", "certainty"] == AnswerRow("PX08", "certainty", text="sure")
    assert (rows["PX06", ""].number, rows["PX06", "x"].number) == (-10, 10)


def test_who_answers_nothing_leaves_reasons_only(read: dict[str, tuple[Submission, ReadForm, Ground]]) -> None:
    submission, form, ground = read["vendor-interview.silent"]
    assert {row.item_id for row in form.rows if row.missing is None} == {"VM05", "VS09", "VM04"}
    asked_items = {wording.item_id for wording in ground.instruments[submission.value("instrument")].wordings}
    assert {row.item_id for row in form.rows} == asked_items


def test_sheet_is_one(read: dict[str, tuple[Submission, ReadForm, Ground]]) -> None:
    interview = read["reseller-sheet.full"][1].interview
    assert interview is not None
    assert (interview["mode"], interview["seconds"]) == ("sheet", 7.769)

"""What filled forms say comes into the tables: once, with who said it, and what was kept out is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.web.field_study import FORM_ID, ROLE, filled, new_field_study
from tests.workflows.field_case import UNITS
from tramite.store.submissions.ledger import LEDGER
from tramite.store.submissions.tables import LIST, SECONDS, WORDINGS
from tramite.web.actions import taking_in
from tramite.web.actions.receiving import receive
from tramite.web.actions.taken_forms import note_taken
from tramite.web.actions.taking_in import ask_to_take_in_again, resume_taking_in, take_in
from tramite.web.bridge import forms_part
from tramite.web.bridge.content import study_content
from tramite.web.models import FrameUnit, Interview, Role, SampledUnit, Study, Submission, User
from tramite.workflows.submissions import take_answers


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study in the field."""
    return new_field_study(tmp_path / "field", by=owner)


def test_forms_become_interviews_of_whoever_sent_them(study: Study, somebody: Callable[..., User]) -> None:
    user, manager = somebody(Role.INTERVIEWER), somebody(Role.MANAGER)
    audit = b"event,node,start,end\nquestion,/interview/section_scores/PX01,1000,9000\n"
    first, body = filled(0)
    declined, refusal = filled(1, consent="no")
    receive(study, body, {"audit.csv": audit}, complete=True, by=user)
    receive(study, refusal, {}, complete=True, by=user)
    waiting, unfinished = filled(2)
    receive(study, unfinished, {}, complete=False, by=user)
    take_in.call(study.pk)
    interviews = {each.interview_id: each for each in Interview.objects.filter(study=study)}
    assert set(interviews) == {first, declined}
    assert {each.conducted_by for each in interviews.values()} == {user}
    assert (interviews[first].status, interviews[declined].status) == ("done", "refused")
    assert interviews[first].versions.get().made_by == user
    states = dict(Submission.objects.values_list("instance_id", "state"))
    assert states == {first: "taken", declined: "taken", waiting: "waiting"}
    assert SampledUnit.objects.get(study=study, unit_id=interviews[first].unit_id).outcome == "done"
    ledger = pl.read_parquet(BytesIO(study_content(study).files[LEDGER]))
    assert dict(ledger.select("id", "times").rows())[first] == '{"PX01": 8.0}'

    second, corrected = filled(5, replaces=first, unit=interviews[first].unit_id)
    receive(study, corrected, {}, complete=True, by=manager)
    take_in.call(study.pk)
    interview = Interview.objects.get(study=study, interview_id=first)
    assert interview.conducted_by == user
    versions = [(each.number, each.current, each.made_by, bool(each.reason)) for each in interview.versions.all()]
    assert versions == [(1, False, user, False), (2, True, manager, True)]
    states = dict(interview.submissions.values_list("instance_id", "state"))
    assert states == {first: "replaced", second: "taken"}


def test_a_correction_that_comes_with_its_original_is_a_version_of_its_own(
    study: Study, somebody: Callable[..., User]
) -> None:
    user, manager = somebody(Role.INTERVIEWER), somebody(Role.MANAGER)
    first, body = filled(0)
    unit = UNITS[ROLE][0]
    second, corrected = filled(5, replaces=first, unit=unit)
    third, again = filled(6, replaces=second, unit=unit)
    for sent, by in ((body, user), (corrected, manager), (again, manager)):
        receive(study, sent, {}, complete=True, by=by)
    take_in.call(study.pk)
    interview = Interview.objects.get(study=study)
    versions = [(each.number, each.current, each.made_by, bool(each.reason)) for each in interview.versions.all()]
    assert versions == [(1, False, user, False), (2, False, manager, True), (3, True, manager, True)]
    said = [list(each.answers.values_list("item_id", "number", "text")) for each in interview.versions.all()]
    assert said[0] != said[1] != said[2]
    states = dict(interview.submissions.values_list("instance_id", "state"))
    assert states == {first: "replaced", second: "replaced", third: "taken"}
    assert interview.conducted_by == user


def test_what_is_kept_out_is_told_and_comes_in_once_mended(study: Study, owner: User) -> None:
    stranger, body = filled(0, unit="stranger")
    receive(study, body, {}, complete=True, by=owner)
    known, good = filled(1)
    receive(study, good, {}, complete=True, by=owner)
    take_in.call(study.pk)
    kept_out = Submission.objects.get(instance_id=stranger)
    assert (kept_out.state, kept_out.interview) == ("refused", None)
    assert [(fault["column"], fault["value"]) for fault in kept_out.faults] == [("unit_id", "stranger")]
    assert Submission.objects.get(instance_id=known).state == "taken"
    unit = FrameUnit.objects.filter(study=study, role=ROLE).first()
    assert unit is not None
    unit.pk, unit.unit_id, unit.position = None, "stranger", 999
    unit.save()
    ask_to_take_in_again(study)
    take_in.call(study.pk)
    kept_out.refresh_from_db()
    assert (kept_out.state, kept_out.faults) == ("taken", [])
    assert kept_out.interview == Interview.objects.get(study=study, interview_id=stranger)


def test_a_worker_that_dies_half_way_loses_nothing_and_doubles_nothing(
    study: Study, owner: User, monkeypatch: pytest.MonkeyPatch, quality_asked: list[Study]
) -> None:
    instance, body = filled()
    receive(study, body, {}, complete=True, by=owner)

    def dies(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(taking_in, "note_taken", dies)
    with pytest.raises(KeyboardInterrupt):
        take_in.call(study.pk)
    monkeypatch.setattr(taking_in, "note_taken", note_taken)
    assert Submission.objects.get().state == "waiting"
    assert quality_asked == []
    resume_taking_in()  # the next worker; work is done at once in tests
    assert Submission.objects.get().state == "taken"
    assert Interview.objects.get(study=study, interview_id=instance).versions.count() == 1
    assert quality_asked == [study]


def test_a_form_on_which_the_program_fails_does_not_keep_others_out(
    study: Study, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [filled(seed) for seed in range(3)]
    for _, body in codes:
        receive(study, body, {}, complete=True, by=owner)
    bad = codes[1][1]

    def fails(path: Path, files: list[str], **given: object) -> object:
        if any(file.read_bytes() == bad for folder in files for file in Path(folder).rglob("*.xml")):
            raise ZeroDivisionError
        return take_answers(path, files, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(taking_in, "take_answers", fails)
    take_in.call(study.pk)
    assert [each.state for each in Submission.objects.order_by("pk")] == ["taken", "refused", "taken"]
    assert Interview.objects.filter(study=study).count() == 2


def test_however_many_come_the_work_is_on_the_list_once(
    study: Study,
    owner: User,
    work_waits: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for seed in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            receive(study, filled(seed)[1], {}, complete=True, by=owner)
    assert DBTaskResult.objects.count() == 1
    take_in.call(study.pk)
    with django_capture_on_commit_callbacks(execute=True):
        receive(study, filled(3)[1], {}, complete=True, by=owner)
    assert DBTaskResult.objects.count() == 2
    assert Submission.objects.values_list("form_id", flat=True).distinct().get() == FORM_ID
    assert timezone.now() < DBTaskResult.objects.latest("enqueued_at").run_after


def test_trouble_with_the_study_is_told_and_the_forms_wait(study: Study, owner: User) -> None:
    receive(study, filled()[1], {}, complete=True, by=owner)
    study.files.create(path="voices/items.toml", content=b"this is not TOML")
    take_in.call(study.pk)
    study.refresh_from_db()
    assert "items.toml" in study.taking_in_trouble
    assert Submission.objects.get().state == "waiting"
    study.files.filter(path="voices/items.toml").delete()
    take_in.call(study.pk)
    study.refresh_from_db()
    assert study.taking_in_trouble == ""
    assert Submission.objects.get().state == "taken"


@pytest.fixture
def counted_whole(owner: User, tmp_path: Path) -> Study:
    """Return another study in the field, of the same case."""
    return new_field_study(tmp_path / "whole", by=owner, code="whole")


def test_taking_in_a_part_makes_what_taking_in_all_makes(
    study: Study, counted_whole: Study, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = b"event,node,start,end\nquestion,/interview/section_scores/PX01,1000,9000\n"
    first, body = filled(0)
    kept = study.files.get(path__startswith="voices/instruments/")
    version = Path(kept.path).stem.encode()
    corrected, stranger = filled(5, replaces=first, unit=UNITS[ROLE][0])[1], filled(3, unit="stranger")[1]
    reworded = filled(6)[1].replace(version, b"another")
    sent = [
        body,
        filled(1)[1],
        filled(2, consent="no")[1],
        stranger,
        corrected,
        filled(4)[1],
        reworded,
        filled(7)[1],
    ]
    other = json.loads(bytes(kept.content)) | {"version": "another"}
    other["wordings"] = [each | {"wording": f"{each['wording']}-2"} for each in other["wordings"]]
    for each in (study, counted_whole):
        each.files.create(path="voices/instruments/another.json", content=json.dumps(other).encode())
    for form in sent:
        for each, without in ((study, "field_content"), (counted_whole, "part_of_forms")):
            receive(each, form, {"audit.csv": audit}, complete=True, by=owner)
            with monkeypatch.context() as patched:
                # A part must not read all; the whole knows of no parts.
                patched.setattr(forms_part, without, lambda *given: None)
                take_in.call(each.pk)
    part, whole = _told(study), _told(counted_whole)
    assert part["wordings"] is not None
    assert part["seconds"] is not None
    for name in part:
        assert part[name] == whole[name], name


def _told(study: Study) -> dict[str, object]:
    """Return what the study holds of its forms; not the order of rows, nor the files from which they were read."""
    content = study_content(study)
    ledger = pl.read_parquet(BytesIO(content.files[LEDGER])).drop("file")
    listed = pl.read_csv(BytesIO(content.files[LIST]), separator=";", infer_schema=False).drop("file")
    tables = {name: content.tables[name] for name in ("interviews", "responses", "sample")}
    return {
        "ledger": ledger.rows(), "listed": listed.rows(), "seconds": content.files.get(SECONDS),
        "wordings": content.files.get(WORDINGS),
        **{name: sorted(frame.rows(), key=repr) for name, frame in tables.items()},
    }  # fmt: skip

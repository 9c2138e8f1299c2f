"""Filled forms are kept: each once, whole, or told why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.web.field_study import FORM_ID, ROLE, filled, new_field_study
from tramite.web.actions.attachments import clean_name, day_to_destroy, media_type_of
from tramite.web.actions.receiving import (
    NoConsent,
    Received,
    SubmissionConflict,
    SubmissionOfAnother,
    SubmissionRefused,
    SubmissionTooLarge,
    receive,
)
from tramite.web.actions.taking_in import ask_to_take_in_again, take_in
from tramite.web.models import (
    Attachment,
    AuditLine,
    Consent,
    Draft,
    FormVersion,
    Interview,
    Role,
    SampledUnit,
    Study,
    Submission,
    User,
)

AUDIT = b"event,node,start,end\nquestion,/interview/x,1000,2000\n"
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study in the field."""
    return new_field_study(tmp_path / "field", by=owner)


def test_the_same_form_is_kept_once_and_files_are_added_to_it(study: Study, owner: User) -> None:
    instance, body = filled()
    first = receive(study, body, {"audit.csv": AUDIT}, complete=False, by=owner)
    again = receive(study, body, {"audit.csv": AUDIT, "dir/talk.m4a": M4A}, complete=True, by=owner, agreed=True)
    late = receive(study, body, {}, complete=False, by=owner)
    assert (first.new, again.new, late.new) == (True, False, False)
    kept = Submission.objects.get()
    assert (kept.instance_id, kept.form_id, bytes(kept.body)) == (instance, FORM_ID, body)
    assert (kept.complete, kept.received_from, kept.state) == (True, owner, "waiting")
    files = {each.name: (each.media_type, each.destroy_on) for each in kept.attachments.all()}
    assert files == {
        "audit.csv": ("text/csv", None),
        "talk.m4a": ("audio/mp4", day_to_destroy(timezone.localdate())),
    }


def test_other_bytes_under_the_same_id_are_refused_and_the_first_stay(study: Study, owner: User) -> None:
    _, body = filled()
    receive(study, body, {"a.jpg": JPEG}, complete=True, by=owner)
    with pytest.raises(SubmissionConflict, match="under this id"):
        receive(study, body + b"\n", {}, complete=True, by=owner)
    with pytest.raises(SubmissionConflict, match=r"a\.jpg"):
        receive(study, body, {"a.jpg": JPEG + b"!"}, complete=True, by=owner)
    assert bytes(Submission.objects.get().body) == body
    assert bytes(Attachment.objects.get().content) == JPEG


def test_a_correction_takes_the_place_of_one_form_once(
    study: Study, owner: User, somebody: Callable[..., User]
) -> None:
    one, other = somebody(Role.INTERVIEWER), User.objects.create_user("i2@example.org", "x", name="Other")
    first, body = filled()
    receive(study, body, {}, complete=True, by=one)
    second, corrected = filled(1, replaces=first)
    with pytest.raises(SubmissionConflict, match="only who sent"):
        receive(study, corrected, {}, complete=True, by=other)
    kept = receive(study, corrected, {}, complete=True, by=one).submission
    assert kept is not None
    assert kept.replaces is not None
    assert kept.replaces.instance_id == first
    assert not receive(study, corrected, {}, complete=True, by=one).new
    with pytest.raises(SubmissionConflict, match="corrected before"):
        receive(study, filled(2, replaces=first)[1], {}, complete=True, by=one)
    with pytest.raises(SubmissionConflict, match="send that one first"):
        receive(study, filled(2, replaces="nobody")[1], {}, complete=True, by=one)
    receive(study, filled(3, replaces=second)[1], {}, complete=True, by=owner)  # who runs the field work may
    assert Submission.objects.count() == 3


MINE, OTHERS = f"{ROLE}-1", f"{ROLE}-2"


@pytest.fixture
def interviewer(study: Study, somebody: Callable[..., User]) -> User:
    """Return an interviewer who is to speak with one of those who were drawn."""
    user = somebody(Role.INTERVIEWER)
    SampledUnit.objects.filter(study=study, unit_id=MINE).update(assigned_to=user)
    return user


def test_an_interview_of_somebody_else_is_held_until_it_is_accepted(
    study: Study, interviewer: User, owner: User, browser_of: Callable[[User], Client]
) -> None:
    first, body = filled(1, unit=OTHERS)
    second, correction = filled(2, replaces=first, unit=OTHERS)
    mine, own = filled(3, unit=MINE)
    states = [
        kept.state
        for sent in (body, correction, own)
        if (kept := receive(study, sent, {}, complete=True, by=interviewer).submission)
    ]
    assert states == ["held", "held", "waiting"]
    ask_to_take_in_again(study)
    take_in.call(study.pk)
    assert set(Interview.objects.values_list("interview_id", flat=True)) == {mine}
    assert SampledUnit.objects.get(unit_id=OTHERS).outcome == "pending"
    page = browser_of(owner).get(f"/s/{study.code}/received/?state=held").content.decode()
    assert "is not assigned to who sent the form" in page
    held = Submission.objects.get(instance_id=second)
    assert f"/received/{held.pk}/accept/" in page
    assert browser_of(owner).post(f"/s/{study.code}/received/{held.pk}/accept/").status_code == 302
    take_in.call(study.pk)
    interview = Interview.objects.get(interview_id=first)
    assert (interview.unit_id, interview.conducted_by, interview.versions.count()) == (OTHERS, interviewer, 2)
    assert dict(Submission.objects.values_list("instance_id", "state")) == {
        first: "replaced", second: "taken", mine: "taken"
    }  # fmt: skip
    assert browser_of(owner).post(f"/s/{study.code}/received/{held.pk}/accept/").status_code == 404  # once
    more = receive(study, filled(4, replaces=second, unit=OTHERS)[1], {}, complete=True, by=interviewer)
    assert more.submission is not None
    assert more.submission.state == "waiting"  # a correction of what was accepted
    stolen, moved = filled(5, replaces=mine, unit=OTHERS)
    receive(study, moved, {}, complete=True, by=interviewer)
    assert Submission.objects.get(instance_id=stolen).state == "held"  # not of whom it corrects


def test_where_nobody_is_assigned_and_for_who_runs_the_field_nothing_is_held(
    study: Study, interviewer: User, owner: User
) -> None:
    assert receive(study, filled(1, unit=OTHERS)[1], {}, complete=True, by=owner).submission is not None
    SampledUnit.objects.update(assigned_to=None)
    receive(study, filled(2, unit=OTHERS)[1], {}, complete=True, by=interviewer)
    assert set(Submission.objects.values_list("state", flat=True)) == {"waiting"}


def test_strictly_only_what_one_may_hold_or_began_comes_in(study: Study, interviewer: User) -> None:
    instance, body = filled(1, unit=OTHERS)
    with pytest.raises(SubmissionOfAnother, match=OTHERS):
        receive(study, body, {}, complete=True, by=interviewer, strict=True)
    assert not Submission.objects.exists()
    form = FormVersion.objects.create(study=study, form_id="f", version="1", content=b"")
    draft = Draft.objects.create(study=study, user=interviewer, form=form, unit_id=MINE, instance_id=instance)
    with pytest.raises(SubmissionOfAnother):
        receive(study, body, {}, complete=True, by=interviewer, strict=True)
    Draft.objects.filter(pk=draft.pk).update(unit_id=OTHERS)  # assigned to another since
    assert receive(study, body, {}, complete=True, by=interviewer, strict=True).new
    Draft.objects.all().delete()
    assert not receive(study, body, {}, complete=True, by=interviewer, strict=True).new  # the answer was lost


def test_a_recording_without_consent_is_left_out_and_the_answers_stay(study: Study, owner: User) -> None:
    _, body = filled(1, unit=MINE)
    files = {"talk.m4a": M4A, "a.jpg": JPEG}
    with pytest.raises(NoConsent):
        receive(study, body, files, complete=True, by=owner, strict=True)
    assert not Submission.objects.exists()
    received = receive(study, body, files, complete=True, by=owner)
    assert (received.new, received.unkept) == (True, ("talk.m4a",))
    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.jpg"]
    line = AuditLine.objects.get(kind="recording")
    assert (line.verb, line.fields) == ("removed", ["no consent to be recorded: not kept"])
    now = timezone.now()
    consent = Consent.objects.create(
        study=study, unit_id=MINE, level="b", recording=True, way="spoken", proof="yes", given_at=now,
        taken_by=owner,
    )  # fmt: skip
    assert receive(study, body, files, complete=True, by=owner).unkept == ()
    assert Attachment.objects.filter(name="talk.m4a").exists()
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=now)
    assert receive(study, filled(2, unit=MINE)[1], files, complete=True, by=owner).unkept == ("talk.m4a",)


@pytest.mark.parametrize(("told", "counts"), [(-400, 0), (-89, -89), (0, 0), (30, 0)])
def test_a_clock_that_is_wrong_neither_destroys_a_recording_at_once_nor_keeps_it(
    told: int, counts: int, study: Study, owner: User
) -> None:
    today = timezone.localdate()
    day = (today + timedelta(days=told)).isoformat()
    body = re.sub(rb"<day>[^<]*</day>", f"<day>{day}</day>".encode(), filled(1)[1])
    receive(study, body, {"talk.m4a": M4A}, complete=True, by=owner, agreed=True)
    assert Attachment.objects.get().destroy_on == day_to_destroy(today + timedelta(days=counts))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", SubmissionRefused),
        (b"no xml", SubmissionRefused),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><a id="x"><meta><instanceID>1</instanceID></meta></a>',
            SubmissionRefused,
        ),
        (b'<a id="unknown"><meta><instanceID>1</instanceID></meta></a>', SubmissionRefused),
        (f'<a id="{FORM_ID}"><meta/></a>'.encode(), SubmissionRefused),
        (f'<a id="{FORM_ID}"><instanceID>{"1" * 300}</instanceID></a>'.encode(), SubmissionRefused),
        (f'<a id="{FORM_ID}">{"<g>" * 200}{"</g>" * 200}</a>'.encode(), SubmissionRefused),
        (b"<a>" + b" " * (2 << 20) + b"</a>", SubmissionTooLarge),
    ],
)
def test_what_is_no_filled_form_of_ours_is_refused(
    body: bytes, error: type[SubmissionRefused], study: Study, owner: User
) -> None:
    with pytest.raises(error) as told:
        receive(study, body, {}, complete=True, by=owner)
    assert type(told.value) is error
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"virus.m4a": b"MZ\x90\x00"}, SubmissionRefused),
        ({"..": b"text"}, SubmissionRefused),
        ({"a/x.csv": b"1", "b/x.csv": b"2"}, SubmissionRefused),
        ({f"{n}.txt": b"x" for n in range(21)}, SubmissionTooLarge),
        ({"x.txt": bytes((64 << 20) + 1)}, SubmissionTooLarge),
    ],
)
def test_with_a_file_that_may_not_come_in_nothing_is_kept(
    files: dict[str, bytes], error: type[SubmissionRefused], study: Study, owner: User
) -> None:
    with pytest.raises(error):
        receive(study, filled()[1], files, complete=True, by=owner)
    assert not Submission.objects.exists()


def test_a_file_is_what_is_in_it() -> None:
    assert media_type_of("x.csv", M4A) == "audio/mp4"
    assert media_type_of("x.jpg", b"plain") == "text/plain"
    assert media_type_of("x.svg", b"<svg onload='x'/>") == "text/plain"
    assert media_type_of("x.txt", b"\x00") is None
    assert clean_name("C:\\x\\../.audit\x00.csv ") == "audit.csv"
    assert day_to_destroy(date(2026, 11, 30)) == date(2027, 2, 28)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_forms_that_come_at_the_same_time_one_is_kept(study: Study, owner: User) -> None:
    original, body = filled()
    receive(study, body, {}, complete=True, by=owner)
    _, same = filled(1)
    rivals = [filled(seed, replaces=original)[1] for seed in range(8)]

    def send(body: bytes) -> Received | None:
        try:
            return receive(study, body, {"a.jpg": JPEG}, complete=True, by=owner)
        except SubmissionConflict:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        alike = list(pool.map(send, [same] * 8))
        corrections = list(pool.map(send, rivals))
    assert sorted(each.new for each in alike if each) == [False] * 7 + [True]
    assert sum(each is not None for each in corrections) == 1
    assert Submission.objects.count() == 3
    assert Attachment.objects.count() == 2

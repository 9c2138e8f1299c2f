"""Filled forms are kept: each once, whole, or told why not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from tests.web.field_study import FORM_ID, filled, new_field_study
from tramite.web.actions.attachments import clean_name, day_to_destroy, media_type_of
from tramite.web.actions.receiving import (
    Received,
    SubmissionConflict,
    SubmissionRefused,
    SubmissionTooLarge,
    receive,
)
from tramite.web.models import Attachment, Role, Study, Submission, User

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
    again = receive(study, body, {"audit.csv": AUDIT, "dir/talk.m4a": M4A}, complete=True, by=owner)
    late = receive(study, body, {}, complete=False, by=owner)
    assert (first.new, again.new, late.new) == (True, False, False)
    kept = Submission.objects.get()
    assert (kept.instance_id, kept.form_id, bytes(kept.body)) == (instance, FORM_ID, body)
    assert (kept.complete, kept.received_from, kept.state) == (True, owner, "waiting")
    files = {each.name: (each.media_type, each.destroy_on) for each in kept.attachments.all()}
    assert files == {"audit.csv": ("text/csv", None), "talk.m4a": ("audio/mp4", date(2026, 6, 2))}


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

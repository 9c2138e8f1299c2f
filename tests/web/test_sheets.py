"""The link to the sheet that goes ahead: for one person, once, until a day, and nobody else's names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.field_case import filled, new_talk_study
from tramite.kernel.errors import CaseNotFound
from tramite.web.actions.sheets import make_sheet_link
from tramite.web.models import Interview, Invitation, PublishedForm, Study, Submission, User

INSTANCE = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study in the field."""
    return new_talk_study(tmp_path / "field", by=owner)


@pytest.fixture
def invitation(study: Study, owner: User) -> Invitation:
    """Return an invitation of P001."""
    return Invitation.objects.create(study=study, unit_id="P001", made_by=owner)


def link(invitation: Invitation, by: User, *, days: int = 3) -> str:
    token = make_sheet_link(invitation, timezone.now() + timedelta(days=days), by=by)
    return f"/sheet/{token}/"


def send(address: str, body: bytes) -> int:
    form = SimpleUploadedFile("submission.xml", body, content_type="text/xml")
    return Client().post(f"{address}send", {"xml_submission_file": form}).status_code


def test_a_link_opens_one_form_that_names_nobody_else(invitation: Invitation, owner: User) -> None:
    address = link(invitation, owner)
    page, form = Client().get(address), Client().get(f"{address}form.xml").content.decode()
    assert page.status_code == 200
    assert str(invitation.sheet_sha256) not in address
    assert "no-store" in page["Cache-Control"]
    assert "<unit_id>P001</unit_id>" in form
    assert "Cicli Rossi" in form
    assert ("P002" in form, "Bianchi" in form) == (False, False)
    assert 'ref="/interview/section_opening/interviewer"' not in form  # known, and not asked


def test_it_closes_when_it_was_used_and_a_lost_answer_loses_nothing(
    study: Study, invitation: Invitation, owner: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    address, body = link(invitation, owner), filled(study, INSTANCE, kind="sheet", PX05__served="10")
    with django_capture_on_commit_callbacks(execute=True):
        assert send(address, body) == 201
    assert send(address, body) == 201  # the answer was lost on the way: the same comes again
    assert send(address, filled(study, INSTANCE.replace("1", "2"), kind="sheet")) == 410
    assert Client().get(address).status_code == 410
    assert Submission.objects.get().received_from is None
    assert Interview.objects.get(interview_id=INSTANCE).mode == "sheet"


def test_it_takes_no_other_form_and_nobody_elses(study: Study, invitation: Invitation, owner: User) -> None:
    address = link(invitation, owner)
    assert send(address, filled(study, INSTANCE)) == 400  # the interview itself
    assert send(address, filled(study, INSTANCE, kind="sheet", unit_id="P002")) == 400
    assert send(address, b"<no form") in (400, 422)
    assert not Submission.objects.exists()
    assert Client().get(address).status_code == 200


def test_it_closes_with_its_time_or_another_link(invitation: Invitation, owner: User) -> None:
    assert Client().get(link(invitation, owner, days=-1)).status_code == 410
    first, second = link(invitation, owner), link(invitation, owner)
    assert [Client().get(each).status_code for each in (first, second)] == [410, 200]
    assert Client().get("/sheet/nothing/").status_code == 410


def test_no_link_to_a_sheet_that_is_not_published(invitation: Invitation, owner: User) -> None:
    PublishedForm.objects.filter(kind="sheet").delete()
    with pytest.raises(CaseNotFound, match="reseller"):
        link(invitation, owner)

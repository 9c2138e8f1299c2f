"""Interviews in the browser, as the server sees them: whom, drafts, what is sent, corrections."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.field_case import filled, new_talk_study
from tramite.store.xforms import form_identity
from tramite.web.models import (
    Consent,
    Draft,
    FormVersion,
    FrameUnit,
    Interview,
    PublishedForm,
    Right,
    Role,
    SampledUnit,
    Study,
    Submission,
    User,
)
from tramite.web.queries.talks import respondents_for

WEBM = b"\x1a\x45\xdf\xa3 a recording"
AUDIT = b"event,node,start,end\nquestion,/interview/section_scores/PE01,1000,9000\n"
Clients = Callable[[User | None], Client]


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study in the field."""
    return new_talk_study(tmp_path / "field", by=owner)


@pytest.fixture
def ida(study: Study, somebody: Callable[..., User]) -> User:
    """Return an interviewer who is to speak with P001."""
    user = somebody(Role.INTERVIEWER)
    SampledUnit.objects.filter(study=study, unit_id="P001").update(assigned_to=user, mode="phone")
    return user


def begun(client: Client, study: Study, unit: str = "P001") -> Draft:
    client.post(f"/s/{study.code}/talk/begin", {"unit": unit, "mode": "phone"})
    return Draft.objects.get(study=study, unit_id=unit)


def saved(client: Client, address: str, body: str, revision: int, path: str = "draft", **more: Any) -> Any:
    sent = {"body": body, "revision": revision, "beside": "{}", "writer": "w", "turn": 1, "device": "", **more}
    return client.post(f"{address}{path}", sent)


def sent(client: Client, study: Study, body: bytes, **more: Any) -> HttpResponse:
    form = SimpleUploadedFile("submission.xml", body, content_type="text/xml")
    answer: Any = client.post(f"/s/{study.code}/submission", {"xml_submission_file": form, **more})
    return answer  # type: ignore[no-any-return]


def test_an_interviewer_speaks_with_whom_is_assigned_to_them(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    listed = client.get(f"/s/{study.code}/talk/").content.decode()
    assert ("P001" in listed, "P002" in listed) == (True, False)
    assert "Cicli Rossi" in listed
    assert client.post(f"/s/{study.code}/talk/begin", {"unit": "P002"}).status_code == 404
    draft = begun(client, study)
    assert begun(client, study) == draft  # the same interview goes on


def test_who_runs_the_field_speaks_with_anybody_in_few_queries(
    study: Study, owner: User, browser_of: Clients, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of(owner)
    assert begun(client, study, "P002").mode == "phone"
    with django_assert_max_num_queries(14):
        listed = client.get(f"/s/{study.code}/talk/").content.decode()
    assert "P001" in listed


def test_the_form_is_filled_in_ahead_and_names_nobody_else(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    form = client.get(f"/s/{study.code}/talk/{draft.instance_id}/form.xml").content.decode()
    assert "<unit_id>P001</unit_id>" in form
    assert "<mode>phone</mode>" in form
    assert f"<interviewer>{ida.name}</interviewer>" in form
    assert "Cicli Rossi" in form
    assert ("P002" in form, "Bianchi" in form) == (False, False)


def test_the_brief_stands_beside_the_form(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    page = client.get(f"/s/{study.code}/talk/{draft.instance_id}/")
    words = page.content.decode()
    assert "Bike shops" in words  # its segment
    assert "120000" not in words  # no figure of its revenue
    policy = page["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert "unsafe" not in client.get(f"/s/{study.code}/talk/")["Content-Security-Policy"]


def test_a_draft_is_its_owners_alone_and_the_later_save_stands(
    study: Study, ida: User, owner: User, browser_of: Clients
) -> None:
    client = browser_of(ida)
    address = f"/s/{study.code}/talk/{begun(client, study).instance_id}/"
    beside = {"spent": 1000}
    assert saved(client, address, "<a/>", 0, beside=json.dumps(beside)).json() == {"revision": 1}
    assert saved(client, address, "<b/>", 0, writer="other").status_code == 409
    assert saved(client, address, "<b/>", 1, beside="[]").status_code == 400
    assert saved(client, address, "<b/>", 1, writer="w" * 65).status_code == 400
    draft = Draft.objects.get()
    assert (draft.body, draft.beside) == ("<a/>", {"spent": 1000})
    assert (
        "&lt;a/&gt;" in client.get(address).content.decode()
        or "\\u003Ca/\\u003E" in client.get(address).content.decode()
    )
    for path in ("", "form.xml"):
        assert browser_of(owner).get(address + path).status_code == 404
    assert browser_of(owner).post(f"{address}discard").status_code == 404
    client.post(f"{address}discard")
    assert not Draft.objects.exists()


def test_a_save_whose_answer_was_lost_is_taken_once(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    address = f"/s/{study.code}/talk/{begun(client, study).instance_id}/"
    assert [saved(client, address, "<a/>", 0).json() for _ in range(2)] == [{"revision": 1}] * 2
    refused = saved(client, address, "<b/>", 0, turn=2)
    assert refused.status_code == 409  # an old request that comes late; the page knows its own save again
    assert {name: refused.json()[name] for name in ("revision", "writer", "turn", "body")} == {
        "revision": 1, "writer": "w", "turn": 1, "body": "<a/>",
    }  # fmt: skip


def test_of_two_devices_nothing_is_lost_and_each_version_opens_again(
    study: Study, ida: User, owner: User, browser_of: Clients
) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    address = f"/s/{study.code}/talk/{draft.instance_id}/"
    saved(client, address, "<tablet/>", 0, device="tablet")
    saved(client, address, "<phone/>", 1, writer="v", device="phone", over="yes")
    for _ in range(2):  # the answer was lost
        saved(client, address, "<laptop/>", 0, path="aside", writer="u", device="laptop")
    assert sorted(draft.versions.values_list("body", "device")) == [
        ("<laptop/>", "laptop"),
        ("<tablet/>", "tablet"),
    ]
    tablet = draft.versions.get(device="tablet")
    assert browser_of(owner).post(f"{address}versions/{tablet.pk}").status_code == 404
    client.post(f"{address}versions/{tablet.pk}")
    draft.refresh_from_db()
    assert (draft.body, draft.revision, draft.writer) == ("<tablet/>", 3, "")
    assert set(draft.versions.values_list("body", flat=True)) == {"<laptop/>", "<phone/>"}
    assert saved(client, address, "<phone more/>", 2, writer="v", turn=2).status_code == 409


def test_what_another_device_saved_meanwhile_comes_with_what_is_sent(
    study: Study, ida: User, browser_of: Clients
) -> None:
    client, found = browser_of(ida), []
    for seen in ({"revision": 1, "writers": {"w": 1}}, {"revision": 1, "writers": {"w": 1, "v": 3}}):
        draft = begun(client, study)
        address = f"/s/{study.code}/talk/{draft.instance_id}/"
        saved(client, address, "<tablet/>", 0)
        saved(client, address, "<phone/>", 1, writer="v", turn=3, device="phone")
        sent(client, study, filled(study, str(draft.instance_id)), seen=json.dumps(seen))
        received = Submission.objects.get(instance_id=draft.instance_id)
        found.append([(each.name, bytes(each.content)) for each in received.attachments.all()])
    assert found == [[("other-version.xml", b"<phone/>")], []]


def test_begun_again_in_another_mode_it_goes_on_in_that_mode(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    body = filled(study, str(draft.instance_id)).decode()
    assert ":mode>phone</" in body
    saved(client, f"/s/{study.code}/talk/{draft.instance_id}/", body, 0)
    assert 'value="phone" selected' in client.get(f"/s/{study.code}/talk/").content.decode()
    client.post(f"/s/{study.code}/talk/begin", {"unit": "P001", "mode": "video"})
    draft.refresh_from_db()
    assert (draft.mode, draft.revision) == ("video", 2)
    assert (":mode>video</" in draft.body, ":mode>phone</" in draft.body) == (True, False)
    assert "PE01" in draft.body


def test_no_interview_is_begun_that_is_more_personal_than_the_cost_rule_chose(
    study: Study, ida: User, browser_of: Clients
) -> None:
    drawn = SampledUnit.objects.filter(study=study, unit_id="P001")
    drawn.update(mode="self", mode_reason="floor")
    client, begin = browser_of(ida), f"/s/{study.code}/talk/begin"
    answer = client.post(begin, {"unit": "P001", "mode": "phone"})
    assert answer.status_code == 409
    assert client.post(f"/s/{study.code}/talk/take").status_code == 302  # whoever waits for a decision stays
    assert not Draft.objects.filter(study=study).exists()
    drawn.update(mode="phone", mode_reason="within")
    assert client.post(begin, {"unit": "P001", "mode": "phone"}).status_code == 302
    assert client.post(begin, {"unit": "P001", "mode": "in_person"}).status_code == 409
    assert Draft.objects.get(study=study).mode == "phone"


def test_the_next_interviews_are_taken_along_once(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    SampledUnit.objects.filter(study=study, unit_id="P002").update(assigned_to=ida, mode="video")
    Interview.objects.filter(study=study, unit_id="P002").update(consent=False)
    for _ in range(2):
        client.post(f"/s/{study.code}/talk/take")
    draft = Draft.objects.get(study=study)  # P001 was interviewed
    assert (draft.unit_id, draft.mode, draft.body) == ("P002", "video", "")
    page = client.get(f"/s/{study.code}/talk/").content.decode()
    assert "nothing is filled in yet" in page
    assert f"/s/{study.code}/talk/{draft.instance_id}/form.xml" in page  # to be kept on the device
    assert client.get(f"/s/{study.code}/talk/session").json()["begun"] == [str(draft.instance_id)]


def test_a_form_that_is_published_anew_does_not_change_what_is_begun(
    study: Study, ida: User, browser_of: Clients
) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    published = PublishedForm.objects.get(study=study, kind="interview")
    file = study.files.get(path=published.path)
    file.content = bytes(file.content).replace(draft.form.version.encode(), b"another")
    file.save()
    assert draft.form.version.encode() in client.get(f"/s/{study.code}/talk/{draft.instance_id}/form.xml").content


def test_what_is_sent_comes_in_once_and_its_draft_goes(
    study: Study, ida: User, browser_of: Clients, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = browser_of(ida)
    draft = begun(client, study)
    body = filled(study, str(draft.instance_id))
    with django_capture_on_commit_callbacks(execute=True):
        first = sent(client, study, body, **{"audit.csv": SimpleUploadedFile("audit.csv", AUDIT)})
    again = sent(client, study, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert not Draft.objects.exists()
    assert Submission.objects.count() == 1
    interview = Interview.objects.get(interview_id=draft.instance_id)
    assert (interview.unit_id, interview.mode, interview.conducted_by) == ("P001", "phone", ida)


def test_no_recording_is_kept_without_consent(study: Study, ida: User, browser_of: Clients) -> None:
    client = browser_of(ida)
    body = filled(study, str(begun(client, study).instance_id))

    def talk() -> SimpleUploadedFile:
        return SimpleUploadedFile("talk-1.webm", WEBM)

    assert sent(client, study, body, **{"talk-1.webm": talk()}).status_code == 422
    assert not Submission.objects.exists()
    agreed = json.dumps({"at": "2024-11-20T10:00:00Z", "words": "May I? Yes."})
    parts = {"talk-1.webm": talk(), "recording": agreed, "*isIncomplete*": "yes"}
    assert sent(client, study, body, **parts).status_code == 201
    assert Draft.objects.exists()  # more is to come
    assert sent(client, study, body, recording=agreed).status_code == 201
    consent = Consent.objects.get()
    assert (consent.unit_id, consent.recording, consent.proof) == ("P001", True, "May I? Yes.")
    assert consent.given_at.isoformat() == "2024-11-20T10:00:00+00:00"
    assert Submission.objects.get().attachments.get().destroy_on is not None


def test_files_come_after_the_answers_from_any_device_of_who_sent_them(
    study: Study,
    ida: User,
    owner: User,
    browser_of: Clients,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client = browser_of(ida)
    instance = str(begun(client, study).instance_id)
    address = f"/s/{study.code}/talk/{instance}/files"
    agreed = json.dumps({"at": "2024-11-20T10:00:00Z", "words": "Yes."})

    def files(of: Client, name: str, content: bytes, **more: str) -> int:
        return of.post(address, {name: SimpleUploadedFile(name, content), **more}).status_code

    assert files(client, "talk.webm", WEBM, recording=agreed) == 404  # the answers are not here
    with django_capture_on_commit_callbacks(execute=True):
        sent(client, study, filled(study, instance))
    assert not Draft.objects.exists()
    assert files(browser_of(owner), "talk.webm", WEBM, recording=agreed) == 404
    assert files(client, "talk.webm", WEBM) == 422
    assert [files(client, "talk.webm", WEBM, recording=agreed) for _ in range(2)] == [201, 201]
    assert files(client, "program.exe", b"MZ\0") == 400
    received = Submission.objects.get()
    assert [each.name for each in received.attachments.all()] == ["talk.webm"]
    assert received.complete is True
    assert Consent.objects.count() == 1


def test_what_is_refused_is_told_in_words(study: Study, ida: User, browser_of: Clients) -> None:
    answer = sent(browser_of(ida), study, b"<nothing/>")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert not Submission.objects.exists()


def test_a_correction_has_a_reason_and_shows_what_it_changed(
    study: Study, ida: User, browser_of: Clients, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = browser_of(ida)
    first = str(begun(client, study).instance_id)
    with django_capture_on_commit_callbacks(execute=True):
        sent(client, study, filled(study, first, PE01="3"))
    address = f"/s/{study.code}/interviews/correct/{first}/"
    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "Misheard"})
    draft = Draft.objects.get()
    assert (draft.reason, str(draft.replaces), draft.body) == (
        "Misheard",
        first,
        filled(study, first, PE01="3").decode(),
    )
    with django_capture_on_commit_callbacks(execute=True):
        sent(client, study, filled(study, str(draft.instance_id), replaces=first, PE01="8"))
    interview = Interview.objects.get(interview_id=first)
    assert [(each.reason, each.made_by) for each in interview.versions.all()] == [("", ida), ("Misheard", ida)]
    page = client.get(f"/s/{study.code}/interviews/of/{first}/").content.decode()
    assert "Misheard" in page
    assert "<td>3</td><td>8</td>" in page.replace("\n", "")


def test_answers_on_competition_are_not_opened_to_correct_them(
    study: Study,
    ida: User,
    owner: User,
    browser_of: Clients,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client, codes = browser_of(ida), []
    for more in ({}, {"PW03": "40"}, {"PW03": "4000"}):
        draft = begun(client, study)
        codes.append(str(draft.instance_id))
        with django_capture_on_commit_callbacks(execute=True):
            sent(client, study, filled(study, codes[-1], PE01="3", **more))
    opened = [browser_of(owner).get(f"/s/{study.code}/interviews/correct/{code}/").status_code for code in codes]
    assert opened == [200, 404, 404]
    # the last was refused, and stands in no table but in the form
    assert not Interview.objects.filter(interview_id=codes[2], versions__answers__item_id="PW03").exists()
    assert client.get(f"/s/{study.code}/interviews/correct/{codes[1]}/").status_code == 200  # heard it all


def test_every_version_of_a_form_is_kept_as_it_is_published(study: Study) -> None:
    files = study.files.filter(path__startswith="voices/questionnaires/")
    held = {form_identity(bytes(file.content), file=file.path) for file in files}
    assert {(form.form_id, form.version) for form in held} == set(
        FormVersion.objects.filter(study=study).values_list("form_id", "version")
    )
    assert len(held) == 2


def test_a_respondent_without_a_form_is_told(study: Study, owner: User, browser_of: Clients) -> None:
    PublishedForm.objects.all().delete()
    client = browser_of(owner)
    assert "no form is published" in client.get(f"/s/{study.code}/talk/").content.decode()
    assert client.post(f"/s/{study.code}/talk/begin", {"unit": "P001"}).status_code == 404
    assert FrameUnit.objects.filter(study=study).count() == 2


def test_respondents_are_found_by_name_by_whoever_reads_names(
    study: Study, owner: User, ida: User, browser_of: Clients
) -> None:
    def found(user: User, words: str) -> set[str]:
        page = browser_of(user).get(f"/s/{study.code}/talk/", {"q": words}).content.decode()
        return {code for code in ("P001", "P002") if code in page}

    assert found(owner, "bianchi") == {"P002"}
    assert (found(ida, "rossi"), found(ida, "bianchi")) == ({"P001"}, set())  # only those assigned to her
    nameless = frozenset(Right) - {Right.READ_NAMES}
    assert not respondents_for(study, owner, nameless, "bianchi").exists()
    assert respondents_for(study, owner, nameless, "P002").exists()

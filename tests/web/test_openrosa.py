"""What field tools ask: the forms on offer, each as it is, and a place for filled ones."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree  # type: ignore[import-untyped]

from tests.web.field_study import CODE, FORM_ID, ROLE, filled, new_field_study, xform
from tests.workflows.field_case import CHANNEL
from tramite.web.actions.device_keys import collect_settings, make_key, revoke
from tramite.web.actions.people import set_active, set_roles
from tramite.web.actions.privacy.rights import erase
from tramite.web.chunked import with_lengths
from tramite.web.log_filter import NoKeys
from tramite.web.models import (
    AuditLine,
    CaseFile,
    Channel,
    DeviceKey,
    ErasedForm,
    Interview,
    PublishedForm,
    Role,
    SampledUnit,
    Study,
    Submission,
    User,
)
from tramite.web.queries.subjects import find_subject

LIST = "{http://openrosa.org/xforms/xformsList}"
RESPONSE = "{http://openrosa.org/http/response}"


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study in the field."""
    cache.clear()  # of failed attempts
    return new_field_study(tmp_path / "field", by=owner)


@pytest.fixture
def interviewer(somebody: Callable[..., User]) -> User:
    """Return an interviewer of the study."""
    return somebody(Role.INTERVIEWER)


@pytest.fixture
def device(study: Study, interviewer: User) -> str:
    """Return the address that the device of an interviewer speaks to."""
    return f"/key/{make_key(study, interviewer, 'tablet', by=interviewer)[1]}"


def post(device: str, body: bytes, *, incomplete: bool = False, **files: bytes) -> Any:
    """Send a filled form as a field tool does: without cookies, and checked as strictly as browsers are."""
    sent: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("form.xml", body, "text/xml")}
    sent |= {name: SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()}
    if incomplete:
        sent["*isIncomplete*"] = "yes"
    return Client(enforce_csrf_checks=True).post(f"{device}/submission", sent)


def md5(content: bytes) -> str:
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def told(answer: Any) -> str:
    return str(etree.fromstring(answer.content).findtext(f"{RESPONSE}message"))


def test_a_device_lists_forms_and_gets_them_as_they_are(study: Study, device: str) -> None:
    answer = Client().get(f"{device}/formList", headers={"host": "localhost"})
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (200, "1.0")
    assert answer["Content-Type"].startswith("text/xml")
    assert "Date" in answer
    [form] = etree.fromstring(answer.content)
    parts = {each.tag.removeprefix(LIST): each.text for each in form}
    assert parts["formID"] == FORM_ID
    assert parts["hash"] == md5(xform().encode())
    assert parts["downloadUrl"].startswith("http://localhost/key/")
    got = Client().get(parts["downloadUrl"].removeprefix("http://localhost"))
    assert got.content == xform().encode()
    other = Client().get(f"{device}/formList?formID=other")
    assert len(etree.fromstring(other.content)) == 0


def test_behind_a_proxy_that_speaks_tls_addresses_are_secure(device: str, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = Client().get(f"{device}/formList", headers={"x-forwarded-proto": "https", "host": "localhost"})
    assert b"<downloadUrl>https://localhost/key/" in answer.content


def test_files_that_a_form_needs_are_listed_with_their_hashes(study: Study, device: str) -> None:
    path = f"voices/questionnaires/{ROLE}-{CHANNEL}-media/card.png"
    CaseFile.objects.create(study=study, path=path, content=b"\x89PNG")
    answer = Client().get(f"{device}/manifest/{FORM_ID}")
    [file] = etree.fromstring(answer.content)
    name, digest, address = (each.text for each in file)
    assert (name, digest) == ("card.png", md5(b"\x89PNG"))
    assert Client().get(address.removeprefix("http://testserver")).content == b"\x89PNG"
    assert Client().get(f"{device}/media/{FORM_ID}/other.png").status_code == 404


def test_a_filled_form_is_kept_and_its_sender_told(study: Study, device: str, interviewer: User) -> None:
    head = Client().head(f"{device}/submission")
    assert (head.status_code, head["X-OpenRosa-Accept-Content-Length"]) == (204, "10000000")
    instance, body = filled()
    first = post(device, body, incomplete=True, audit_csv=b"event,node,start,end\n")
    assert (first.status_code, told(first)) == (201, "Il modulo è arrivato.")
    again = post(device, body, photo_jpg=b"\xff\xd8\xff")
    assert (again.status_code, told(again)) == (201, "Il modulo era già arrivato.")
    kept = Submission.objects.get(instance_id=instance)
    assert (kept.received_from, kept.complete) == (interviewer, True)
    assert {each.name for each in kept.attachments.all()} == {"audit.csv", "photo.jpg"}
    other = post(device, body.replace(b"</interview>", b" </interview>"))
    assert other.status_code == 409
    assert "questo id" in told(other)


@pytest.mark.parametrize("sent", [{}, {"xml_submission_file": "text, and no file"}])
def test_a_post_without_a_form_is_refused_in_words(sent: dict[str, str], device: str) -> None:
    answer = Client().post(f"{device}/submission", sent)
    assert answer.status_code == 400
    assert "xml_submission_file" in told(answer)


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=b", "text/xml"])
def test_a_post_that_is_cut_or_no_multipart_is_refused_in_words(content_type: str, device: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a"\r\n\r\n<a'
    answer = Client().post(f"{device}/submission", body, content_type=content_type)
    assert answer.status_code == 400
    assert told(answer)


def test_a_key_opens_nothing_once_it_or_its_holder_may_not(
    study: Study, device: str, interviewer: User, owner: User
) -> None:
    def status() -> set[int]:
        _, body = filled()
        answers = [Client().get(f"{device}/formList"), post(device, body)]
        return {answer.status_code for answer in answers}

    key = DeviceKey.objects.get()
    assert status() == {200, 201}
    assert DeviceKey.objects.get().used_at is not None
    set_active(interviewer, active=False, by=owner)
    assert status() == {403}
    set_active(interviewer, active=True, by=owner)
    set_roles(study, interviewer, [Role.READER], by=owner)
    assert status() == {403}
    set_roles(study, interviewer, [Role.INTERVIEWER, Role.ANALYST], by=owner)  # never learns who said what
    assert status() == {403}
    set_roles(study, interviewer, [Role.INTERVIEWER], by=owner)
    assert status() == {200, 201}
    revoke(key, by=owner)
    assert status() == {403}
    assert "chiave" in told(Client().get(f"{device}/formList", headers={"accept-language": "it"}))


def test_who_guesses_keys_must_wait_and_who_has_one_need_not(study: Study, device: str) -> None:
    statuses = [Client().get(f"/key/wrong-{n}/formList").status_code for n in range(40)]
    assert (statuses[0], statuses[-1]) == (403, 429)
    assert Client().get(f"{device}/formList").status_code == 200


def test_a_key_of_one_study_opens_no_other(owner: User, device: str, tmp_path: Path) -> None:
    new_field_study(tmp_path / "other", by=owner, code="other")
    post(device, filled()[1])
    assert Submission.objects.get().study.code == CODE


def test_an_interviewer_gets_the_forms_of_those_they_are_to_speak_with(
    study: Study, device: str, interviewer: User, owner: User
) -> None:
    PublishedForm.objects.create(
        study=study, form_id="other", kind="interview", role="agent", title="A", version="1", path="x", minutes=1,
        md5="0" * 32, channel=Channel.objects.get(study=study, code=CHANNEL), published_at=study.made_at,
    )  # fmt: skip

    def listed(device: str) -> set[str]:
        return set(re.findall("<formID>(.*?)<", Client().get(f"{device}/formList").content.decode()))

    assert listed(device) == {FORM_ID, "other"}
    SampledUnit.objects.filter(study=study, unit_id=f"{ROLE}-1").update(assigned_to=interviewer)
    assert listed(device) == {FORM_ID}
    assert Client().get(f"{device}/forms/other.xml").status_code == 404
    assert listed(f"/key/{make_key(study, owner, 'desk', by=owner)[1]}") == {FORM_ID, "other"}
    PublishedForm.objects.filter(form_id=FORM_ID).update(current=False)
    assert listed(device) == set()
    assert post(device, filled()[1]).status_code == 201  # filled before another version came


def test_a_device_is_told_of_those_its_holder_is_to_speak_with_and_nobody_else(
    study: Study, device: str, interviewer: User, owner: User, browser_of: Callable[[User], Client]
) -> None:
    def listed(device: str) -> tuple[set[str], bool, str]:
        """Return who stands in the form, whether it has the hash that the list tells, and that hash."""
        told = re.findall("<hash>(.*?)<", Client().get(f"{device}/formList").content.decode())
        content = Client().get(f"{device}/forms/{FORM_ID}.xml").content
        return set(re.findall(rf"{ROLE}-\d+", content.decode())), told == [md5(content)], told[0]

    everybody, whole, _ = listed(device)
    assert (len(everybody) > 2, whole) == (True, True)
    mine = {f"{ROLE}-1", f"{ROLE}-2"}
    drawn = SampledUnit.objects.filter(study=study)
    drawn.filter(unit_id__in=mine).update(assigned_to=interviewer)
    units, whole, before = listed(device)
    assert (units, whole) == (mine, True)
    assert listed(f"/key/{make_key(study, owner, 'desk', by=owner)[1]}")[0] == everybody
    drawn.filter(unit_id=f"{ROLE}-2").update(assigned_to=owner)
    units, whole, after = listed(device)
    assert (units, whole, after == before) == ({f"{ROLE}-1"}, True, False)
    page = f"/s/{CODE}/questionnaires/{PublishedForm.objects.get().pk}/form.xml"
    assert set(re.findall(rf"{ROLE}-\d+", browser_of(interviewer).get(page).content.decode())) == units
    assert set(re.findall(rf"{ROLE}-\d+", browser_of(owner).get(page).content.decode())) == everybody


def test_a_form_of_somebody_elses_respondent_is_kept_and_its_sender_told(
    study: Study, device: str, interviewer: User
) -> None:
    SampledUnit.objects.filter(study=study, unit_id=f"{ROLE}-1").update(assigned_to=interviewer)
    instance, body = filled(unit=f"{ROLE}-2")
    answer = post(device, body, talk_m4a=b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00")
    assert (answer.status_code, "non è assegnato" in told(answer)) == (201, True)
    assert "registrazione non è stata conservata" in told(answer)
    kept = Submission.objects.get(instance_id=instance)
    assert (kept.state, kept.attachments.count()) == ("held", 0)


@pytest.mark.parametrize("path", ["formList?formID=%00", "forms/%00.xml", "manifest/%00", f"media/{FORM_ID}/%00"])
def test_a_character_of_code_0_in_an_address_is_refused_in_words(path: str, device: str) -> None:
    answer = Client().get(f"{device}/{path}")
    assert (answer.status_code, "0" in answer.content.decode()) == (400, True)


def test_a_character_of_code_0_in_what_is_sent_breaks_nothing(device: str) -> None:
    def sent(form: bytes, name: bytes) -> Any:
        parts = ((b"xml_submission_file", b"f.xml", form), (b"a", name, b"text"))
        head = b'--b\r\nContent-Disposition: form-data; name="%b"; filename="%b"\r\n\r\n%b\r\n'
        content = b"".join(head % part for part in parts) + b"--b--\r\n"
        return Client().generic("POST", f"{device}/submission", content, "multipart/form-data; boundary=b")

    body = filled()[1]
    assert sent(body.replace(b"</interview>", b"\0</interview>"), b"a.txt").status_code == 400
    assert sent(body.replace(b"</interview>", b"&#0;</interview>"), b"a.txt").status_code == 400
    assert sent(body, b"a\0b.txt").status_code == 201
    assert Submission.objects.get().attachments.get().name in {"ab.txt", "a"}


def test_an_interviewer_makes_and_revokes_own_keys_alone(
    study: Study, interviewer: User, somebody: Callable[..., User], browser_of: Callable[[User], Client]
) -> None:
    other = somebody(Role.INTERVIEWER, Role.READER)
    make_key(study, other, "telephone of the other", by=other)
    client, page = browser_of(interviewer), f"/s/{CODE}/devices/"
    shown = client.post(page, {"user": interviewer.pk, "name": "My tablet"}).content.decode()
    address = re.search(r"http://testserver(/key/[\w-]+)<", shown)
    assert address is not None
    assert Client().get(f"{address[1]}/formList").status_code == 200
    assert "data:image/svg+xml" in shown
    assert "telephone of the other" not in shown
    assert address[1] not in client.get(page).content.decode()  # shown once
    assert client.post(page, {"user": other.pk, "name": "Not mine"}).status_code == 422
    keys = {key.user: key.pk for key in DeviceKey.objects.all()}
    assert client.post(f"{page}{keys[other]}/revoke/").status_code == 403
    assert client.post(f"{page}{keys[interviewer]}/revoke/").status_code == 302
    assert Client().get(f"{address[1]}/formList").status_code == 403
    assert browser_of(somebody(Role.MANAGER)).post(f"{page}{keys[other]}/revoke/").status_code == 302


def test_the_code_for_the_camera_holds_the_settings_of_collect() -> None:
    text = collect_settings("https://t.example.org/key/abc", "Caso «à»")
    held = json.loads(zlib.decompress(base64.b64decode(text)))
    assert held["general"]["server_url"] == "https://t.example.org/key/abc"
    assert (held["project"]["name"], held["admin"]) == ("Caso «à»", {})


def test_no_key_stands_in_the_log(device: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Bad Request: %s", (f"{device}/submission",), None)
    assert NoKeys().filter(record)
    assert record.getMessage() == "Bad Request: /key/…/submission"
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET /sheet/s3-cr_et/form.xml HTTP/1.1" 200', (), None)
    assert NoKeys().filter(record)
    assert record.getMessage() == '"GET /sheet/…/form.xml HTTP/1.1" 200'


def test_a_body_without_a_length_is_measured_for_devices_alone() -> None:
    def application(environ: dict[str, Any], start: Callable[..., None]) -> list[bytes]:
        return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]

    def answer(path: str, body: BytesIO) -> tuple[bytes, list[str]]:
        statuses: list[str] = []
        environ = {"PATH_INFO": path, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": body}
        measured = with_lengths(application, lambda key: key == "x")
        given = measured(environ, lambda status, headers: statuses.append(status))
        return b"".join(given), statuses

    assert answer("/key/x/submission", BytesIO(b"x" * 3_000_000)) == (b"x" * 3_000_000, [])
    unknown = BytesIO(b"x" * 3_000_000)
    assert answer("/key/guessed/submission", unknown) == (b"", [])
    assert unknown.tell() == 0  # nothing of it was read
    assert answer("/people/", BytesIO(b"x")) == (b"", ["411 Length Required"])
    assert answer("/key/x/submission", BytesIO(bytes(97 << 20))) == (b"", ["413 Content Too Large"])


def test_a_form_that_was_erased_is_taken_for_arrived_and_nothing_of_it_is_kept(
    study: Study, device: str, owner: User
) -> None:
    instance, body = filled(0)
    _, correction = filled(5, replaces=instance)
    assert post(device, body).status_code == 201
    erased = find_subject(study, _unit_of(body))
    assert erased is not None
    erase(erased.known(), by=owner)
    assert not Submission.objects.exists()
    for again in (body, correction):
        answer = post(device, again, audit_csv=b"event,node,start,end\n")
        assert answer.status_code == 201
    assert not Submission.objects.exists()
    assert not Interview.objects.filter(study=study).exists()
    assert instance not in repr(list(ErasedForm.objects.values()))
    told = AuditLine.objects.filter(kind="submission", verb="removed")
    assert [line.fields for line in told] == [["erased before: not kept"]] * 2
    assert post(device, filled(1)[1]).status_code == 201  # another form comes in
    assert Submission.objects.count() == 1


def _unit_of(body: bytes) -> str:
    return str(etree.fromstring(body).findtext(".//unit_id"))

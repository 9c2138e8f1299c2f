"""Two people under one code: what is of one of them, of the other, and not known of whom (ADR 35)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.field_case import filled, new_talk_study
from tramite.voices.asking.form_names import UNIT
from tramite.web.actions.inviting import keep_consent
from tramite.web.actions.privacy import destroying
from tramite.web.actions.privacy.daily import look_after_data
from tramite.web.actions.privacy.destroying import NAMES
from tramite.web.actions.privacy.due import names_due
from tramite.web.actions.privacy.rights import ConsentOfSeveral, erase, withdraw_consent, withdraw_one
from tramite.web.actions.receiving import receive
from tramite.web.actions.studies import StudyInUse, import_again
from tramite.web.actions.taking_in import take_in
from tramite.web.bridge.about import held_about
from tramite.web.models import (
    Attachment,
    AuditLine,
    Consent,
    Contact,
    Draft,
    Firm,
    FirmRole,
    FormVersion,
    Interview,
    Invitation,
    Partner,
    PersonalData,
    Position,
    Role,
    SampleEntry,
    Study,
    Submission,
    User,
)
from tramite.web.queries.subjects import Subject, find_subject
from tramite.web.serving import export_person, privacy

Clients = Callable[[User | None], Client]


def subject(study: Study, code: str) -> Subject:
    found = find_subject(study, code)
    assert found is not None
    return found


def form(study: Study, instance: str, talk: Interview | None = None, unit: str = "P001") -> Submission:
    body = f"<data><{UNIT}>{unit}</{UNIT}></data>".encode()
    digest = hashlib.sha256(body).hexdigest()
    return Submission.objects.create(
        study=study, instance_id=instance, form_id="reseller", body=body, sha256=digest, interview=talk
    )


@pytest.fixture
def two(study: Study, owner: User) -> Study:
    """Return a study in which Anna and Luca of P001 were asked; one more interview was held with the firm."""
    talk = Interview.objects.get(study=study, interview_id="i-1")
    for code in ("anna", "luca"):
        contact = Contact.objects.create(study=study, code=code)
        PersonalData.objects.create(contact=contact, name=code.title())
        Invitation.objects.create(
            study=study, unit_id="P001", contact=contact, made_by=owner, place=f"at {code}", text=f"Dear {code}"
        )
        Consent.objects.create(
            study=study, unit_id="P001", contact=contact, level="a", recording=True, quotable=True, way="spoken",
            proof=f"said {code}", given_at=timezone.now(), taken_by=owner,
        )  # fmt: skip
    other = Interview.objects.get(pk=talk.pk)
    other.pk, other.interview_id, other.position = None, "i-9", 9
    other.save()
    Interview.objects.filter(study=study).update(quotable=True, level="a")
    for instance, held in (("uuid:1", talk), ("uuid:9", other)):
        sent = form(study, instance, held)
        Attachment.objects.create(
            submission=sent, name="talk.ogg", media_type="audio/ogg", content=b"OggS", sha256="0",
            destroy_on=date(2090, 1, 1),
        )  # fmt: skip
    form(study, "uuid:waiting")
    xform = b"<interview id='reseller'/>"
    published = FormVersion.objects.create(study=study, form_id="reseller", version="1", content=xform)
    Draft.objects.create(study=study, user=owner, form=published, unit_id="P001", body="half")
    return study


def test_erasing_one_of_two_people_leaves_the_other_whole(two: Study, owner: User) -> None:
    anna = subject(two, "anna")
    assert anna.colleagues == ("luca",)
    assert [piece.mark for piece in anna.pieces() if piece.known] == []
    erase(anna.only({"interview:i-1"}), by=owner)
    assert list(Contact.objects.values_list("code", flat=True)) == ["luca"]
    kept = Invitation.objects.get(study=two)
    assert (kept.contact and kept.contact.code, kept.place, kept.text) == ("luca", "at luca", "Dear luca")
    assert Consent.objects.get(study=two).proof == "said luca"
    assert set(Submission.objects.values_list("instance_id", flat=True)) == {"uuid:9", "uuid:waiting"}
    assert Draft.objects.filter(study=two, unit_id="P001").count() == 1
    talks = Interview.objects.filter(study=two, unit_id="P001")
    assert list(talks.values_list("interview_id", flat=True)) == ["i-9"]
    assert {talk.interview_id for talk in subject(two, "luca").interviews()} == {"i-9"}


def test_what_is_of_nobody_known_goes_when_it_is_chosen(two: Study, owner: User) -> None:
    draft = Draft.objects.get(study=two)
    anna = subject(two, "anna")
    marks = {piece.mark for piece in anna.pieces()}
    assert {"interview:i-1", "interview:i-9", "form:uuid:waiting", f"draft:{draft.instance_id}"} <= marks
    erase(anna.only({"form:uuid:waiting", f"draft:{draft.instance_id}"}), by=owner)
    assert set(Submission.objects.values_list("instance_id", flat=True)) == {"uuid:1", "uuid:9"}
    assert not Draft.objects.filter(study=two).exists()


def test_a_code_of_several_people_erases_none_of_them(two: Study, owner: User) -> None:
    erase(subject(two, "P001").known(), by=owner)
    assert Contact.objects.count() == 2
    assert Interview.objects.filter(study=two, unit_id="P001").count() == 2


def test_an_erasure_that_fails_half_way_changes_nothing(
    two: Study, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tramite.web.actions.privacy.rights.remove_empty_firms", _fail)
    with pytest.raises(RuntimeError):
        erase(subject(two, "anna").only({"interview:i-1"}), by=owner)
    assert Interview.objects.filter(study=two, interview_id="i-1").exists()
    assert Invitation.objects.filter(study=two).count() == 2


def _fail(*given: object) -> int:
    raise RuntimeError


def test_only_what_is_chosen_is_handed_over(two: Study, owner: User, browser_of: Clients, tmp_path: Path) -> None:
    client, base = browser_of(owner), f"/s/{two.code}/privacy/person/"
    page = client.get(base, {"code": "anna"}).content.decode()
    assert "Dear anna" in page
    assert "Dear luca" not in page
    address = f"{base}of/anna/held.json"
    told = client.post(address, {"theirs": ["interview:i-1"]}).json()
    assert [row["interview_id"] for row in told["held"]["Interviews"]] == ["i-1"]
    assert {row["interview"] for row in told["held"]["Answers"]} == {"i-1"}
    assert client.post(address, {"theirs": ["interview:i-2"]}).status_code == 422  # of another firm
    file, left_out = export_person(two.code, "anna", tmp_path / "a.json", theirs=["interview:i-9"])
    assert ("i-9" in file.read_text(), "i-1" in file.read_text()) == (True, False)
    assert "interview:i-1" in left_out


def test_consent_taken_back_ends_the_chosen_recordings_alone(two: Study, owner: User) -> None:
    withdraw_consent(subject(two, "anna").only({"interview:i-1"}), by=owner)
    assert list(Attachment.objects.values_list("submission__instance_id", flat=True)) == ["uuid:9"]
    assert list(
        Interview.objects.filter(unit_id="P001").order_by("position").values_list("quotable", "level")
    ) == [(False, "b"), (True, "a")]
    by_whom = dict(Consent.objects.values_list("contact__code", "withdrawn_at"))
    assert by_whom["anna"] is not None
    assert by_whom["luca"] is None


def test_a_consent_of_the_field_work_is_taken_back_as_a_whole(study: Study, owner: User, tmp_path: Path) -> None:
    talk = Interview.objects.get(study=study, interview_id="i-1")
    Interview.objects.filter(pk=talk.pk).update(quotable=True, level="a")
    Attachment.objects.create(
        submission=form(study, "uuid:1", talk), name="a.ogg", media_type="audio/ogg", content=b"OggS", sha256="0"
    )
    consent = Consent(study=study, unit_id="P001", level="a", quotable=True, way="spoken", proof="yes")
    keep_consent(consent, by=owner)
    withdraw_one(consent, by=owner)
    talk.refresh_from_db()
    consent.refresh_from_db()
    assert (talk.quotable, talk.level, consent.proof) == (False, "b", "yes")
    assert consent.withdrawn_at is not None
    assert not Attachment.objects.exists()
    Submission.objects.all().delete()
    with pytest.raises(StudyInUse):  # the folder says what they had agreed to
        import_again(study, tmp_path / "case", by=owner)


def test_a_consent_is_not_taken_back_for_a_colleague(two: Study, owner: User) -> None:
    with pytest.raises(ConsentOfSeveral):
        withdraw_one(Consent.objects.get(contact__code="anna"), by=owner)
    assert Attachment.objects.count() == 2
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_correction_does_not_undo_consent_taken_back(owner: User, tmp_path: Path) -> None:
    study = new_talk_study(tmp_path / "field", by=owner)
    said = {"level": "a", "quotable": "yes", "PE01": "7"}
    receive(study, filled(study, "first", **said), {}, complete=True, by=owner)
    take_in.call(study.pk)
    talk = Interview.objects.get(study=study, submissions__instance_id__endswith="first")
    assert (talk.quotable, talk.level) == (True, "a")
    withdraw_consent(subject(study, "P001").known(), by=owner)
    corrected = filled(study, "second", replaces="first", **(said | {"PE01": "9"}))
    sent = receive(study, corrected, {"a.ogg": b"OggS talk"}, complete=True, by=owner)
    take_in.call(study.pk)
    talk.refresh_from_db()
    assert sent.submission is not None
    assert talk.versions.count() == 2
    assert (talk.quotable, talk.level) == (False, "b")
    look_after_data(timezone.localdate())  # a recording that came too late
    assert not Attachment.objects.filter(submission__study=study).exists()


@pytest.mark.parametrize("day", ["9999-12-31", "2062-01-01"])
def test_a_form_with_a_day_to_come_does_not_put_off_destruction(
    day: str, study: Study, owner: User, browser_of: Clients
) -> None:
    talk = Interview.objects.get(study=study, interview_id="i-1")
    Interview.objects.filter(pk=talk.pk).update(date=day)
    form(study, "uuid:1", talk)
    Submission.objects.update(received_at=datetime(2024, 11, 22, 12, tzinfo=UTC))
    SampleEntry.objects.filter(study=study).update(date=day)
    by_round = {due.round.number: due.on for due in names_due(study, timezone.localdate())}
    assert by_round[1] == date(2025, 11, 22)
    assert by_round[0] == date(2025, 11, 22)
    assert browser_of(owner).get(f"/s/{study.code}/privacy/").status_code == 200


def test_names_that_cannot_be_destroyed_stop_no_recording_and_are_told(
    study: Study, owner: User, browser_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    Attachment.objects.create(
        submission=form(study, "uuid:1"), name="a.ogg", media_type="audio/ogg", content=b"OggS", sha256="0",
        destroy_on=date(2025, 1, 1),
    )  # fmt: skip
    with monkeypatch.context() as broken:
        broken.setattr(destroying, "names_due", _fail)
        assert look_after_data(date(2025, 6, 1)) == 1
    assert not Attachment.objects.exists()
    line = AuditLine.objects.get(verb="failed")
    assert (line.kind, line.fields) == (NAMES, ["RuntimeError"])
    page = browser_of(owner).get(f"/s/{study.code}/privacy/").content.decode()
    assert "could not be destroyed (names of respondents)" in page
    monkeypatch.setattr(destroying, "names_due", _fail)
    assert "could not be destroyed: names of respondents" in privacy(dry_run=False, language="en")


def test_by_the_code_of_a_contact_talks_of_their_firm_are_found_too(study: Study, owner: User) -> None:
    contact = Contact.objects.create(study=study, code="anna")
    firm = Firm.objects.create(study=study, code="F1", name="Cicli Rossi")
    Position.objects.create(contact=contact, firm=firm)
    FirmRole.objects.create(firm=firm, kind="partner", row_code="P001")
    found = subject(study, "anna")
    assert {piece.mark: piece.known for piece in found.pieces()} == {"interview:i-1": False, "name:P001": False}
    told = held_about(found.only({"interview:i-1"}), words={}, apart=frozenset())
    assert "i-1" in repr(told)


def test_a_manager_is_sent_to_an_owner_for_erasure(
    study: Study, somebody: Callable[..., User], browser_of: Clients
) -> None:
    contact = Contact.objects.create(study=study, code="anna")
    PersonalData.objects.create(contact=contact, name="Anna")
    page = browser_of(somebody(Role.MANAGER)).get(f"/s/{study.code}/contacts/of/anna/").content.decode()
    assert "An owner of the study erases a person" in page


def test_an_agent_is_a_person_and_not_a_firm(study: Study, owner: User, browser_of: Clients) -> None:
    Partner.objects.filter(study=study, partner_id="P001").update(role="agent", name="Aldo Neri", vat_number="IT1")
    erase(subject(study, "P001").only(()), by=owner)
    row = Partner.objects.get(study=study, partner_id="P001")
    assert (row.name, row.vat_number) == (None, None)
    talk = Interview.objects.get(study=study, interview_id="i-1")  # nothing was chosen: it stays, of nobody
    assert talk.unit_id.startswith("nobody-")
    study.files.create(path="books/parts/customers-1.parquet", content=b"PAR1")
    page = browser_of(owner).get(f"/s/{study.code}/privacy/person/", {"code": "P002"}).content.decode()
    assert "books/parts/customers-1.parquet" in page
    assert "books/products.csv" not in page

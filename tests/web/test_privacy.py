"""Personal data: destroyed when due, handed over, erased wherever they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tramite.kernel.periods import months_after
from tramite.store.submissions.ledger import _SCHEMA, LEDGER
from tramite.voices.asking.form_names import UNIT
from tramite.web.actions.privacy.daily import every_day, look_after_data, schedule
from tramite.web.actions.privacy.due import names_due
from tramite.web.actions.privacy.rights import erase, withdraw_consent
from tramite.web.bridge.content import study_content
from tramite.web.bridge.tables import ROW_MODELS
from tramite.web.models import (
    Answer,
    Attachment,
    AuditLine,
    CaseFile,
    Consent,
    Contact,
    ContactAttempt,
    Customer,
    Dossier,
    DossierFile,
    Draft,
    Firm,
    FormVersion,
    Hold,
    Interview,
    InterviewVersion,
    Invitation,
    PersonalData,
    Position,
    QualityDecision,
    RespondentName,
    SampledUnit,
    SampleEntry,
    Study,
    Submission,
    User,
)
from tramite.web.models.personal import IMPERSONAL, PERSONAL, Way
from tramite.web.queries.subjects import Subject, find_subject
from tramite.web.serving import export_person, privacy

UNIT_ID = "C1"
DUE = date(2025, 11, 20)  # twelve months after the interview of the person below


def mark(field: str) -> str:
    """Return what stands in a field of a person, to be looked for."""
    return f"⟦{field}⟧"


@pytest.fixture
def person(study: Study, owner: User) -> Subject:
    """Return a private customer who was interviewed, with personal data in every field that may hold some."""
    SampledUnit.objects.filter(study=study).delete()
    Interview.objects.filter(study=study).exclude(interview_id="i-1").delete()
    SampleEntry.objects.filter(study=study).update(unit_id=UNIT_ID, reason=mark("SampleEntry.reason"))
    Customer.objects.filter(study=study, customer_id=UNIT_ID).update(
        **{field: mark(f"Customer.{field}") for field in PERSONAL["Customer"]}
    )
    for model in (RespondentName, *(ROW_MODELS[name] for name in ("frame", "interviews"))):
        model._default_manager.filter(study=study, unit_id="P001").update(unit_id=UNIT_ID)  # type: ignore[attr-defined]
    SampledUnit.objects.create(
        study=study, position=0, unit_id=UNIT_ID, order=1, outcome="done", reason=mark("SampledUnit.reason")
    )
    RespondentName.objects.filter(study=study, unit_id=UNIT_ID).update(name=mark("RespondentName.name"))
    talk = Interview.objects.get(study=study, interview_id="i-1")
    version = talk.versions.get()
    InterviewVersion.objects.filter(pk=version.pk).update(reason=mark("InterviewVersion.reason"))
    Answer.objects.create(version=version, position=9, item_id="PZ01", text=mark("Answer.text"))
    decision = QualityDecision.objects.filter(study=study)
    decision.update(reason=mark("QualityDecision.reason"), evidence=mark("QualityDecision.evidence"))
    contact = Contact.objects.create(study=study, code=mark("Contact.code"))
    personal = {field: mark(f"PersonalData.{field}") for field in PERSONAL["PersonalData"]}
    PersonalData.objects.create(contact=contact, **personal)
    firm = Firm.objects.create(study=study, code="F1", name=mark("Firm.name"), vat_number=mark("Firm.vat_number"))
    Position.objects.create(contact=contact, firm=firm, job=mark("Position.job"))
    invitation = Invitation.objects.create(
        study=study, unit_id=UNIT_ID, contact=contact, made_by=owner, sheet_sha256=mark("Invitation.sheet_sha256"),
        sheet_until=timezone.now(),
    )  # fmt: skip
    Invitation.objects.update(**{field: mark(f"Invitation.{field}") for field in ("place", "subject", "text")})
    Invitation.objects.update(made_at=datetime(2024, 11, 1, tzinfo=UTC))
    ContactAttempt.objects.create(
        invitation=invitation,
        at=timezone.now(),
        by=owner,
        way="visit",
        reached=True,
        note=mark("ContactAttempt.note"),
    )
    Consent.objects.create(
        study=study, unit_id=UNIT_ID, contact=contact, level="a", recording=True, quotable=True, way="spoken",
        proof=mark("Consent.proof"), given_at=datetime(2024, 11, 20, tzinfo=UTC), taken_by=owner,
    )  # fmt: skip
    Interview.objects.update(level="a", quotable=True)
    body = f"<data><{UNIT}>{UNIT_ID}</{UNIT}>{mark('Submission.body')}</data>".encode()
    form = Submission.objects.create(
        study=study, instance_id="uuid:1", form_id="partner", body=body, sha256=hashlib.sha256(body).hexdigest(),
        interview=talk,
    )  # fmt: skip
    Submission.objects.update(faults=[mark("Submission.faults")], reason=mark("Submission.reason"))
    xform = (
        "<h><model><instance><interview id='partner' version='1'/></instance>"
        f"<instance id='units'><root><item><itextId>u-0</itextId><name>{UNIT_ID}</name></item></root></instance>"
        f"<itext><translation lang='it'><text id='u-0'><value>{mark('FormVersion.content')}</value></text>"
        "</translation></itext></model></h>"
    )
    published = FormVersion.objects.create(study=study, form_id="partner", version="1", content=xform.encode())
    CaseFile.objects.create(study=study, path="voices/questionnaires/partner.xml", content=xform.encode())
    draft = Draft.objects.create(
        study=study, user=owner, form=published, unit_id=UNIT_ID, body=mark("Draft.body"),
        beside={"note": mark("Draft.beside")}, reason=mark("Draft.reason"),
    )  # fmt: skip
    draft.versions.create(
        body=mark("DraftVersion.body"), beside={"note": mark("DraftVersion.beside")}, saved_at=timezone.now()
    )
    Attachment.objects.create(
        submission=form, name=mark("Attachment.name"), media_type="audio/ogg", sha256="0",
        content=mark("Attachment.content").encode(), destroy_on=date(2025, 2, 20),
    )  # fmt: skip
    dossier = Dossier.objects.create(study=study, language="it", asked_by=owner, state="done")
    DossierFile.objects.create(dossier=dossier, name="dossier.html", content=mark("DossierFile.content").encode())
    CaseFile.objects.create(
        study=study, path=LEDGER, content=ledger({UNIT: UNIT_ID, "PZ01": mark("CaseFile.content")})
    )
    found = find_subject(study, UNIT_ID)
    assert found is not None
    return found


def ledger(values: dict[str, str]) -> bytes:
    """Return a ledger of one filled form."""
    row = dict.fromkeys(_SCHEMA, "") | {
        "id": "1",
        "edits": 0,
        "taken": date(2024, 11, 20),
        "times": "{}",
        "paused": 0.0,
    }
    buffer = BytesIO()
    pl.DataFrame([row | {"values": json.dumps(values, ensure_ascii=False)}], schema=_SCHEMA).write_parquet(buffer)
    return buffer.getvalue()


def text_fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Yield the fields of a model that may hold words: all but choices, numbers, days and references."""
    for field in model._meta.concrete_fields:
        wordy = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
        if isinstance(field, wordy) and not field.choices:
            yield field


OURS = list(apps.get_app_config("tramite").get_models())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_says_whether_it_holds_personal_data(model: type[models.Model]) -> None:
    told = set(PERSONAL.get(model.__name__, {})) | IMPERSONAL.get(model.__name__, frozenset())
    links = {field.name for field in model._meta.concrete_fields if field.related_model is Contact}
    apart = {"contact"} if model is PersonalData else set()  # its key: gone with the row
    assert told == {field.name for field in text_fields(model)} | (links - apart)


def everything() -> str:
    """Return all words of the database, each with the place where it stands."""
    found = []
    for model in OURS:
        for field in text_fields(model):
            for value in model._default_manager.values_list(field.name, flat=True):
                plain = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                if plain.startswith(b"PAR1"):
                    plain = str(pl.read_parquet(plain).to_dicts()).encode()
                found.append(plain.decode(errors="replace"))
    return "\n".join(found)


def places(*ways: Way) -> set[str]:
    """Return the fields with words that lose personal data in one of these ways."""
    return {
        f"{model}.{field}"
        for model, fields in PERSONAL.items()
        for field, way in fields.items()
        if way in ways and field != "contact"
    }


def standing() -> set[str]:
    """Return the fields in which words of the person still stand."""
    words = everything()
    return {place for place in places(*Way) if mark(place) in words}


def test_after_erasure_nothing_of_a_person_stands_anywhere(person: Subject, owner: User) -> None:
    assert standing() == places(*Way)
    erase(person.known(), by=owner)
    assert standing() == set()
    study = person.study
    assert not Interview.objects.filter(study=study).exists()
    line = AuditLine.objects.get(study=study.code, kind="person")
    assert (line.code, line.fields) == (UNIT_ID, ["contacts: 1", "forms: 1", "interviews: 1"])
    sampled = SampledUnit.objects.get(study=study)
    assert sampled.unit_id != UNIT_ID
    assert sampled.outcome == "refused"
    assert Customer.objects.filter(study=study, customer_id=UNIT_ID).exists()
    assert study_content(study).tables["sample"].height == 1


def test_twelve_months_after_a_wave_nothing_tells_who_said_what(person: Subject) -> None:
    look_after_data(DUE - timedelta(days=1))
    assert places(Way.KEY, Way.FILE) <= standing()
    look_after_data(DUE)
    assert standing() & places(Way.KEY, Way.FILE, Way.RECORDING, Way.DRAFT) == set()
    assert mark("Answer.text") in everything()
    talk = Interview.objects.get(study=person.study)
    assert talk.unit_id.startswith("nobody-")
    assert talk.unit_id in study_content(person.study).tables["frame"]["unit_id"].to_list()
    line = AuditLine.objects.get(kind="names of respondents", code="wave 1: 2024-11-20/2024-11-20")
    assert "names: 1" in line.fields
    assert look_after_data(DUE + timedelta(days=1)) == 0


def test_recordings_are_destroyed_on_their_day(person: Subject) -> None:
    look_after_data(date(2025, 2, 19))
    assert Attachment.objects.count() == 1
    look_after_data(date(2025, 2, 20))
    assert Attachment.objects.count() == 0
    assert AuditLine.objects.filter(kind="recording", verb="removed").count() == 1


def test_a_draft_that_is_old_is_removed(person: Subject) -> None:
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=29))
    look_after_data(date(2024, 12, 1))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    before = Draft.objects.count()
    look_after_data(date(2024, 12, 1))
    assert (before, Draft.objects.count()) == (1, 0)


@pytest.mark.parametrize("lifted", [False, True])
def test_a_hold_keeps_what_is_due_until_it_ends(person: Subject, owner: User, lifted: bool) -> None:
    held = Hold.objects.create(
        study=person.study, kind="names", until=DUE + timedelta(days=30), reason="a claim", made_by=owner
    )
    if lifted:
        Hold.objects.filter(pk=held.pk).update(lifted_at=timezone.now())
    look_after_data(DUE)
    assert (mark("PersonalData.name") in everything()) != lifted
    look_after_data(DUE + timedelta(days=31))
    assert mark("PersonalData.name") not in everything()


def test_a_firm_that_is_asked_again_keeps_its_name_for_the_new_round(study: Study, owner: User) -> None:
    Invitation.objects.create(study=study, unit_id="P001", made_by=owner)
    by_round = {due.round.number: due for due in names_due(study, timezone.localdate())}
    assert by_round[1].units == {"P002"}
    assert by_round[0].units == {"P001"}
    assert by_round[1].on == date(2025, 11, 21)
    assert by_round[0].on == months_after(timezone.localdate(), 12)


def test_consent_taken_back_ends_recordings_and_quotes_and_keeps_what_was_said(
    person: Subject, owner: User
) -> None:
    withdraw_consent(person.known(), by=owner)
    talk = Interview.objects.get(study=person.study)
    assert (talk.quotable, talk.level) == (False, "b")
    assert Consent.objects.get().withdrawn_at is not None
    assert not Attachment.objects.exists()
    assert not DossierFile.objects.exists()
    assert mark("Answer.text") in everything()


def test_what_is_held_is_handed_over_without_answers_on_competition(
    person: Subject, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    marks = {"theirs": [piece.mark for piece in person.pieces()]}
    told = client.post(f"/s/{person.study.code}/privacy/person/of/{UNIT_ID}/held.json", marks).json()
    text = json.dumps(told, ensure_ascii=False)
    # they may repeat answers on competition
    apart = {"Attachment.content", "Submission.body", "Draft.body", "DraftVersion.body"}
    of_others = {"Draft.beside", "Draft.reason", "DraftVersion.beside", "Submission.faults", "Submission.reason"}
    of_others |= {"FormVersion.content", "Invitation.sheet_sha256", "InterviewVersion.reason", "Firm.vat_number"}
    kept = places(*Way) - places(Way.AGAIN, Way.FILE) - apart - of_others
    assert {place for place in kept if mark(place) not in text} == set()
    assert "PS02" not in text
    assert told["left_out"] == 1


def test_pages_of_privacy_are_used_in_a_browser(
    person: Subject, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client, base = browser_of(owner), f"/s/{person.study.code}/privacy/"
    until = timezone.localdate() + timedelta(days=30)
    assert client.post(base, {"kind": "names", "until": "2020-01-01", "reason": "x"}).status_code == 422
    assert client.post(base, {"kind": "names", "until": until, "reason": "A claim"}).status_code == 302
    assert "A claim" in client.get(base).content.decode()
    client.post(f"{base}holds/{Hold.objects.get().pk}/lift/")
    assert "A claim" not in client.get(base).content.decode()
    assert client.get(f"{base}person/", {"code": "nobody"}).status_code == 404
    assert client.post(f"{base}person/of/{UNIT_ID}/erase/", {"code": "other"}).status_code == 422
    assert client.post(f"{base}person/of/{UNIT_ID}/erase/", {"code": UNIT_ID}).status_code == 302
    assert find_subject(person.study, mark("Contact.code")) is None


@pytest.mark.parametrize(("language", "word"), [("it", "Titolare"), ("en", "Controller")])
def test_the_record_of_processing_tells_facts_and_what_people_wrote(
    language: str, word: str, study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client, base = browser_of(owner), f"/s/{study.code}/privacy/record/"
    client.post(base, {"dpo": "Ada, ada@example.org"})
    page = client.post(f"{base}file/", {"language": language}).content.decode()
    assert word in page
    assert "Ada, ada@example.org" in page
    assert "Rossi" in page


def test_a_search_leaves_no_name_in_the_log(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    browser_of(owner).get(f"/s/{study.code}/contacts/", {"q": "Anna Verdi"})
    line = AuditLine.objects.get(kind="list of contact")
    assert (line.code, line.fields) == ("", ["searched"])


def test_whoever_runs_the_server_sees_what_is_due_before_it_is_destroyed(person: Subject) -> None:
    told = privacy(dry_run=True, language="en")
    assert f"{person.study.code}: due since 2025-11-20: 1 names, 1 contacts, 1 filled forms" in told
    assert mark("PersonalData.name") in everything()
    assert privacy(dry_run=False, language="en") == told
    assert privacy(dry_run=False, language="en") == "Nothing is due today."


def test_whoever_runs_the_server_hands_over_the_whole(person: Subject, tmp_path: Path) -> None:
    file, left_out = export_person(person.study.code, UNIT_ID, tmp_path / "held.json")
    text = file.read_text(encoding="utf-8")
    assert left_out == ()
    assert "PS02" in text
    assert mark("Submission.body") in text


def test_the_daily_work_is_on_the_list_once_and_puts_itself_there_for_tomorrow(db: None, work_waits: None) -> None:
    schedule()
    schedule()
    today = DBTaskResult.objects.get()
    every_day.call()
    tomorrow = DBTaskResult.objects.exclude(pk=today.pk).get()
    assert timedelta(hours=23) < tomorrow.run_after - timezone.now() <= timedelta(days=1)
    schedule()
    assert DBTaskResult.objects.count() == 2


def test_finished_work_of_the_worker_does_not_pile_up(db: None, work_waits: None) -> None:
    now = timezone.now()
    for status, days in (("SUCCESSFUL", 0), ("SUCCESSFUL", 2), ("FAILED", 2), ("FAILED", 31), ("READY", 40)):
        ended = None if status == "READY" else now - timedelta(days=days, minutes=1)
        every_day.enqueue()
        newest = DBTaskResult.objects.order_by("enqueued_at").last()
        assert newest is not None
        DBTaskResult.objects.filter(pk=newest.pk).update(status=status, finished_at=ended)
    look_after_data(timezone.localdate())
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY", "SUCCESSFUL"]

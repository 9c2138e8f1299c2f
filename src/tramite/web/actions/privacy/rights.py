"""What people may ask for beside knowing: to be erased, to take back their consent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.erased_forms import remember_erased
from tramite.web.actions.privacy.destroying import AGENT, new_codes, recode, remove_empty_firms
from tramite.web.actions.working import work_on
from tramite.web.bridge.forms import forget_names
from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    Customer,
    Draft,
    Interview,
    Invitation,
    Partner,
    Submission,
    User,
)
from tramite.web.queries.subjects import Kind, Subject, find_subject
from tramite.workflows.forgetting import forget

_OF_A_PERSON: Final = ("name", "vat_number", "email_domain", "address", "postcode", "city")


class ConsentOfSeveral(TramiteError):
    """Several people were asked under one code, and nobody has said whose interviews these are."""

    http_status = 409


@dataclass(frozen=True, slots=True)
class _Rows:
    """Keys of the rows that go with a person."""

    invitations: list[int]
    consents: list[int]
    drafts: list[int]
    forms: list[int]
    contacts: list[int]


def erase(subject: Subject, *, by: User) -> None:
    """Erase a person, and what was chosen as theirs; only the line in the log remains. All of it or nothing.

    The rows of the frame and the sample stay, without a name, so that response rates still add up; so does the row
    of a customer or agent, emptied, so that sales do. A unit that is a person gets a code that means nobody.
    Dossiers that were made before are removed: they may quote, and can be made again. What is of another contact
    stays whole.
    """
    said = list(subject.interviews().values_list("interview_id", flat=True))
    rows = _Rows(
        _keys(subject.invitations()), _keys(subject.consents()), _keys(subject.drafts()), _keys(subject.forms()),
        sorted(subject.contacts),
    )  # fmt: skip
    codes = new_codes(subject.study, subject.own)
    named = subject.named_units()
    rows_too = partial(_erase_rows, subject, rows, codes, named, len(said), by)
    if not subject.units:
        with transaction.atomic():
            rows_too()
        return
    stay = Interview.objects.filter(study=subject.study, unit_id__in=subject.own).exclude(interview_id__in=said)
    forms = subject.own.difference(stay.values_list("unit_id", flat=True))
    gone = partial(forget, names=named, said=said, codes=codes, forms=forms)
    work_on(subject.study, gone, by=None, then=lambda _: rows_too())


def _erase_rows(
    subject: Subject, rows: _Rows, codes: Mapping[str, str], named: Collection[str], said: int, by: User
) -> None:
    study = subject.study
    Invitation.objects.filter(pk__in=rows.invitations).delete()
    Consent.objects.filter(pk__in=rows.consents).delete()
    Draft.objects.filter(pk__in=rows.drafts).delete()
    Draft.objects.filter(study=study, unit_id__in=codes).delete()
    gone = Submission.objects.filter(pk__in=rows.forms)
    remember_erased(study, gone.values_list("instance_id", flat=True))
    Submission.objects.filter(replaces__in=rows.forms).update(replaces=None)
    gone.update(replaces=None)
    gone.delete()
    Contact.objects.filter(pk__in=rows.contacts).delete()
    remove_empty_firms(study)
    recode(study, codes)
    forget_names(study, named)
    Partner.objects.filter(study=study, partner_id__in=codes, role=AGENT).update(name=None, vat_number=None)
    Customer.objects.filter(study=study, customer_id__in=codes).update(**dict.fromkeys(_OF_A_PERSON))
    study.dossiers.all().delete()
    told = [f"interviews: {said}", f"forms: {len(rows.forms)}", f"contacts: {len(rows.contacts)}"]
    note(by, Verb.REMOVED, "person", subject.code, study=study, fields=told)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def withdraw_consent(subject: Subject, *, by: User) -> None:
    """Take note that a person takes back what they agreed to: recordings are destroyed, nothing may be quoted.

    What they said stays, shown in groups alone: it does not rest on consent (METHOD §4.9). Dossiers that were made
    before are removed: they may quote. A later correction of an interview changes nothing of it
    (:func:`~tramite.web.bridge.changes.save_changes`).
    """
    subject.consents().filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    subject.interviews().filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    subject.interviews().update(quotable=False)
    subject.interviews().filter(level="a").update(level="b")
    recordings = _recordings(subject).delete()[0]
    subject.study.dossiers.all().delete()
    told = ["withdrawn", f"recordings: {recordings}"]
    note(by, Verb.CHANGED, "consent", subject.code, study=subject.study, fields=told)


def withdraw_one(consent: Consent, *, by: User) -> None:
    """Take note that whoever gave a consent takes it back.

    Raises:
        ConsentOfSeveral: nothing tells which interviews under this code are theirs, and some may be quoted or have
            recordings: somebody who may look after personal data chooses.
    """
    subject = find_subject(consent.study, consent.contact.code if consent.contact else consent.unit_id)
    if subject is None or consent.withdrawn_at is not None:
        return
    talks = (piece for piece in subject.pieces() if piece.kind == Kind.INTERVIEW and not piece.known)
    if any(_rests_on_consent(subject, talk.code) for talk in talks):
        raise ConsentOfSeveral("consent_of_several", unit=consent.unit_id)
    known = {piece.mark for piece in subject.pieces() if piece.known}
    withdraw_consent(subject.only(known | {f"{Kind.CONSENT}:{consent.pk}"}), by=by)


def _rests_on_consent(subject: Subject, interview: str) -> bool:
    """Tell whether an interview may be quoted, shown by name, or heard again."""
    one = subject.only({f"{Kind.INTERVIEW}:{interview}"})
    talk = one.interviews().get()
    return bool(talk.quotable) or talk.level == "a" or _recordings(one).exists()


def _recordings(subject: Subject) -> QuerySet[Attachment]:
    return subject.attachments().filter(media_type__startswith="audio/")

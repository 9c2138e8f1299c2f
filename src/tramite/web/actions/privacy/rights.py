"""What people may ask for beside knowing: to be erased, to take back their consent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.erased_forms import remember_erased
from tramite.web.actions.privacy.destroying import new_codes, remove_empty_firms, unlink
from tramite.web.models import Consent, Contact, Customer, Invitation, Submission, User
from tramite.web.queries.subjects import Subject

_OF_A_PERSON = ("name", "vat_number", "email_domain", "address", "postcode", "city")


def erase(subject: Subject, interviews: Collection[str], *, by: User) -> None:
    """Erase a person, and what they said; only the line in the log remains.

    The rows of the frame and the sample stay, without a name, so that response rates still add up; so does the row
    of a customer, emptied, so that sales do. A unit that is a person gets a code that means nobody. Dossiers that
    were made before are removed: they may quote, and can be made again.

    Args:
        interviews: ids of the talks that are theirs; under the code of a firm there may be talks of others.
    """
    study = subject.study
    said = set(subject.interviews().filter(interview_id__in=interviews).values_list("interview_id", flat=True))
    forms = [
        form.pk
        for form in subject.forms().select_related("interview").defer("body")
        if form.interview is None or form.interview.interview_id in said
    ]
    invitations, consents = _keys(subject.invitations()), _keys(subject.consents())
    codes = new_codes(study, subject.units)
    if subject.units:
        unlink(study, subject.units, codes, said=said)
    with transaction.atomic():
        Invitation.objects.filter(pk__in=invitations).delete()
        Consent.objects.filter(pk__in=consents).delete()
        gone = Submission.objects.filter(pk__in=forms)
        remember_erased(study, gone.values_list("instance_id", flat=True))
        Submission.objects.filter(replaces__in=forms).update(replaces=None)
        gone.update(replaces=None)
        gone.delete()
        Contact.objects.filter(pk__in=subject.contacts).delete()
        remove_empty_firms(study)
        Customer.objects.filter(study=study, customer_id__in=codes).update(**dict.fromkeys(_OF_A_PERSON))
        study.dossiers.all().delete()
        told = [f"interviews: {len(said)}", f"forms: {len(forms)}", f"contacts: {len(subject.contacts)}"]
        note(by, Verb.REMOVED, "person", subject.code, study=study, fields=told)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def withdraw_consent(subject: Subject, *, by: User) -> None:
    """Take note that a person takes back what they agreed to: recordings are destroyed, nothing may be quoted.

    What they said stays, shown in groups alone: it does not rest on consent (METHOD §4.9). Dossiers that were made
    before are removed: they may quote.
    """
    subject.consents().filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    subject.interviews().update(quotable=False)
    subject.interviews().filter(level="a").update(level="b")
    recordings = subject.attachments().filter(media_type__startswith="audio/").delete()[0]
    subject.study.dossiers.all().delete()
    told = ["withdrawn", f"recordings: {recordings}"]
    note(by, Verb.CHANGED, "consent", subject.code, study=subject.study, fields=told)

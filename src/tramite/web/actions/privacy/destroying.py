"""Destroy what is due: names of a wave with all that links them to answers, and recordings."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Final, TypeVar

from django.db import transaction

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.privacy.due import NamesDue, audio_due, forms_with_words, names_due
from tramite.web.actions.working import work_on
from tramite.web.bridge.waves import NOT_HEARD
from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    ContactAttempt,
    Customer,
    Draft,
    Firm,
    Invitation,
    RespondentName,
    Study,
    Submission,
)
from tramite.workflows.forgetting import Forgotten, forget

NAMES: Final = "names of respondents"
RECORDING: Final = "recording"
Item = TypeVar("Item")
_BYTES: Final = 8  # of a code that means nobody
_CHUNK: Final = 500  # values in one query


def destroy_due(study: Study, today: date) -> int:
    """Destroy what is due today and held by nobody; returns how many waves and recordings it was."""
    waves = [due for due in names_due(study, today) if due.on <= today and due.anything and due.held is None]
    for due in waves:
        destroy_names(study, due)
    days = [due.on for due in audio_due(study, today) if due.on <= today and due.held is None]
    return len(waves) + (destroy_audio(study, max(days)) if days else 0)


def destroy_names(study: Study, due: NamesDue) -> None:
    """Destroy the key of a wave: afterwards its answers stand under codes that mean nobody.

    Units that are people, and stand in the register of customers under the same code, get another one.
    """
    codes = new_codes(study, due.units)
    forms = [
        pk
        for pk, unit in forms_with_words(study).values_list("pk", "interview__unit_id")
        if (unit in due.units if unit else due.round.number == NOT_HEARD)
    ]
    unlink(study, due.units, codes)
    with transaction.atomic():
        empty_forms(forms)
        Contact.objects.filter(pk__in=due.contacts).delete()
        remove_empty_firms(study)
        span = f"wave {due.round.number}: {due.round.first.isoformat()}/{due.round.last.isoformat()}"
        told = [f"names: {due.names}", f"contacts: {len(due.contacts)}", f"forms: {due.forms}"]
        note(None, Verb.REMOVED, NAMES, span, study=study, fields=[*told, f"new codes: {len(codes)}"])


def unlink(
    study: Study, units: Collection[str], codes: Mapping[str, str], *, said: Collection[str] = ()
) -> Forgotten:
    """Forget units in the case, and in all rows beside it that link them to a person.

    Args:
        codes: new codes of those that must not be found again. said: ids of interviews that are erased too.
    """
    done = work_on(study, partial(forget, names=units, said=said, codes=codes), by=None)
    with transaction.atomic():
        for some in _chunks(units):
            RespondentName.objects.filter(study=study, unit_id__in=some).delete()
            asked = Invitation.objects.filter(study=study, unit_id__in=some)
            ContactAttempt.objects.filter(invitation__in=asked).update(note="")
            asked.update(contact=None, sheet_sha256=None, place="", subject="", text="")
            Consent.objects.filter(study=study, unit_id__in=some).update(contact=None, proof="")
            Draft.objects.filter(study=study, unit_id__in=some).delete()
        for old, new in codes.items():
            for model in (Invitation, Consent):
                model._default_manager.filter(study=study, unit_id=old).update(unit_id=new)
    return done


def new_codes(study: Study, units: Collection[str]) -> dict[str, str]:
    """Return a new code for each unit that is a person of the register of customers; firms keep theirs."""
    people = Customer.objects.filter(study=study).exclude(kind="business").values_list("customer_id", flat=True)
    return {unit: f"nobody-{secrets.token_hex(_BYTES)}" for unit in set(units).intersection(people)}


def empty_forms(forms: Iterable[int]) -> None:
    """Empty filled forms and destroy what came with them; a form that is sent again is still known by its id."""
    for some in _chunks(forms):
        Attachment.objects.filter(submission__in=some).delete()
        Submission.objects.filter(pk__in=some).update(body=b"", faults=[])


def remove_empty_firms(study: Study) -> None:
    """Remove firms in which nobody whom we know works any more."""
    Firm.objects.filter(study=study, positions__isnull=True).delete()


@transaction.atomic
def destroy_audio(study: Study, until: date) -> int:
    """Destroy the recordings that were due by a day; returns how many."""
    due = Attachment.objects.filter(submission__study=study, destroy_on__lte=until)
    for instance in due.values_list("submission__instance_id", flat=True):
        note(None, Verb.REMOVED, RECORDING, instance, study=study)
    return due.delete()[1].get("tramite.Attachment", 0)


def _chunks(items: Iterable[Item]) -> Iterable[list[Item]]:
    every = list(items)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))

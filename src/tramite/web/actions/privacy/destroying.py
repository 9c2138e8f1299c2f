"""Destroy what is due: names of a wave with all that links them to answers, and recordings."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.privacy.due import NamesDue, audio_due, forms_with_words, names_due
from tramite.web.actions.working import work_on
from tramite.web.bridge.forms import forget_names
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
    Partner,
    RespondentName,
    Study,
    Submission,
)
from tramite.workflows.forgetting import forget

NAMES: Final = "names of respondents"
RECORDING: Final = "recording"
AGENT: Final = "agent"  # the one role of partners that are people
Item = TypeVar("Item")
_BYTES: Final = 8  # of a code that means nobody
_CHUNK: Final = 500  # values in one query
_log = logging.getLogger(__name__)


def destroy_due(study: Study, today: date) -> int:
    """Destroy what is due today and held by nobody; returns how many waves and recordings it was.

    Names and recordings fail apart. The log, and so the page «Privacy», tells that something failed; that of the
    server, why. It is tried again the next day.
    """
    return _tried(study, NAMES, _destroy_names_due, today) + _tried(study, RECORDING, _destroy_audio_due, today)


def _tried(study: Study, what: str, destroy: Callable[[Study, date], int], today: date) -> int:
    try:
        return destroy(study, today)
    except Exception as error:
        _log.exception("what is due in the study %s: %s", study.code, what)
        note(None, Verb.FAILED, what, study=study, fields=[type(error).__name__])
        return 0


def _destroy_names_due(study: Study, today: date) -> int:
    waves = [due for due in names_due(study, today) if due.on <= today and due.anything and due.held is None]
    for due in waves:
        destroy_names(study, due)
    return len(waves)


def _destroy_audio_due(study: Study, today: date) -> int:
    days = [due.on for due in audio_due(study, today) if due.on <= today and due.held is None]
    return destroy_audio(study, max(days, default=None))


def destroy_names(study: Study, due: NamesDue) -> None:
    """Destroy the key of a wave: afterwards its answers stand under codes that mean nobody.

    Units that are people, and stand in a register under the same code, get another one.
    """
    codes = new_codes(study, due.units)
    forms = [
        pk
        for pk, unit in forms_with_words(study).values_list("pk", "interview__unit_id")
        if (unit in due.units if unit else due.round.number == NOT_HEARD)
    ]

    def rows_too(_: object) -> None:
        _unlink(study, due.units)
        forget_names(study, due.units)
        recode(study, codes)
        empty_forms(forms)
        Contact.objects.filter(pk__in=due.contacts).delete()
        remove_empty_firms(study)
        span = f"wave {due.round.number}: {due.round.first.isoformat()}/{due.round.last.isoformat()}"
        told = [f"names: {due.names}", f"contacts: {len(due.contacts)}", f"forms: {due.forms}"]
        note(None, Verb.REMOVED, NAMES, span, study=study, fields=[*told, f"new codes: {len(codes)}"])

    gone = partial(forget, names=due.units, codes=codes, forms=due.units)
    work_on(study, gone, by=None, then=rows_too)


def _unlink(study: Study, units: Collection[str]) -> None:
    """Forget in the rows beside the case what links units to people."""
    for some in _chunks(units):
        RespondentName.objects.filter(study=study, unit_id__in=some).delete()
        asked = Invitation.objects.filter(study=study, unit_id__in=some)
        ContactAttempt.objects.filter(invitation__in=asked).update(note="")
        asked.update(contact=None, sheet_sha256=None, place="", subject="", text="")
        Consent.objects.filter(study=study, unit_id__in=some).update(contact=None, proof="")
        Draft.objects.filter(study=study, unit_id__in=some).delete()


def recode(study: Study, codes: Mapping[str, str]) -> None:
    """Give units other codes in the rows beside the case."""
    for old, new in codes.items():
        for model in (Invitation, Consent):
            model._default_manager.filter(study=study, unit_id=old).update(unit_id=new)


def new_codes(study: Study, units: Collection[str]) -> dict[str, str]:
    """Return a new code for each unit that is a person of a register: customers, agents; firms keep theirs."""
    customers = Customer.objects.filter(study=study).exclude(kind="business").values_list("customer_id", flat=True)
    agents = Partner.objects.filter(study=study, role=AGENT).values_list("partner_id", flat=True)
    people = {*customers, *agents}
    return {unit: f"nobody-{secrets.token_hex(_BYTES)}" for unit in sorted(people.intersection(units))}


def empty_forms(forms: Iterable[int]) -> None:
    """Empty filled forms and destroy what came with them; a form that is sent again is still known by its id."""
    for some in _chunks(forms):
        Attachment.objects.filter(submission__in=some).delete()
        Submission.objects.filter(pk__in=some).update(body=b"", faults=[])


def remove_empty_firms(study: Study) -> None:
    """Remove firms in which nobody whom we know works any more."""
    Firm.objects.filter(study=study, positions__isnull=True).delete()


@transaction.atomic
def destroy_audio(study: Study, until: date | None) -> int:
    """Destroy recordings that were due by a day, or came after consent was taken back; returns how many."""
    late = Q(submission__interview__withdrawn_at__isnull=False, media_type__startswith="audio/")
    is_due = late if until is None else late | Q(destroy_on__lte=until)
    due = Attachment.objects.filter(is_due, submission__study=study)
    for instance in due.values_list("submission__instance_id", flat=True):
        note(None, Verb.REMOVED, RECORDING, instance, study=study)
    return due.delete()[1].get("tramite.Attachment", 0)


def _chunks(items: Iterable[Item]) -> Iterable[list[Item]]:
    every = list(items)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))

"""Invite people, note how one tried to reach them, keep what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import Language
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.cost_rule import check_budget, check_way
from tramite.web.bridge.briefs import letter_to
from tramite.web.models import Consent, Contact, ContactAttempt, Invitation, SampledUnit, User

State = Invitation.State
_NEXT = {
    State.DRAFT: (State.SENT, State.BOOKED),
    State.SENT: (State.BOOKED,),
    State.BOOKED: (State.BOOKED, State.SENT, State.DONE),
    State.REFUSED: (State.SENT,),
    State.DONE: (),
}


class WrongStep(TramiteError):
    """An invitation cannot go from here to there."""

    http_status = 409


def steps_from(state: str) -> Sequence[Invitation.State]:
    """Return the states that an invitation may go to."""
    return _NEXT[State(state)]


def draft_invitation(
    unit: SampledUnit, contact: Contact | None, *, name: str, language: Language, by: User
) -> Invitation:
    """Write an invitation, to be read, changed and sent.

    Args:
        name: by which the person is addressed; empty: nobody is named.

    Raises:
        OverBudget, TooDear: as in :mod:`~tramite.web.actions.cost_rule`. TramiteError: as
            :func:`~tramite.workflows.invitation.invitation_text`.
    """
    check_way(unit, None)
    check_budget(unit.study)
    text = letter_to(unit.study, unit.unit_id, name=name, interviewer=str(by), language=language)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            study=unit.study, unit_id=unit.unit_id, contact=contact, mode=unit.mode, made_by=by,
            subject=text.subject, text=text.body,
        )  # fmt: skip
        note(by, Verb.MADE, "invitation", unit.unit_id, study=unit.study)
    return invitation


@transaction.atomic
def move_invitation(
    invitation: Invitation, to: Invitation.State, *, by: User, when: datetime | None = None, place: str = ""
) -> None:
    """Bring an invitation to its next state. A refusal is an outcome of the unit (``actions.sampling``).

    Args:
        when, place: of a booking.

    Raises:
        WrongStep: it cannot go there from where it is. OverBudget: nobody was asked yet, and nobody may be.
    """
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
    booked = invitation.state == State.BOOKED
    if to not in steps_from(invitation.state):
        raise WrongStep("invitation_closed", unit=invitation.unit_id, state=invitation.get_state_display())
    if invitation.sent_at is None and invitation.booked_for is None:
        check_budget(invitation.study)
    if to == State.SENT and not booked and invitation.sent_at is None:
        invitation.sent_at = timezone.now()
    if to == State.SENT and booked:
        invitation.changes += 1
    if to == State.BOOKED:
        invitation.changes += int(invitation.booked_for is not None)
        invitation.booked_for, invitation.place = when, place
    invitation.state = to
    invitation.save(update_fields=["state", "sent_at", "booked_for", "place", "changes"])
    note(by, Verb.CHANGED, "invitation", invitation.unit_id, study=invitation.study, fields=["state"])


@transaction.atomic
def save_text(invitation: Invitation, subject: str, text: str, *, by: User) -> None:
    """Keep what is written to somebody, as it was changed."""
    invitation.subject, invitation.text = subject, text
    invitation.save(update_fields=["subject", "text"])
    note(by, Verb.CHANGED, "invitation", invitation.unit_id, study=invitation.study, fields=["text"])


@transaction.atomic
def note_attempt(invitation: Invitation, *, way: str, reached: bool, words: str, by: User) -> None:
    """Note that somebody tried to reach a person now."""
    ContactAttempt.objects.create(
        invitation=invitation, at=timezone.now(), by=by, way=way, reached=reached, note=words
    )
    note(by, Verb.MADE, "contactattempt", invitation.unit_id, study=invitation.study)


@transaction.atomic
def keep_consent(consent: Consent, *, by: User) -> None:
    """Keep what a person agreed to, with its proof."""
    consent.taken_by = by
    consent.given_at = timezone.now()
    consent.save()
    note(by, Verb.MADE, "consent", consent.unit_id, study=consent.study)

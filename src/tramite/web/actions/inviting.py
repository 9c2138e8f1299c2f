"""Invite people, note how one tried to reach them, keep what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import Language
from tramite.voices.sampling.response import known_sample
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.budget import budget_gate
from tramite.web.bridge.content import field_content
from tramite.web.bridge.frames import table_frame
from tramite.web.bridge.tables import TABLES
from tramite.web.models import Consent, Contact, ContactAttempt, Invitation, SampledUnit, Study, User
from tramite.workflows.invitation import InvitationText, invitation_text
from tramite.workflows.transfer import worked_on

State = Invitation.State
_NEXT = {
    State.DRAFT: (State.SENT, State.BOOKED),
    State.SENT: (State.BOOKED,),
    State.BOOKED: (State.BOOKED, State.SENT, State.DONE),
    State.REFUSED: (State.SENT,),
    State.DONE: (),
}


class OverBudget(TramiteError):
    """The study costs more than it may, and nobody has said why."""

    http_status = 409


class WrongStep(TramiteError):
    """An invitation cannot go from here to there."""

    http_status = 409


def steps_from(state: str) -> Sequence[Invitation.State]:
    """Return the states that an invitation may go to."""
    return _NEXT[State(state)]


def check_budget(study: Study) -> None:
    """Refuse to go on where the interviews cost more than the budget allows and nobody said why.

    Raises:
        OverBudget.
    """
    sample = known_sample(table_frame(study, "sample"), table_frame(study, "frame"))
    if not budget_gate(study, sample).open:
        raise OverBudget("over_budget", code=study.code)


def draft_invitation(
    unit: SampledUnit, contact: Contact | None, *, name: str, language: Language, by: User
) -> Invitation:
    """Write an invitation, to be read, changed and sent.

    Args:
        name: by which the person is addressed; empty: nobody is named.

    Raises:
        OverBudget: as :func:`check_budget`. TramiteError: as
            :func:`~tramite.workflows.invitation.invitation_text`.
    """
    check_budget(unit.study)
    text: InvitationText = worked_on(
        field_content(unit.study),
        lambda path: invitation_text(path, unit.unit_id, name=name, interviewer=str(by), language=language),
        tables=TABLES,
    )[0]
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
        WrongStep: it cannot go there from where it is. OverBudget: as :func:`check_budget`.
    """
    if to not in steps_from(invitation.state):
        raise WrongStep("invitation_closed", unit=invitation.unit_id, state=invitation.get_state_display())
    if to == State.SENT and invitation.sent_at is None:
        check_budget(invitation.study)
        invitation.sent_at = timezone.now()
    if to == State.BOOKED:
        invitation.changes += int(invitation.state == State.BOOKED)
        invitation.booked_for, invitation.place = when, place
    invitation.state = to
    invitation.save()
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

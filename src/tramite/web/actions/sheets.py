"""The sheet that goes ahead: a link for one person, once, until a day."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tramite.kernel.errors import Fault, TramiteError
from tramite.store.submissions.openrosa import read_openrosa
from tramite.voices.asking.form_names import UNIT
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.bearer import digest, new_secret
from tramite.web.actions.receiving import BODY_FILE, Received, SubmissionRefused, receive
from tramite.web.bridge.forms import current_form
from tramite.web.models import FormVersion, FrameUnit, Invitation, PublishedForm, Submission, User


class SheetClosed(TramiteError):
    """The link was used, or its time is over, or there never was one."""

    http_status = 410


def make_sheet_link(invitation: Invitation, until: datetime, *, by: User) -> str:
    """Make the link to the sheet of an invitation, in the place of an earlier one; returns its secret part.

    Only the digest is kept: the link is shown once.

    Args:
        until: when it closes.

    Raises:
        CaseNotFound: no sheet is published for this respondent type and channel.
    """
    sheet_form(invitation)
    token = new_secret()
    invitation.sheet_sha256, invitation.sheet_until, invitation.sheet_used_at = digest(token), until, None
    invitation.save(update_fields=["sheet_sha256", "sheet_until", "sheet_used_at"])
    note(by, Verb.MADE, "sheet link", invitation.unit_id, study=invitation.study)
    return token


def open_sheet(token: str) -> Invitation:
    """Return the invitation that a link belongs to.

    Raises:
        SheetClosed: it opens no more.
    """
    found = Invitation.objects.select_related("study", "contact").filter(sheet_sha256=digest(token)).first()
    if found is None or found.sheet_used_at is not None or (found.sheet_until or timezone.now()) <= timezone.now():
        raise SheetClosed("sheet_closed")
    return found


def sheet_form(invitation: Invitation) -> FormVersion:
    """Return the form of the sheet.

    Raises:
        CaseNotFound: none is published for this respondent type and channel.
    """
    unit = FrameUnit.objects.get(study=invitation.study, unit_id=invitation.unit_id)
    return current_form(
        invitation.study, role=unit.role, channel_id=unit.channel_id, kind=PublishedForm.Kind.SHEET
    )


def take_sheet(token: str, body: bytes) -> Received:
    """Receive the filled sheet; the link closes with it.

    Raises:
        SheetClosed: it opens no more. SubmissionRefused: as :func:`receive`; or it is of another respondent.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(sheet_sha256=digest(token)).first()
        if invitation is None or not _came(invitation, body):
            invitation = open_sheet(token)
        form = read_openrosa(body, file=BODY_FILE)
        if (form.value(UNIT), form.form) != (invitation.unit_id, sheet_form(invitation).form_id):
            fault = Fault(
                BODY_FILE, "submission_unit", column=UNIT, value=form.value(UNIT), hint=invitation.unit_id
            )
            raise SubmissionRefused([fault])
        received = receive(invitation.study, body, {}, complete=True, by=None)
        invitation.sheet_used_at = timezone.now()
        invitation.save(update_fields=["sheet_used_at"])
    return received


def _came(invitation: Invitation, body: bytes) -> bool:
    """Tell whether this very sheet is here already: its answer to the browser was lost on the way."""
    sent = hashlib.sha256(body).hexdigest()
    return Submission.objects.filter(study=invitation.study, sha256=sent, received_from=None).exists()

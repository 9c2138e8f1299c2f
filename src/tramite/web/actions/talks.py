"""Interviews in the browser: begin one, correct one, take it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from tramite.kernel.errors import CaseNotFound, TramiteError
from tramite.store.submissions.openrosa import read_openrosa
from tramite.store.xforms import answered_anew
from tramite.voices.asking.form_names import LEVEL, MODE, QUOTABLE, ROLE, UNIT, read_name
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.cost_rule import TooDear, check_way
from tramite.web.actions.drafts import Seen
from tramite.web.actions.receiving import Received, receive
from tramite.web.bridge.content import apart_in
from tramite.web.bridge.forms import current_form
from tramite.web.models import (
    Consent,
    Draft,
    FormVersion,
    FrameUnit,
    Interview,
    PublishedForm,
    Right,
    SampledUnit,
    Study,
    Submission,
    User,
)
from tramite.web.queries.interviews import level_of
from tramite.web.queries.talks import begun_as, next_for

MODES: Final = ("in_person", "video", "phone")
MOST_ALONG: Final = 10
OTHER_VERSION: Final = "other-version.xml"
_WORDS: Final = 2000  # of what was said


class NoReason(TramiteError):
    """A correction without its reason."""

    http_status = 422


def begin_talk(study: Study, unit: FrameUnit, mode: str, *, by: User) -> Draft:
    """Begin an interview; one that was begun with the same respondent and not sent goes on, in this mode.

    Raises:
        CaseNotFound: no form is published for this respondent type and channel. TooDear: as
            :func:`~tramite.web.actions.cost_rule.check_way`.
    """
    form = current_form(study, role=unit.role, channel_id=unit.channel_id, kind=PublishedForm.Kind.INTERVIEW)
    drawn = SampledUnit.objects.filter(study=study, unit_id=unit.unit_id).first()
    if drawn is not None:
        check_way(drawn, mode)
    begun = Draft.objects.filter(study=study, user=by, unit_id=unit.unit_id, replaces=None).first()
    if begun is not None:
        return begun if begun.mode == mode else _change_mode(begun, mode)
    note(by, Verb.MADE, "draft", unit.unit_id, study=study)
    return Draft.objects.create(study=study, user=by, form=form, unit_id=unit.unit_id, mode=mode)


def _change_mode(begun: Draft, mode: str) -> Draft:
    """Change how an interview is held, in its answers too; whoever filled it in on a device is told."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=begun.pk)
        draft.mode, draft.revision, draft.writer = mode, draft.revision + 1, ""
        if draft.body:
            draft.body = answered_anew(draft.body.encode(), {MODE: mode}, file=draft.unit_id).decode()
        draft.save()
    return draft


def take_along(study: Study, *, by: User, rights: frozenset[Right]) -> list[Draft]:
    """Begin the interviews that come next, so that their pages open without a connection.

    Those that are booked come first, then the order of the sample; at most :data:`MOST_ALONG` are begun and empty.
    """
    begun = Draft.objects.filter(study=study, user=by)
    waiting = begun.filter(body="").count()
    units = next_for(study, by, rights).exclude(unit_id__in=begun.values("unit_id"))
    taken = []
    for unit in units[: max(0, MOST_ALONG - waiting)]:
        with suppress(TooDear):  # whoever waits for a decision is not taken along
            taken.append(begin_talk(study, unit, unit.planned or MODES[0], by=by))
    return taken


def correctable(interview: Interview, *, by: User, rights: frozenset[Right]) -> Submission | None:
    """Return the form that somebody may correct; ``None``: it came another way, or holds what they may not read.

    Whoever held the interview has heard all of it; others only correct one without answers on competition.
    """
    last = interview.submissions.filter(replaced_by=None).order_by("-received_at", "-pk").first()
    if last is None or not last.body or Right.CONDUCT_INTERVIEWS not in rights:
        return None
    if last.received_from_id == by.pk:
        return last
    if Right.MANAGE_FIELD not in rights:
        return None
    return None if _holds(last, apart_in(interview.study)) else last


def _holds(submission: Submission, items: Collection[str]) -> bool:
    """Tell whether a form has an answer to one of these items, also one that was not taken in."""
    form = read_openrosa(bytes(submission.body), file=submission.instance_id)
    asked = (read_name(name) for name in form.values)
    return any(name is not None and name.item_id in items for name in asked)


def begin_correction(submission: Submission, unit_id: str, reason: str, *, by: User) -> Draft:
    """Open a filled form again, to be sent in the place of what it says.

    Raises:
        NoReason: no reason is given. CaseNotFound: the version of its form is no longer here.
    """
    if not reason.strip():
        raise NoReason("correction_no_reason")
    form = FormVersion.objects.filter(
        study=submission.study, form_id=submission.form_id, version=submission.form_version
    ).first()
    if form is None:
        raise CaseNotFound("form_version_gone", version=submission.form_version)
    draft, _ = Draft.objects.update_or_create(
        study=submission.study, user=by, replaces=submission,
        defaults={"form": form, "unit_id": unit_id, "reason": reason.strip()},
        create_defaults={
            "form": form, "unit_id": unit_id, "reason": reason.strip(), "instance_id": uuid4(),
            "body": bytes(submission.body).decode(),
        },
    )  # fmt: skip
    return draft


def take_talk(
    study: Study, body: bytes, files: Mapping[str, bytes], *, complete: bool, recording: Mapping[str, Any] | None,
    by: User, seen: Seen | None = None,
) -> Received:  # fmt: skip
    """Receive an interview that was filled in the browser; its draft goes. Files may come later (`take_files`).

    What another device saved meanwhile comes with it, as a file.

    Args:
        recording: when and in which words the respondent agreed to be recorded. seen: which saves went into it.

    Raises:
        NoConsent: a recording without that. SubmissionRefused: as :func:`receive`.
    """
    agreed = recording is not None
    with transaction.atomic():
        received = receive(study, body, files, complete=complete, by=by, agreed=agreed, strict=True)
        submission = received.submission
        if submission is None:
            return received
        draft = begun_as(submission.instance_id, by).filter(study=study).first()
        if draft is not None and seen is not None and not seen.holds(draft):
            receive(study, body, {OTHER_VERSION: draft.body.encode()}, complete=complete, by=by)
        if draft is not None and draft.reason:
            Submission.objects.filter(pk=submission.pk).update(reason=draft.reason)
        if recording is not None:
            _note_consent(submission, recording, by)
        if draft is not None and complete:
            draft.delete()
    return received


def take_files(
    submission: Submission, files: Mapping[str, bytes], *, recording: Mapping[str, Any] | None, by: User
) -> Received:
    """Receive files of an interview that came before, from whichever device.

    Raises:
        NoConsent, SubmissionRefused: as :func:`take_talk`.
    """
    body, complete = bytes(submission.body), submission.complete
    return take_talk(submission.study, body, files, complete=complete, recording=recording, by=by)


def _note_consent(submission: Submission, recording: Mapping[str, Any], by: User) -> None:
    form = read_openrosa(bytes(submission.body), file=submission.instance_id)
    Consent.objects.get_or_create(
        study=submission.study, unit_id=form.value(UNIT), recording=True, given_at=_moment(recording.get("at")),
        defaults={
            "level": level_of(form.value(ROLE), form.value(LEVEL)), "quotable": form.value(QUOTABLE) == "yes",
            "way": "spoken", "proof": str(recording.get("words", ""))[:_WORDS], "taken_by": by,
        },
    )  # fmt: skip


def _moment(text: object) -> datetime:
    """Return when something was agreed, as the device tells it: never later than now."""
    now = timezone.now()
    try:
        told = datetime.fromisoformat(str(text))
    except ValueError:
        return now
    return min(told, now) if told.tzinfo else now

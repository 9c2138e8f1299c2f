"""Receive filled forms: keep them byte for byte. What they say is taken in afterwards (ADR 32)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from tramite.kernel.errors import Fault, InputRefused, TramiteError, UnsafeInput
from tramite.store.limits import megabytes
from tramite.store.submissions.openrosa import read_openrosa
from tramite.voices.asking.form_names import DAY, STARTED, UNIT
from tramite.voices.hearing.submission import Submission as FilledForm
from tramite.web.actions.attachments import MAX_FILES, CheckedFile, checked_files, day_to_destroy
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.erased_forms import was_erased
from tramite.web.actions.senders import may_keep_voice, may_send
from tramite.web.actions.taking_in import ask_to_take_in
from tramite.web.models import Attachment, PublishedForm, Right, Study, Submission, User
from tramite.web.models.hearing import ID_LENGTH
from tramite.web.queries.forms import assigns_nobody

MAX_BODY: Final = 2 << 20  # a filled form is some 10 kB
BODY_FILE: Final = "xml_submission_file"  # as clients call the form among the files that they send


class SubmissionRefused(InputRefused):
    """A filled form that is none, or none of ours."""

    http_status = 400

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__(faults, key="submission_refused")


class SubmissionConflict(SubmissionRefused):
    """What is here already says otherwise."""

    http_status = 409


class SubmissionTooLarge(SubmissionRefused):
    """More than one form may bring."""

    http_status = 413


class SubmissionOfAnother(SubmissionRefused):
    """An interview of somebody with whom another is to speak."""

    http_status = 409


class NoConsent(TramiteError):
    """A recording without consent."""

    http_status = 422


@dataclass(frozen=True, slots=True)
class Received:
    """A filled form that is kept.

    Attributes:
        submission: ``None``: it was erased, and nothing is kept of what came again.
        new: ``False``: the same came before; files that came with it now are added to it.
        unkept: names of recordings that were not kept, since nobody noted that the respondent agreed.
    """

    submission: Submission | None
    new: bool
    unkept: tuple[str, ...] = ()


def receive(
    study: Study, body: bytes, attachments: Mapping[str, bytes], *, complete: bool, by: User | None,
    agreed: bool = False, strict: bool = False,
) -> Received:  # fmt: skip
    """Keep a filled form and the files that came with it; one that comes again is the same form.

    Args:
        body: the form, XML as OpenRosa clients send it. attachments: content by name.
        complete: no more files are to come. by: who sends it.
        agreed: a note came with it that the respondent agreed to be recorded; else one must be here.
        strict: refuse an interview of somebody who is not assigned to who sends it, and a recording without that
            note. A device in the field would lose the interview: such a form is kept, and held until somebody who
            runs the field work accepts it (:func:`~tramite.web.actions.taking_in.accept`); such a recording is
            left out, and the log says so.

    Raises:
        SubmissionRefused: malformed, with a DTD, of a form that the study never published, or with a file that may
            not come in. SubmissionConflict: another form came under this id, or it corrects a form that is not
            here, was corrected before, or is somebody else's. SubmissionTooLarge. SubmissionOfAnother, NoConsent:
            see ``strict``. Nothing is kept then.
    """
    form = _read(study, body)
    if was_erased(study, form.id, form.replaces):  # a refusal would have the device send it for ever
        note(by, Verb.REMOVED, "submission", study=study, fields=["erased before: not kept"])
        return Received(None, new=False)
    files = _files(attachments)
    unkept = () if agreed or may_keep_voice(study, form) else tuple(file.name for file in files if file.is_audio)
    if unkept and strict:
        raise NoConsent("recording_no_consent")
    with transaction.atomic():
        submission, new = _keep(study, form, body, complete=complete, by=by, strict=strict)
        kept = [file for file in files if file.name not in unkept]
        if _attach(submission, kept, form) and submission.state == Submission.State.TAKEN:
            submission.state = Submission.State.WAITING  # a log of times may be among them
        submission.complete |= complete
        submission.save(update_fields=["complete", "state"])
        if new:
            note(by, Verb.MADE, "submission", submission.instance_id, study=study)
        if unkept:
            fields = ["no consent to be recorded: not kept"]
            note(by, Verb.REMOVED, "recording", submission.instance_id, study=study, fields=fields)
        if submission.complete and submission.state == Submission.State.WAITING:
            transaction.on_commit(lambda: ask_to_take_in(study))
    return Received(submission, new, unkept)


def _read(study: Study, body: bytes) -> FilledForm:
    if len(body) > MAX_BODY:
        fault = Fault(BODY_FILE, "submission_size", value=megabytes(len(body)), hint=megabytes(MAX_BODY))
        raise SubmissionTooLarge([fault])
    try:
        form = read_openrosa(body, file=BODY_FILE)
    except (InputRefused, UnsafeInput) as error:
        raise SubmissionRefused(error.faults) from error
    if max(map(len, (form.id, form.form, form.version))) > ID_LENGTH:
        raise SubmissionRefused([Fault(BODY_FILE, "submission_long_id", hint=str(ID_LENGTH))])
    if not PublishedForm.objects.filter(study=study, form_id=form.form).exists():
        raise SubmissionRefused([Fault(BODY_FILE, "submission_form", hint=form.form)])
    return form


def _files(attachments: Mapping[str, bytes]) -> list[CheckedFile]:
    files, faults = checked_files(attachments)
    if any(fault.kind == "attachment_size" for fault in faults):
        raise SubmissionTooLarge(faults)
    if faults:
        raise SubmissionRefused(faults)
    return files


def _keep(
    study: Study, form: FilledForm, body: bytes, *, complete: bool, by: User | None, strict: bool
) -> tuple[Submission, bool]:
    digest = hashlib.sha256(body).hexdigest()
    mine = Submission.objects.filter(study=study, instance_id=form.id)
    found = mine.select_for_update().first()
    if found is None:
        original = _original(study, form, by)
        held = _foreign(study, form, original, by, strict=strict)
        state = Submission.State.HELD if held else Submission.State.WAITING
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    study=study, instance_id=form.id, form_id=form.form, form_version=form.version, body=body,
                    sha256=digest, complete=complete, received_from=by, replaces=original, state=state,
                    faults=[{"item": "", **asdict(fault)} for fault in held],
                ), True  # fmt: skip
        except IntegrityError:  # somebody was faster: with the same form, or with another correction
            found = mine.select_for_update().first()
    if found is None:
        raise SubmissionConflict([Fault(form.id, "submission_superseded", hint=form.replaces)])
    if found.sha256 != digest:
        raise SubmissionConflict([Fault(form.id, "submission_same_id")])
    return found, False


def _foreign(
    study: Study, form: FilledForm, original: Submission | None, by: User | None, *, strict: bool
) -> list[Fault]:
    """Return what is to be decided of a new form: whether its interview was for another to hold."""
    if may_send(study, form, original, by=by) or (not strict and assigns_nobody(study)):
        return []
    fault = Fault(form.id, "submission_of_another", column=UNIT, value=form.value(UNIT))
    if strict:
        raise SubmissionOfAnother([fault])
    return [fault]


def _original(study: Study, form: FilledForm, by: User | None) -> Submission | None:
    if not form.replaces:
        return None
    original = Submission.objects.filter(study=study, instance_id=form.replaces, form_id=form.form).first()
    if original is None:
        raise SubmissionConflict([Fault(form.id, "submission_original", hint=form.replaces)])
    if by is not None and by.pk != original.received_from_id and Right.MANAGE_FIELD not in study.rights_of(by):
        raise SubmissionConflict([Fault(form.id, "submission_not_yours", hint=form.replaces)])
    if Submission.objects.filter(replaces=original).exists():
        raise SubmissionConflict([Fault(form.id, "submission_superseded", hint=form.replaces)])
    return original


def _attach(submission: Submission, files: list[CheckedFile], form: FilledForm) -> int:
    held = dict(submission.attachments.values_list("name", "sha256"))
    differing = [file.name for file in files if held.get(file.name, file.sha256) != file.sha256]
    if differing:
        raise SubmissionConflict(Fault(name, "attachment_differs") for name in differing)
    added = [file for file in files if file.name not in held]
    if len(held) + len(added) > MAX_FILES:
        raise SubmissionTooLarge([Fault(submission.instance_id, "attachment_count", hint=str(MAX_FILES))])
    destroy_on = day_to_destroy(_day_of_talk(form))
    Attachment.objects.bulk_create(
        Attachment(
            submission=submission, name=file.name, media_type=file.media_type, content=file.content,
            sha256=file.sha256, destroy_on=destroy_on if file.is_audio else None,
        )
        for file in added
    )  # fmt: skip
    return len(added)


def _day_of_talk(form: FilledForm) -> date:
    """Return the day that the form tells, or today.

    No form may put off the day of destruction, nor have what just came destroyed at once: its clock is wrong.
    """
    today = timezone.localdate()
    for name in (DAY, STARTED):
        try:
            told = min(datetime.fromisoformat(form.value(name)).date(), today)
        except ValueError:
            continue
        return told if day_to_destroy(told) > today else today
    return today

"""Take what filled forms say into the tables of their study, in the background (ADR 32)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from tramite.kernel.errors import InputRefused, TramiteError
from tramite.store.outputs import save_bytes
from tramite.store.submissions.openrosa import read_openrosa
from tramite.store.work_folder import work_folder
from tramite.voices.asking.form_names import UNIT
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.quality import ask_to_check
from tramite.web.actions.taken_forms import keep_out, note_taken
from tramite.web.actions.work_list import BUSY, put_on_list
from tramite.web.actions.working import StudyBusy, work_on
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.forms_part import FormsTouch, StudyPart
from tramite.web.models import Attachment, Study, Submission, User
from tramite.workflows.submissions import AnswersTaken, take_answers

BATCH: Final = 1000  # forms at once: their files lie in a folder together
_AUDIT: Final = "audit.csv"
_PAUSE: Final = timedelta(seconds=5)  # in which more forms may come: taking in reads the whole study
_LATE: Final = timedelta(days=1)  # after which a form is taken in though files of it never came
_log = logging.getLogger(__name__)


def ask_to_take_in(study: Study, *, after: timedelta = _PAUSE) -> None:
    """Put the taking in of a study's filled forms on the list of work, once however many come."""
    with transaction.atomic():
        if Study.objects.filter(pk=study.pk, to_take_in=False).update(to_take_in=True):
            put_on_list(take_in, study.pk, after=after)


@transaction.atomic
def ask_to_take_in_again(study: Study) -> None:
    """Have forms that were kept out, whole or in part, read once more: their cause may be mended."""
    refused = study.submissions.filter(state=Submission.State.REFUSED).exclude(body=b"")
    refused.update(state=Submission.State.WAITING)
    study.submissions.filter(state=Submission.State.TAKEN).exclude(faults=[]).update(
        state=Submission.State.WAITING
    )
    transaction.on_commit(lambda: ask_to_take_in(study, after=timedelta()))


@transaction.atomic
def accept(submission: Submission, *, by: User) -> None:
    """Have a form that is held taken in, with the forms that it corrects."""
    chain: list[Submission] = [submission]
    while (original := chain[-1].replaces) is not None:
        chain.append(original)
    for form in chain:
        if form.state == Submission.State.HELD:
            form.state, form.faults = Submission.State.WAITING, []
            form.save(update_fields=["state", "faults"])
            note(by, Verb.CHANGED, "submission", form.instance_id, study=form.study, fields=["accepted"])
    transaction.on_commit(lambda: ask_to_take_in(submission.study, after=timedelta()))


def resume_taking_in() -> None:
    """Put on the list of work what a worker that died left. A worker runs it as it starts."""
    for study in set(waiting_forms().values_list("study", flat=True)):
        Study.objects.filter(pk=study).update(to_take_in=True)
        put_on_list(take_in, study)


def waiting_forms() -> QuerySet[Submission]:
    """Return the forms that can be taken in and are not yet."""
    late = Q(received_at__lt=timezone.now() - _LATE)
    return Submission.objects.filter(Q(complete=True) | late, state=Submission.State.WAITING)


@task()
def take_in(study_id: int) -> None:
    """Take in all filled forms of a study that wait, and ask that the quality of what came be checked.

    A form whose taking in is cut short still waits; one that is taken in twice is the same.
    """
    Study.objects.filter(pk=study_id).update(to_take_in=False)
    study = Study.objects.get(pk=study_id)
    waiting = dict(waiting_forms().filter(study=study).order_by("pk").values_list("pk", "replaces"))
    trouble = ""
    try:
        for batch in _batches(waiting):
            _take(study, batch)
    except StudyBusy:
        ask_to_take_in(study, after=BUSY)
    except TramiteError as error:
        trouble = error.say(definition_of(study).language)
    Study.objects.filter(pk=study_id).update(taking_in_trouble=trouble)
    ask_to_check(study)


def _batches(waiting: Mapping[int, int | None]) -> Iterator[list[int]]:
    """Split forms so that a correction is never taken in with its original: each becomes a version.

    Args:
        waiting: of each form, the one that it corrects; in the order in which they came.
    """
    places = dict[int, int]()
    for form, original in waiting.items():  # an original is received before what corrects it
        places[form] = 0 if original is None else places.get(original, -1) + 1
    for place in range(max(places.values(), default=-1) + 1):
        forms = [form for form in waiting if places[form] == place]
        for first in range(0, len(forms), BATCH):
            yield forms[first : first + BATCH]


def _take(study: Study, batch: Sequence[int]) -> None:
    """Take some forms in; if the program fails on one of them, the others come in all the same."""
    try:
        note_taken(study, batch, _taken(study, batch))
    except (TramiteError, OperationalError, InterfaceError):
        raise
    except Exception:
        _log.exception("taking in %s", batch)
        half = len(batch) // 2
        if not half:
            keep_out(batch)
            return
        _take(study, batch[:half])
        _take(study, batch[half:])


def _taken(study: Study, batch: Sequence[int]) -> AnswersTaken:
    with override(definition_of(study).language):
        reason = _("a correction came in")
    with work_folder() as folder:
        part = StudyPart(study, _write(folder, batch))
        when = timezone.localdate()

        def verb(path: Path) -> AnswersTaken:
            part.begin(path)
            taken = take_answers(path, [folder], when=when)
            part.complete(path)
            return taken

        return work_on(study, verb, by=None, reason=reason, part=part)


def _write(folder: Path, batch: Sequence[int]) -> FormsTouch:
    """Write forms into folders of their own, each with its log of times; return what they touch."""
    forms, units = set[str](), set[str]()
    rows = Submission.objects.filter(pk__in=batch).order_by("pk").values_list("pk", "instance_id", "body")
    for pk, code, body in rows.iterator(100):
        save_bytes(folder / f"{pk:012}" / "form.xml", bytes(body))
        forms.add(code)
        try:
            form = read_openrosa(bytes(body), file="")
        except InputRefused:  # the verb says what is wrong with it
            continue
        forms.add(form.replaces)
        units.add(form.value(UNIT))
    logs = Attachment.objects.filter(submission__in=batch, name=_AUDIT, media_type="text/csv")
    for pk, content in logs.values_list("submission", "content"):
        save_bytes(folder / f"{pk:012}" / _AUDIT, bytes(content))
    return FormsTouch(forms - {""}, units - {""})

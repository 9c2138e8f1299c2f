"""Publish the questionnaires of a study: have them written in the background, and offer their forms."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tramite.kernel.errors import TramiteError
from tramite.store.instruments import parse_project_words, project_template
from tramite.store.xml_reading import read_xml, tag_of
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.failing import went_wrong
from tramite.web.actions.work_list import BUSY, LONG, put_on_list
from tramite.web.actions.working import StudyBusy, work_on
from tramite.web.bridge.content import save_files
from tramite.web.models import CaseFile, Channel, PublishedForm, Study, User
from tramite.workflows.questionnaire import FOLDER, Questionnaire, write_questionnaires

_XML: Final = ".xml"
_log = logging.getLogger(__name__)


def project_words(study: Study) -> str:
    """Return the words of the project as text, or a text to be filled in."""
    file = study.files.filter(path=PROJECT_FILE).first()
    return (project_template() if file is None else bytes(file.content)).decode()


@transaction.atomic
def save_project_words(study: Study, text: str, *, by: User) -> None:
    """Keep the words of the project.

    Raises:
        InputRefused: all their faults; nothing is changed.
    """
    data = text.replace("\r\n", "\n").encode()
    parse_project_words(data)
    save_files(study, {PROJECT_FILE: data})
    note(by, Verb.CHANGED, "words of the project", study=study)


@transaction.atomic
def ask_to_publish(study: Study, *, by: User) -> None:
    """Put the writing of the questionnaires on the list of work, unless it is there."""
    if Study.objects.filter(pk=study.pk, publishing=False).update(publishing=True, publishing_trouble=""):
        note(by, Verb.MADE, "questionnaires", study=study)
        transaction.on_commit(lambda: publish.enqueue(study.pk, by.pk))


def abandon_publishing() -> None:
    """Let go of what ended with its worker, not of what is still on the list. A worker runs it as it starts."""
    listed = DBTaskResult.objects.filter(task_path=publish.module_path, status="READY")
    waiting = [told["args"][0] for told in listed.values_list("args_kwargs", flat=True)]
    Study.objects.filter(publishing=True).exclude(pk__in=waiting).update(publishing=False)


@task(queue_name=LONG)
def publish(study_id: int, user_id: int) -> None:
    """Write the questionnaires of all respondent types and channels; what stops it is told to whoever asked."""
    study, by = Study.objects.get(pk=study_id), User.objects.get(pk=user_id)
    trouble = ""
    try:
        if not study.files.filter(path=PROJECT_FILE).exists():
            raise TramiteError("no_project_words")
        made = work_on(study, _written, by=by)
        _offer(study, made, by=by)
    except StudyBusy:
        put_on_list(publish, study_id, user_id, after=BUSY)
        return
    except TramiteError as error:
        trouble = error.say("it" if by.language == "it" else "en")
    except Exception:
        _log.exception("questionnaires of %s", study)
        trouble = went_wrong(by.language)
    Study.objects.filter(pk=study_id).update(publishing=False, publishing_trouble=trouble)


def _written(path: Path) -> tuple[Questionnaire, ...]:
    return write_questionnaires(path, everyone=True)


@transaction.atomic
def _offer(study: Study, made: Iterable[Questionnaire], *, by: User) -> None:
    study.forms.update(current=False)
    channels = {channel.code: channel for channel in Channel.objects.filter(study=study)}
    for each in made:
        for file in each.compiled:
            kind = PublishedForm.Kind.SHEET if file.stem.endswith("-sheet") else PublishedForm.Kind.INTERVIEW
            path = f"{FOLDER}/{file.name}"
            content = bytes(CaseFile.objects.get(study=study, path=path).content)
            form_id, version, title = head_of(content, path)
            PublishedForm.objects.update_or_create(
                study=study,
                form_id=form_id,
                defaults={
                    "kind": kind, "role": each.role, "channel": channels[each.channel_id], "title": title,
                    "version": version, "path": path, "current": True,
                    "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
                    "minutes": each.minutes if kind == PublishedForm.Kind.INTERVIEW else each.sheet_minutes,
                    "published_at": timezone.now(), "published_by": by,
                },
            )  # fmt: skip


def head_of(xform: bytes, file: str) -> tuple[str, str, str]:
    """Return id, version and title of a compiled form."""
    root = read_xml(xform, file=file)
    title = next(element.text or "" for element in root.iter() if tag_of(element) == "title")
    instance = next(element for element in root.iter() if tag_of(element) == "instance")
    return instance[0].attrib["id"], instance[0].attrib.get("version", ""), title

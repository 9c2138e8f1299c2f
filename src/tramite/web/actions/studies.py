"""Take a study in from a case folder, and give it out as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from tramite.kernel.errors import InputRefused, TramiteError
from tramite.store.case_content import CaseContent
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.content import content_for, save_content
from tramite.web.bridge.loss import would_be_lost
from tramite.web.bridge.tables import ROW_MODELS, TABLES
from tramite.web.models import (
    Channel,
    Interview,
    InterviewVersion,
    Membership,
    PublishedForm,
    RespondentName,
    Right,
    Role,
    Study,
    Submission,
    User,
)
from tramite.workflows.transfer import give_case, take_case


class StudyExists(TramiteError):
    """There is a study of that name."""

    http_status = 409


class StudyInUse(TramiteError):
    """Field work would be lost."""

    http_status = 409


def import_study(
    code: str,
    source: Path | BinaryIO,
    *,
    file: str = "",
    by: User | None,
    progress: Callable[[str], None] = lambda stage: None,
) -> Study:
    """Make a study of a case folder, or of a ZIP of one; all of it or nothing.

    Raises:
        StudyExists: the short name is taken. TramiteError: as :func:`~tramite.workflows.transfer.take_case`.
    """
    if Study.objects.filter(code=code).exists():
        raise StudyExists("study_exists", code=code)
    progress("read")
    content = take_case(source, tables=TABLES, file=file)
    progress("write")
    with transaction.atomic():
        study = Study.objects.create(code=code, made_by=by, **_said(content))
        save_content(study, content, by=by)
        if by is not None:
            Membership.objects.create(study=study, user=by, role=Role.OWNER)
        note(by, Verb.MADE, "study", code, study=study)
    return study


def import_again(
    study: Study,
    source: Path | BinaryIO,
    *,
    file: str = "",
    by: User,
    progress: Callable[[str], None] = lambda stage: None,
) -> Study:
    """Put a case folder in the place of what a study holds; people, contacts and the log stay.

    Raises:
        InputRefused: the case was exported without names or answers that the study has. StudyInUse: interviews
            were changed, forms came in or consent was taken back since. TramiteError: as :func:`import_study`.
    """
    progress("read")
    content = take_case(source, tables=TABLES, file=file)
    lost = would_be_lost(study, content)
    if lost:
        raise InputRefused(lost, key="import_would_lose")
    progress("write")
    with transaction.atomic():
        changed = InterviewVersion.objects.filter(interview__study=study, number__gt=1).exists()
        taken_back = Interview.objects.filter(study=study, withdrawn_at__isnull=False).exists()
        if changed or taken_back or Submission.objects.filter(study=study).exists():
            raise StudyInUse("study_in_use", code=study.code)
        for model in reversed(list(ROW_MODELS.values())):
            model._default_manager.filter(study=study).delete()
        for rows in (RespondentName.objects, PublishedForm.objects, Channel.objects):
            rows.filter(study=study).delete()
        study.held_tables.all().delete()
        study.files.all().delete()
        for field, value in _said(content).items():
            setattr(study, field, value)
        study.save()
        save_content(study, content, by=by)
        note(by, Verb.CHANGED, "study", study.code, study=study, fields=["content"])
    return study


def export_study(study: Study, rights: frozenset[Right], *, by: User | None) -> bytes:
    """Pack the part of a study that somebody may take away, as a ZIP of a case folder."""
    note(by, Verb.EXPORTED, "study", study.code, study=study)
    return give_case(content_for(study, rights), name=study.code)


def _said(content: CaseContent) -> dict[str, str]:
    name = content.definition.name
    return {"definition": content.text, "title_en": name.en, "title_it": name.it}

"""Take a study in from a case folder, and give it out as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from tramite.kernel.errors import InputRefused, TramiteError
from tramite.store.case_content import CaseContent
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.working import check_turn, turn
from tramite.web.bridge.changes import replace_content
from tramite.web.bridge.content import content_for, save_content, study_content
from tramite.web.bridge.loss import field_would_lose, would_be_lost
from tramite.web.bridge.tables import TABLES
from tramite.web.models import (
    AuditLine,
    Interview,
    InterviewVersion,
    Membership,
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
    """Put a case folder in the place of what a study holds; only rows and files that differ are written.

    What no case folder holds stays: people, contacts, the log, who is to speak with whom, published forms.

    Raises:
        InputRefused: the case was exported without names or answers that the study has, or lacks somebody, or
            changes a form, that the field work rests on. StudyInUse: interviews were changed, forms came in,
            consent was taken back or somebody was erased since. StudyBusy: somebody else's work goes on for long.
            TramiteError: as :func:`import_study`.
    """
    progress("read")
    content = take_case(source, tables=TABLES, file=file)
    with turn(study) as mine, transaction.atomic():
        check_turn(study, mine)
        before = study_content(study)
        lost = would_be_lost(study, content) + field_would_lose(study, before, content)
        if lost:
            raise InputRefused(lost, key="import_would_lose")
        changed = InterviewVersion.objects.filter(interview__study=study, number__gt=1).exists()
        taken_back = Interview.objects.filter(study=study, withdrawn_at__isnull=False).exists()
        erased = AuditLine.objects.filter(study=study.code, verb=Verb.REMOVED, kind="person").exists()
        if changed or taken_back or erased or Submission.objects.filter(study=study).exists():
            raise StudyInUse("study_in_use", code=study.code)
        progress("write")
        replace_content(study, before, content, by=by)
        for field, value in _said(content).items():
            setattr(study, field, value)
        study.save(update_fields=list(_said(content)))
        note(by, Verb.CHANGED, "study", study.code, study=study, fields=["content"])
    return study


def export_study(study: Study, rights: frozenset[Right], *, by: User | None) -> bytes:
    """Pack the part of a study that somebody may take away, as a ZIP of a case folder."""
    note(by, Verb.EXPORTED, "study", study.code, study=study)
    return give_case(content_for(study, rights), name=study.code)


def _said(content: CaseContent) -> dict[str, str]:
    name = content.definition.name
    return {"definition": content.text, "title_en": name.en, "title_it": name.it}

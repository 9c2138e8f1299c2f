"""What an interviewer must know, and what is written to a respondent, from what a study keeps."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tramite.kernel.wording import Language
from tramite.reports.interview_brief import InterviewBrief
from tramite.store.case_content import CaseContent
from tramite.store.submissions.tables import SECONDS
from tramite.voices.asking.changes import ITEMS_FILE
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.frames import table_frame
from tramite.web.models import FrameUnit, Study
from tramite.workflows.invitation import InvitationText, invitation_text
from tramite.workflows.questionnaire import brief_interview
from tramite.workflows.transfer import read_from

_TABLES: Final = ("frame", "partners", "customers", "facts")
_OF_LIKE: Final = ("unit_id", "role", "channel_id", "stratum", "revenue", "status")
_FILES: Final = (ITEMS_FILE, PROJECT_FILE, SECONDS)


def brief_for(study: Study, unit_id: str, language: Language) -> InterviewBrief:
    """Return what an interviewer must know before the interview with a respondent.

    Raises:
        CaseNotFound: there is no such respondent. TramiteError: the words of the project have faults.
    """
    return read_from(_content(study, unit_id), lambda path: brief_interview(path, unit=unit_id, language=language))


def letter_to(study: Study, unit_id: str, *, name: str, interviewer: str, language: Language) -> InvitationText:
    """Return what is written to a respondent to invite them.

    Args, raises: as :func:`~tramite.workflows.invitation.invitation_text`.
    """
    return read_from(
        _content(study, unit_id),
        lambda path: invitation_text(path, unit_id, name=name, interviewer=interviewer, language=language),
    )


def _content(study: Study, unit_id: str) -> CaseContent:
    """Return what tells of a respondent: their rows, and the list of their like, by which their size is judged."""
    held = study.held_tables.filter(name__in=_TABLES).values_list("name", flat=True)
    files = study.files.filter(path__in=_FILES).values_list("path", "content")
    theirs = FrameUnit.objects.filter(study=study, unit_id=unit_id)
    like = Q(role__in=theirs.values("role"), channel__in=theirs.values("channel"))
    rows = {"frame": like, "partners": Q(partner_id=unit_id), "customers": Q(customer_id=unit_id)}
    only = {"frame": _OF_LIKE}
    return CaseContent(
        text=study.definition,
        definition=definition_of(study),
        tables={name: table_frame(study, name, only=only.get(name, ()), where=rows.get(name)) for name in held},
        files={path: bytes(content) for path, content in files},
    )

"""Check the quality of the field work, and decide what was noticed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from tramite.kernel.errors import TramiteError
from tramite.kernel.tables import CALL_BACK
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.failing import went_wrong
from tramite.web.actions.work_list import BUSY, put_on_list
from tramite.web.actions.working import StudyBusy, work_on
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.row_check import check_row
from tramite.web.models import InterviewVersion, QualityDecision, Study, User
from tramite.workflows.quality import check_field

_NEWEST: Final = 200
_PAUSE: Final = timedelta(seconds=10)  # in which more interviews may come: a check reads the ledgers


def newest_version(study: Study) -> int:
    """Return the key of the newest version of an interview of a study; 0 without interviews."""
    newest = InterviewVersion.objects.order_by("-pk").values_list("pk", "interview__study")
    for pk, of in newest[:_NEWEST]:  # to look in this study alone would read all of its versions
        if of == study.pk:
            return pk
    return newest.filter(interview__study=study).values_list("pk", flat=True).first() or 0


def check_quality(study: Study, *, by: User | None) -> None:
    """Check the interviews of a study as ``tramite quality`` does: flags to decide, and who is to be rung again.

    Raises:
        TramiteError: as :func:`~tramite.workflows.quality.check_field`.
    """
    upto = newest_version(study)

    def verb(path: Path) -> set[tuple[str, str]]:
        checked = check_field(path)
        return {(finding.interview_id, finding.flag) for finding in checked.quality.flags.raised}

    def keep(raised: set[tuple[str, str]]) -> None:
        rows = list(QualityDecision.objects.filter(study=study))
        for row in rows:
            row.raised = row.flag == CALL_BACK or (row.interview_id, row.flag) in raised
        QualityDecision.objects.bulk_update(rows, ["raised"], batch_size=500)
        Study.objects.filter(pk=study.pk).update(checked_version=upto)
        note(by, Verb.CHANGED, "quality", study=study)

    # Who sells to whom stands in the books: nobody is to be asked by their own account manager.
    work_on(study, verb, by=by, books=True, then=keep)


def ask_to_check(study: Study, *, again: bool = False) -> None:
    """Have the interviews of a study checked in the background, once in the state in which they are.

    Args:
        again: also if it was asked before: what stopped the check may be mended.
    """
    newest = newest_version(study)
    unasked = Q(check_asked__lt=newest) | (Q(checked_version__lt=newest) if again else Q())
    with transaction.atomic():
        if Study.objects.filter(unasked, pk=study.pk).update(check_asked=newest, checking_trouble=""):
            put_on_list(check_quality_later, study.pk, after=_PAUSE)


def resume_checks() -> None:
    """Put on the list of work what a worker that died left. A worker runs it as it starts."""
    for study_id in Study.objects.filter(check_asked__gt=F("checked_version")).values_list("pk", flat=True):
        put_on_list(check_quality_later, study_id)


@task()
def check_quality_later(study_id: int) -> None:
    """Check the interviews of a study, unless they were checked as they are; what stops it stands on the desk."""
    study = Study.objects.get(pk=study_id)
    if newest_version(study) <= study.checked_version:
        return
    try:
        check_quality(study, by=None)
    except StudyBusy:
        put_on_list(check_quality_later, study_id, after=BUSY)
    except Exception as error:
        language = definition_of(study).language
        told = error.say(language) if isinstance(error, TramiteError) else went_wrong(language)
        Study.objects.filter(pk=study_id).update(checking_trouble=told)
        if not isinstance(error, TramiteError):
            raise


@transaction.atomic
def decide_flag(row: QualityDecision, decision: str, reason: str, *, by: User) -> None:
    """Decide what was noticed in an interview; an empty decision opens it again.

    Raises:
        InputRefused: the row does not meet its contract.
    """
    row.refresh_from_db(from_queryset=QualityDecision.objects.select_for_update())
    row.decision = decision or None
    row.who, row.date, row.reason = (str(by), timezone.localdate(), reason) if decision else (None, None, None)
    check_row(row)
    row.save(update_fields=["decision", "who", "date", "reason"])
    note(by, Verb.CHANGED, "flag", str(row), study=row.study, fields=["decision", "reason"])

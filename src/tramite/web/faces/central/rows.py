"""Interviews as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q

from tramite.voices.asking.form_names import question_name
from tramite.web.models import Answer, Interview
from tramite.web.models.interviews import InterviewQuerySet

CHUNK: Final = 500
_REVIEW: Final = {"has_issues": "hasIssues", "approved": "approved", "refused": "rejected"}


def submission(interview: Interview) -> dict[str, Any]:
    """Return what is known of an interview beside its answers, as ODK Central tells of a submission."""
    return {
        "instanceId": interview.interview_id, "submitterId": interview.conducted_by_id or 0, "deviceId": None,
        "userAgent": None, "reviewState": _REVIEW.get(interview.status), "createdAt": _moment(interview),
        "updatedAt": None, "instanceName": None,
    }  # fmt: skip


def table_rows(interviews: InterviewQuerySet, may: Q) -> Iterator[dict[str, Any]]:
    """Yield interviews with their answers that count; ``may``: which of them may be read.

    Answers are named as questions of the forms are: ``I``, ``I__k``, ``I_text``, ``I_missing``.
    """
    some: list[Interview] = []
    for interview in interviews.iterator(CHUNK):
        some.append(interview)
        if len(some) == CHUNK:
            yield from _with_answers(some, may)
            some = []
    yield from _with_answers(some, may)


def _with_answers(interviews: list[Interview], may: Q) -> Iterator[dict[str, Any]]:
    said: dict[int, dict[str, Any]] = {interview.pk: {} for interview in interviews}
    answers = Answer.objects.filter(version__interview__in=list(said), version__current=True)
    answers = answers.filter(may).order_by("version", "position")
    columns = ("version__interview_id", "item_id", "key", "number", "text", "missing")
    for key, item, part, number, text, missing in answers.values_list(*columns):
        given = {"": number, "text": text, "missing": missing}
        for aspect, value in given.items():
            if value is not None:
                said[key][question_name(item, part or "", aspect=aspect)] = value  # type: ignore[arg-type]
    for interview in interviews:
        yield _row(interview) | said[interview.pk]


def _row(interview: Interview) -> dict[str, Any]:
    told = submission(interview)
    return {
        "__id": interview.interview_id,
        "__system": {
            "submissionDate": told["createdAt"], "updatedAt": None, "submitterId": str(told["submitterId"]),
            "submitterName": interview.interviewer, "attachmentsPresent": 0, "attachmentsExpected": 0,
            "status": None, "reviewState": told["reviewState"], "deviceId": None, "edits": 0,
            "formVersion": interview.version,
        },
        "unit_id": interview.unit_id, "role": interview.role, "channel_id": interview.channel.code,
        "mode": interview.mode, "day": interview.date.isoformat(), "seconds": interview.seconds,
        "consent": interview.consent, "level": interview.level, "quotable": interview.quotable,
    }  # fmt: skip


def _moment(interview: Interview) -> str:
    return f"{interview.date.isoformat()}T00:00:00.000Z"

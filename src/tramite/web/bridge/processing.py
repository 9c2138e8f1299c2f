"""What a study does with personal data, in facts that its rows tell (art. 30 GDPR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from tramite.web.bridge.content import apart_in, definition_of
from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    Customer,
    FrameUnit,
    Interview,
    Membership,
    RespondentName,
    Role,
    Study,
)
from tramite.web.models.words import WORDS


@dataclass(frozen=True, slots=True)
class Processing:
    """Facts about the personal data of a study.

    Attributes:
        vendor: whose channels are studied. subjects: how many in the frame, by respondent type.
        interviews: held, by mode. first, last: days of interviews; ``None``: none yet.
        members: how many people hold each role. apart: items for the clean team alone.
    """

    vendor: str
    subjects: tuple[tuple[str, int], ...]
    interviews: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None
    members: tuple[tuple[str, int], ...]
    contacts: int
    names: int
    customers: int
    recordings: int
    consents: int
    withdrawn: int
    apart: int


def processing_of(study: Study) -> Processing:
    """Count what a study holds about people."""
    interviews = Interview.objects.filter(study=study)
    days = interviews.aggregate(first=Min("date"), last=Max("date"))
    consents = Consent.objects.filter(study=study)
    roles = (
        Membership.objects.filter(study=study).values_list("role").annotate(count=Count("user")).order_by("role")
    )
    return Processing(
        vendor=definition_of(study).vendor,
        subjects=_counted(FrameUnit.objects.filter(study=study).values_list("role").annotate(count=Count("pk"))),
        interviews=_counted(interviews.values_list("mode").annotate(count=Count("pk"))),
        first=days["first"],
        last=days["last"],
        members=tuple((str(Role(role).label), count) for role, count in roles),
        contacts=Contact.objects.filter(study=study).count(),
        names=RespondentName.objects.filter(study=study).count(),
        customers=Customer.objects.filter(study=study).exclude(kind="business").count(),
        recordings=Attachment.objects.filter(submission__study=study, destroy_on__isnull=False).count(),
        consents=consents.count(),
        withdrawn=consents.filter(withdrawn_at__isnull=False).count(),
        apart=len(apart_in(study)),
    )


def _counted(rows: QuerySet[Any, tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(WORDS.get(code, code)), count) for code, count in rows.order_by("-count"))

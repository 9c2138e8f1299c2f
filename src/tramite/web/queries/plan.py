"""Who could be asked, and how many of each kind."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tramite.web.models import Channel, Customer, FrameUnit, Partner, RespondentName, SampledUnit, Study


def populations(study: Study) -> list[dict[str, Any]]:
    """Count who could be asked by respondent type and channel: active, lost, never bought, drawn."""
    channels = {channel.pk: channel for channel in Channel.objects.filter(study=study)}
    kinds = {name: Count("pk", filter=Q(status=name)) for name in ("active", "lost", "non_buyer")}
    drawn = SampledUnit.objects.filter(study=study).values("unit_id")
    counted = (
        FrameUnit.objects.filter(study=study)
        .values("role", "channel")
        .annotate(**kinds, drawn=Count("pk", filter=Q(unit_id__in=drawn)))
        .order_by("role", "channel__position")
    )
    return [{**row, "channel": channels[row["channel"]]} for row in counted]


def respondents_found(study: Study, words: str, role: str) -> QuerySet[FrameUnit]:
    """Return those who could be asked whose code, area or name holds all the words, of one type or of all.

    Each has ``drawn`` and ``name`` (of the list, else of the registers) beside the columns of the list. Only for
    those who may read names.
    """
    registers = (
        Subquery(model.objects.filter(study=study, **{key: OuterRef("unit_id")}).values("name")[:1])
        for model, key in ((Partner, "partner_id"), (Customer, "customer_id"))
    )
    names = RespondentName.objects.filter(study=study, table="frame", unit_id=OuterRef("unit_id"))
    drawn = SampledUnit.objects.filter(study=study, unit_id=OuterRef("unit_id"))
    found = FrameUnit.objects.filter(study=study).select_related("channel").order_by("position")
    found = found.annotate(name=Coalesce(Subquery(names.values("name")[:1]), *registers), drawn=Exists(drawn))
    if role:
        found = found.filter(role=role)
    for word in words.split():
        found = found.filter(Q(unit_id__icontains=word) | Q(area__icontains=word) | Q(name__icontains=word))
    return found


def is_drawn(row: FrameUnit) -> bool:
    """Tell whether somebody of the list was drawn."""
    return SampledUnit.objects.filter(study=row.study, unit_id=row.unit_id).exists()


def name_of(row: FrameUnit) -> str:
    """Return the name of somebody of the list; empty: none is kept."""
    names = RespondentName.objects.filter(study=row.study, table="frame", unit_id=row.unit_id)
    return names.values_list("name", flat=True).first() or ""


def own_people(study: Study, *, names: bool) -> list[tuple[str, str]]:
    """Return the vendor's people in the list, by code, with their names where these may be read."""
    codes = (
        FrameUnit.objects.filter(study=study, role="vendor").order_by("unit_id").values_list("unit_id", flat=True)
    )
    if not names:
        return [(code, code) for code in codes]
    named = dict(
        RespondentName.objects.filter(study=study, table="frame", unit_id__in=codes).values_list("unit_id", "name")
    )
    return [(code, f"{named[code]} ({code})" if code in named else code) for code in codes]

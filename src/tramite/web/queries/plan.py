"""Who could be asked, and how many of each kind."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from tramite.web.models import Channel, FrameUnit, RespondentName, SampledUnit, Study


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

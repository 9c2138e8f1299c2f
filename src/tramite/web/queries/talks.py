"""Whom somebody may interview."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tramite.web.models import (
    Draft,
    FrameUnit,
    Interview,
    Invitation,
    PublishedForm,
    RespondentName,
    Right,
    SampledUnit,
    Study,
    User,
)

OPEN: Final = ("pending", "not_reached")  # outcomes that an interview still changes


def respondents_for(study: Study, user: User, rights: frozenset[Right], words: str) -> QuerySet[FrameUnit]:
    """Return whom somebody may interview: those assigned to them, or all who were drawn for who runs the field.

    Without a sample, anybody in the frame. First come those who are still to be reached, in the order of the
    sample; last those who were interviewed. Each has the mode of what is begun, or that was planned (``planned``),
    its ``name``, its ``outcome`` in the sample, and whether its form is published (``has_form``) and an interview
    came in (``is_held``).

    Args:
        words: part of a code; or of a name, for whoever reads names, and of those whom one is to speak with.
    """
    drawn = SampledUnit.objects.filter(study=study, unit_id=OuterRef("unit_id"))
    forms = PublishedForm.objects.filter(
        study=study, role=OuterRef("role"), channel=OuterRef("channel"), current=True,
        kind=PublishedForm.Kind.INTERVIEW,
    )  # fmt: skip
    found = FrameUnit.objects.filter(study=study)
    if Right.MANAGE_FIELD not in rights:
        found = found.filter(Exists(drawn.filter(assigned_to=user)))
    elif SampledUnit.objects.filter(study=study).exists():
        found = found.filter(Exists(drawn))
    names = RespondentName.objects.filter(study=study, table="frame", unit_id=OuterRef("unit_id"))
    if words:
        wanted = Q(unit_id__icontains=words)
        if Right.READ_NAMES in rights or Right.MANAGE_FIELD not in rights:
            wanted |= Q(Exists(names.filter(name__icontains=words)))
        found = found.filter(wanted)
    begun = Draft.objects.filter(study=study, user=user, unit_id=OuterRef("unit_id"), replaces=None)
    held = Interview.objects.filter(study=study, unit_id=OuterRef("unit_id"), consent=True)
    return found.select_related("channel").annotate(
        planned=Coalesce(Subquery(begun.values("mode")[:1]), Subquery(drawn.values("mode")[:1])),
        has_form=Exists(forms), is_held=Exists(held),
        name=Subquery(names.values("name")[:1]), turn=Subquery(drawn.values("order")[:1]),
        is_open=Exists(drawn.filter(outcome__in=OPEN)), outcome=Subquery(drawn.values("outcome")[:1]),
    ).order_by("is_held", "-is_open", "turn", "position")  # fmt: skip


def next_for(study: Study, user: User, rights: frozenset[Right]) -> QuerySet[Any]:
    """Return whom somebody is to interview next and can: those who are booked, then the order of the sample."""
    booked = Invitation.objects.filter(
        study=study, unit_id=OuterRef("unit_id"), state="booked", booked_for__gte=timezone.now()
    ).order_by("booked_for")
    closed = SampledUnit.objects.filter(study=study, unit_id=OuterRef("unit_id")).exclude(outcome__in=OPEN)
    listed: QuerySet[Any] = respondents_for(study, user, rights, "")
    found = listed.filter(~Exists(closed), has_form=True, is_held=False)
    ordered: QuerySet[Any] = found.annotate(booked=Subquery(booked.values("booked_for")[:1])).order_by(
        F("booked").asc(nulls_last=True), "turn", "position"
    )
    return ordered


def begun_as(instance: str, user: User | None) -> QuerySet[Draft]:
    """Return the draft of somebody that has the id of a filled form: one, or none."""
    try:
        return Draft.objects.filter(user=user, instance_id=UUID(instance))
    except ValueError:
        return Draft.objects.none()


def draft_of(study: Study, user: User, instance: UUID) -> Draft:
    """Return a draft of somebody; that of another is not there (404)."""
    drafts = Draft.objects.select_related("form", "replaces")
    return get_object_or_404(drafts, study=study, user=user, instance_id=instance)

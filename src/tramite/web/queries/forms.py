"""Which forms are on offer, to whom."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from tramite.web.models import FrameUnit, PublishedForm, Right, SampledUnit, Study, User


def assigns_nobody(study: Study) -> bool:
    """Tell whether the sample says of nobody who is to speak with them."""
    return not SampledUnit.objects.filter(study=study).exclude(assigned_to=None).exists()


def forms_for(study: Study, user: User, rights: Collection[Right]) -> QuerySet[PublishedForm]:
    """Return the forms that somebody may fill.

    Whoever runs the field work: all. An interviewer: those of the respondent types and channels of the people that
    they are to speak with; all, in a study that assigns nobody to anyone.
    """
    forms = PublishedForm.objects.filter(study=study, current=True).select_related("channel")
    if Right.MANAGE_FIELD in rights or assigns_nobody(study):
        return forms
    assigned = SampledUnit.objects.filter(study=study, assigned_to=user)
    mine = FrameUnit.objects.filter(study=study, unit_id__in=assigned.values("unit_id"))
    wanted = Q(pk__in=())
    for role, channel in mine.values_list("role", "channel").distinct():
        wanted |= Q(role=role, channel=channel)
    return forms.filter(wanted)


def units_for(study: Study, user: User, rights: Collection[Right]) -> frozenset[str] | None:
    """Return whom a form on somebody's device lists; ``None``: all.

    Whoever runs the field work, and everybody in a study that assigns nobody to anyone: all. An interviewer: those
    assigned to them.
    """
    if Right.MANAGE_FIELD in rights or assigns_nobody(study):
        return None
    return assigned_units(study, user)


def assigned_units(study: Study, user: User) -> frozenset[str]:
    """Return the codes of those with whom somebody is to speak."""
    return frozenset(SampledUnit.objects.filter(study=study, assigned_to=user).values_list("unit_id", flat=True))

"""What of the field somebody may see: all of it, or their own part."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from tramite.web.access import StudyRequest
from tramite.web.models import Invitation, Right, SampledUnit, User
from tramite.web.queries.field import own_invitations, own_units


def part_of(request: StudyRequest) -> User | None:
    """Return whose part is shown; ``None``: all."""
    return None if Right.MANAGE_FIELD in request.rights else request.user


def unit_of(request: StudyRequest, code: str) -> SampledUnit:
    """Return a drawn unit, or 404 where it is not there for this person."""
    units = own_units(request.study, request.user, request.rights).select_related(
        "study", "channel", "assigned_to"
    )
    return get_object_or_404(units, unit_id=code)


def invitation_of(request: StudyRequest, key: int) -> Invitation:
    """Return an invitation, or 404 where it is not there for this person."""
    return get_object_or_404(own_invitations(request.study, request.user, request.rights), pk=key)

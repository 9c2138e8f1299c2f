"""Who does what in a study."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tramite.web.models import RIGHTS, Membership, Right, Role, Study, User
from tramite.web.models.rights import rights_of


def interviewers_of(study: Study) -> QuerySet[User]:
    """Return the people who may hold interviews in a study, by name."""
    give = [role for role in Role if Right.CONDUCT_INTERVIEWS in RIGHTS[role]]
    take = [role for role in Role if Right.CONDUCT_INTERVIEWS not in rights_of([Role.OWNER, role])]
    held = Membership.objects.filter(study=study)
    able = Q(is_owner=True) | Q(pk__in=held.filter(role__in=give).values("user"))
    barred = held.filter(role__in=take).values("user")
    return User.objects.filter(able, is_active=True).exclude(pk__in=barred).order_by("name", "email")

"""Who does what in a study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tramite.web.models import RIGHTS, Membership, Right, Role, Study, User
from tramite.web.models.rights import rights_of


def names_apart(people: Iterable[User]) -> dict[int, str]:
    """Return what people are called, by key; those who have the same name, with their address."""
    known = {person.pk: person for person in people}
    names = Counter(str(person) for person in known.values())
    return {
        key: f"{person} ({person.email})" if names[str(person)] > 1 else str(person)
        for key, person in known.items()
    }


def interviewers_of(study: Study) -> QuerySet[User]:
    """Return the people who may hold interviews in a study, by name."""
    give = [role for role in Role if Right.CONDUCT_INTERVIEWS in RIGHTS[role]]
    take = [role for role in Role if Right.CONDUCT_INTERVIEWS not in rights_of([Role.OWNER, role])]
    held = Membership.objects.filter(study=study)
    able = Q(is_owner=True) | Q(pk__in=held.filter(role__in=give).values("user"))
    barred = held.filter(role__in=take).values("user")
    return User.objects.filter(able, is_active=True).exclude(pk__in=barred).order_by("name", "email")

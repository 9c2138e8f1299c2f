"""Make accounts, hand over passwords, give and take roles."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.db import transaction

from tramite.kernel.errors import TramiteError
from tramite.web.actions.api_tokens import end_tokens
from tramite.web.actions.audit import Verb, note
from tramite.web.models import Membership, Role, Study, User
from tramite.web.models.rights import refuse_each_other

_BYTES = 12  # 96 random bits, 16 letters: written down once, changed at first use


class RolesApart(TramiteError):
    """Roles that must not be one person's."""

    http_status = 422


def _handed_over(user: User) -> str:
    password = secrets.token_urlsafe(_BYTES)
    user.set_password(password)
    user.must_change_password = True
    return password


@transaction.atomic
def make_account(email: str, name: str, *, is_owner: bool = False, by: User | None) -> tuple[User, str]:
    """Make an account; returns it with its one-time password, which is kept nowhere."""
    user = User.objects.create_user(email, name=name, is_owner=is_owner)
    password = _handed_over(user)
    user.save()
    note(by, Verb.MADE, "user", user.email)
    return user, password


@transaction.atomic
def hand_over_password(user: User, *, by: User | None) -> str:
    """Give an account a new one-time password: the old one, its sessions and tokens end. Returns the password."""
    password = _handed_over(user)
    user.save()
    end_tokens(user, by=by)
    note(by, Verb.CHANGED, "user", user.email, fields=["password"])
    return password


@transaction.atomic
def set_active(user: User, *, active: bool, by: User) -> None:
    """Let somebody in, or shut them out; what they did stays theirs."""
    user.is_active = active
    user.save()
    note(by, Verb.CHANGED, "user", user.email, fields=["is_active"])


@transaction.atomic
def set_roles(study: Study, user: User, roles: Collection[Role], *, by: User) -> None:
    """Give somebody exactly these roles in a study; the log says who gave which to whom.

    Raises:
        RolesApart: one person must not have them all. An owner of the installation is owner of every study.
    """
    if refuse_each_other([*roles, Role.OWNER] if user.is_owner else roles):
        raise RolesApart("roles_apart", person=str(user))
    Membership.objects.filter(study=study, user=user).exclude(role__in=roles).delete()
    held = set(Membership.objects.filter(study=study, user=user).values_list("role", flat=True))
    for role in roles:
        if role not in held:
            Membership.objects.create(study=study, user=user, role=role)
    note(by, Verb.CHANGED, "roles", user.email, study=study, fields=[str(role) for role in roles])

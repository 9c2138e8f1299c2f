"""Accounts as the library for logging in is to treat them."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tramite.web.actions.api_tokens import end_tokens
from tramite.web.actions.audit import Verb, note
from tramite.web.models import DeviceKey, User

_FACTOR: Final = "second factor"


class ClosedAccounts(DefaultAccountAdapter):
    """Nobody makes an account for themselves: owners do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it, by the account if there is one: of anything else that was typed nothing is kept."""
        known = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        note(None, Verb.FAILED, "login", "" if known is None else known.email)


@receiver(password_changed)
def _own_password(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    end_tokens(user, by=user)
    note(user, Verb.CHANGED, "user", user.email, fields=["password"])
    keys = DeviceKey.objects.filter(user=user, revoked_at=None).select_related("study")
    if keys:
        names = ", ".join(f"{key.name or key.pk} ({key.study})" for key in keys)
        words = _("Tokens of programs are ended. These devices go on: %(names)s. End a key under Devices.")
        messages.warning(request, words % {"names": names})


@receiver(authenticator_added)
def _factor_added(sender: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    note(user, Verb.MADE, _FACTOR, user.email, fields=[authenticator.type])


@receiver(authenticator_removed)
def _factor_removed(sender: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    note(user, Verb.REMOVED, _FACTOR, user.email, fields=[authenticator.type])


@receiver(authenticator_reset)
def _factor_reset(sender: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    note(user, Verb.CHANGED, _FACTOR, user.email, fields=[authenticator.type])


@receiver(authentication_failed)
def _factor_failed(sender: Any, user: User, **more: Any) -> None:
    note(user, Verb.FAILED, _FACTOR, user.email)


@receiver(user_logged_in)
def _logged_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    note(user, Verb.SAW, "login", user.email)

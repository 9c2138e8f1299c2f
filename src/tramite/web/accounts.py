"""Accounts as the library for logging in is to treat them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from tramite.web.actions.audit import Verb, note
from tramite.web.models import User


class ClosedAccounts(DefaultAccountAdapter):
    """Nobody makes an account for themselves: owners do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False


@receiver(password_changed)
def _own_password(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    note(user, Verb.CHANGED, "user", user.email, fields=["password"])


@receiver(user_logged_in)
def _logged_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    note(user, Verb.SAW, "login", user.email)

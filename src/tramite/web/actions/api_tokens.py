"""Tokens for programs: made in a browser, or by a log-in; ended by their owner or by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.bearer import digest, new_secret
from tramite.web.models import ApiToken, User

OF_A_LOG_IN: Final = timedelta(hours=24)
OF_A_PROGRAM: Final = timedelta(days=90)


class TooManyTries(TramiteError):
    """Too many log-ins that failed, in a short time."""

    http_status = 429


@transaction.atomic
def make_token(user: User, name: str, lasts: timedelta) -> tuple[str, datetime]:
    """Make a token; returns it, which is kept nowhere, and when it ends."""
    token = new_secret()
    until = timezone.now() + lasts
    ApiToken.objects.create(user=user, name=name, sha256=digest(token), expires_at=until)
    note(user, Verb.MADE, "token", name)
    return token, until


def holder_of(token: str) -> User | None:
    """Return whose token it is; ``None``: nobody's, ended, or of an account that is shut."""
    found = ApiToken.objects.filter(sha256=digest(token), expires_at__gt=timezone.now(), user__is_active=True)
    held = found.select_related("user").first()
    return None if held is None else held.user


@transaction.atomic
def end_tokens(user: User, *, by: User | None) -> int:
    """End all tokens of an account, as its password changes; returns how many."""
    count: int = user.api_tokens.all().delete()[0]
    if count:
        note(by, Verb.REMOVED, "token", user.email, fields=[f"all: {count}"])
    return count


@transaction.atomic
def end_token(held: ApiToken) -> None:
    """End a token."""
    held.delete()
    note(held.user, Verb.REMOVED, "token", held.name)


def end_token_of(token: str) -> None:
    """End the token that a program itself shows."""
    held = ApiToken.objects.filter(sha256=digest(token)).first()
    if held is not None:
        end_token(held)


def log_in(request: HttpRequest, email: str, password: str) -> User | None:
    """Return the account of an address and a password; ``None`` if they do not open it.

    An account with a second factor is not opened by a password alone: its owner makes a token in the browser.

    Raises:
        TooManyTries: of this account, here and in browsers together.
    """
    try:
        user = get_adapter().authenticate(request, email=email.lower(), password=password)
    except ValidationError as error:
        raise TooManyTries("too_many_tries") from error
    if not isinstance(user, User) or not user.is_active or user.must_change_password or is_mfa_enabled(user):
        return None
    note(user, Verb.SAW, "login", user.email, fields=["api"])
    return user

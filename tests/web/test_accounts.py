"""Logging in: the one-time password, throttling, the second factor, no way in for strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.web.conftest import PASSWORD
from tramite.web.actions.people import hand_over_password, make_account
from tramite.web.models import AuditLine, User

OTHER = "un-altra-strada-lunga"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Forget the attempts of other tests."""
    cache.clear()


def _log_in(client: Client, email: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_one_time_password_opens_nothing_but_its_change(owner: User) -> None:
    user, password = make_account("Anna@Example.org", "Anna", by=owner)
    client = Client()
    assert _log_in(client, "anna@example.org", password).status_code == 302
    assert client.get("/")["Location"] == reverse("account_change_password")
    changed = client.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": OTHER, "password2": OTHER}
    )
    assert changed.status_code == 302
    user.refresh_from_db()
    assert not user.must_change_password
    assert client.get("/").status_code == 200


def test_a_password_is_long_and_not_common(owner: User) -> None:
    user, password = make_account("anna@example.org", "Anna", by=owner)
    client = Client()
    _log_in(client, user.email, password)
    for weak in ("short", "password1234", "123456789012"):
        client.post(
            reverse("account_change_password"), {"oldpassword": password, "password1": weak, "password2": weak}
        )
        user.refresh_from_db()
        assert user.must_change_password, weak


def test_a_new_password_ends_the_sessions_of_the_old_one(owner: User) -> None:
    client = Client()
    _log_in(client, owner.email, PASSWORD)
    assert client.get("/").status_code == 200
    hand_over_password(owner, by=None)
    assert client.get("/").status_code == 302


def test_log_ins_that_fail_are_throttled_also_with_the_right_password(owner: User) -> None:
    client = Client()
    for _attempt in range(5):
        assert _log_in(client, owner.email, "wrong-wrong-wrong").status_code == 200
    _log_in(client, owner.email, PASSWORD)
    assert client.get("/").status_code == 302


def test_a_closed_account_does_not_open(owner: User) -> None:
    owner.is_active = False
    owner.save()
    client = Client()
    _log_in(client, owner.email, PASSWORD)
    assert client.get("/").status_code == 302


def test_nobody_makes_an_account_for_themselves(owner: User) -> None:
    assert Client().get("/account/signup/").status_code in (302, 404)
    assert "signup" not in Client().get(reverse("account_login")).content.decode()


def test_a_second_factor_is_asked_for_once_it_is_set_up(owner: User) -> None:
    client = Client()
    _log_in(client, owner.email, PASSWORD)
    again = client.get(reverse("mfa_activate_totp"))["Location"]
    client.post(again, {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert answer.status_code == 302
    other = Client()
    assert _log_in(other, owner.email, PASSWORD)["Location"].startswith(reverse("mfa_authenticate"))
    assert other.get("/").status_code == 302
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert other.get("/").status_code == 302


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    code: str = format_hotp_value(hotp_value(secret, counter))
    return code


def test_log_ins_are_in_the_log(owner: User) -> None:
    _log_in(Client(), owner.email, PASSWORD)
    assert AuditLine.objects.filter(who=owner.email, kind="login").count() == 1


def test_an_owner_hands_over_a_password_that_is_shown_once(
    owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    made = client.post(reverse("people"), {"email": "Luca@example.org", "name": "Luca"})
    _user, password = made.context["made"]
    assert password in made.content.decode()
    assert User.objects.get(email="luca@example.org").check_password(password)
    assert password not in client.get(reverse("people")).content.decode()
    again = client.post(reverse("people"), {"email": "luca@example.org", "name": "Luca"})
    assert "There is an account with this address." in again.content.decode()

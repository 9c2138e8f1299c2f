"""Logging in: the one-time password, throttling, the second factor, no way in for strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.web.conftest import PASSWORD
from tramite.web.actions.api_tokens import OF_A_PROGRAM, holder_of, make_token
from tramite.web.actions.device_keys import make_key
from tramite.web.actions.people import hand_over_password, make_account
from tramite.web.models import AuditLine, Role, Study, User

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


@pytest.fixture
def secret(owner: User, django_capture_on_commit_callbacks: Callable[..., Any]) -> str:
    """Return the secret of a second factor that the owner has set up, in a browser."""
    client = Client()
    _log_in(client, owner.email, PASSWORD)
    again = client.get(reverse("mfa_activate_totp"))["Location"]
    client.post(again, {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    found: str = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("mfa_activate_totp"), {"code": _code(found)}).status_code == 302
    cache.clear()  # a code opens once
    return found


def _second(owner: User, code: str) -> bool:
    """Log in with a code; tell whether it opened."""
    client = Client()
    assert _log_in(client, owner.email, PASSWORD)["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client.get("/").status_code == 200


def test_a_second_factor_opens_with_its_code_alone(owner: User, secret: str) -> None:
    assert not _second(owner, "000000")
    assert _second(owner, _code(secret))
    lines = AuditLine.objects.filter(kind="second factor", study="")
    assert sorted((line.verb, line.code) for line in lines.exclude(fields=["recovery_codes"])) == [
        ("failed", owner.email),
        ("made", owner.email),
    ]


def test_wrong_codes_are_throttled_also_before_the_right_one(owner: User, secret: str) -> None:
    client = Client()
    _log_in(client, owner.email, PASSWORD)
    for _attempt in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert client.get("/").status_code == 302


def test_a_recovery_code_opens_once(owner: User, secret: str) -> None:
    codes = Authenticator.objects.get(user=owner, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    assert _second(owner, codes[0])
    assert not _second(owner, codes[0])
    assert _second(owner, codes[1])


def test_ones_own_new_password_ends_tokens_and_names_the_devices_that_go_on(study: Study, owner: User) -> None:
    client = Client(headers={"accept-language": "en"})
    _log_in(client, owner.email, PASSWORD)
    token, _until = make_token(owner, "R", OF_A_PROGRAM)
    make_key(study, owner, "tablet of the office", by=owner)
    given = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    page = client.post(reverse("account_change_password"), given, follow=True)
    assert f"tablet of the office ({study.code})" in page.content.decode()
    assert holder_of(token) is None
    assert AuditLine.objects.filter(verb="removed", kind="token", fields=["all: 1"]).exists()


def test_owners_see_what_belongs_to_no_study(
    study: Study, owner: User, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    _log_in(Client(), owner.email, "wrong-wrong-wrong")
    page = browser_of(owner).get(reverse("log")).content.decode()
    assert "tried in vain" in page
    assert owner.email in page
    assert browser_of(somebody(Role.OWNER)).get(reverse("log")).status_code == 403


def test_of_a_log_in_that_names_nobody_nothing_that_was_typed_is_kept(owner: User) -> None:
    _log_in(Client(), "my-password@example.org", "wrong-wrong-wrong")
    assert AuditLine.objects.get(verb="failed").code == ""


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

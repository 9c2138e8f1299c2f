"""What every answer of the server says to browsers, and what it does not take in."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.web.conftest import PASSWORD
from tramite.kernel.errors import TramiteError
from tramite.store.secret_key import secret_key
from tramite.web.actions.device_keys import make_key
from tramite.web.models import Dossier, DossierFile, Role, Study, User
from tramite.web.upload_limit import UploadLimitMiddleware


def test_no_page_runs_a_script_that_stands_in_it(study: Study, owner: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": owner.email, "password": PASSWORD})
    for name in ("studies", "people", "mfa_index"):
        answer = client.get(reverse(name))
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert b"<script>" not in answer.content
        assert b" style=" not in answer.content
        assert b" onclick" not in answer.content
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_a_dossier_runs_nothing_and_loads_nothing(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    dossier = Dossier.objects.create(study=study, language="it", asked_by=owner, state="done")
    DossierFile.objects.create(dossier=dossier, name="dossier.html", content=b"<script>alert(1)</script>")
    policy = browser_of(owner).get(f"/s/{study.code}/dossiers/{dossier.pk}/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts(owner: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": owner.email, "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


def test_a_form_from_elsewhere_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(reverse("people"), {"email": "x@example.org", "name": "X"}).status_code == 403


@pytest.mark.parametrize(("name", "data"), [("case.exe", b"MZ"), ("case.zip", b"no zip")])
def test_an_upload_that_is_no_case_is_told_plainly(
    name: str, data: bytes, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    upload = SimpleUploadedFile(name, data)
    answer = browser_of(owner).post(reverse("new_study"), {"code": "x", "archive": upload})
    assert answer.status_code == 422
    assert not Study.objects.exists()


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret"
    first = secret_key(path)
    assert len(first) >= 50
    assert secret_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    secret_key(path)
    path.chmod(0o644)
    with pytest.raises(TramiteError, match="chmod 600"):
        secret_key(path)


def test_an_error_of_a_user_has_its_words_and_its_status(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    study.definition = "this is not TOML"
    study.save()
    answer = browser_of(owner).get(reverse("new_partner", kwargs={"study": study.code}))
    assert answer.status_code == 422
    assert "TOML" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "page", "most"),
    [
        ("owner", "new_study", 512), ("manager", "new_study", 16), ("nobody", "new_study", 2),
        ("manager", "transfer", 512), ("analyst", "transfer", 16), ("owner", "people", 16),
        ("nobody", "account_login", 2), ("device", "device_submission", 96), ("nobody", "device_submission", 2),
    ],
)  # fmt: skip
def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    who: str, page: str, most: int, study: Study, owner: User, somebody: Callable[..., User]
) -> None:
    token = make_key(study, owner, "tablet", by=owner)[1] if who == "device" else "guessed"
    places = {"transfer": {"study": study.code}, "device_submission": {"token": token}}
    request = RequestFactory().get(reverse(page, kwargs=places.get(page, {})))
    request.user = owner if who == "owner" else AnonymousUser()
    if who in ("manager", "analyst"):
        request.user = somebody(Role(who))
    for megabytes, refused in ((most, False), (most + 1, True)):
        request.META["CONTENT_LENGTH"] = str(megabytes << 20)
        answer = UploadLimitMiddleware(lambda request: HttpResponse("read"))(request)
        assert (answer.status_code == 413) == refused


@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("get", "/s/small/partners/?q=a%00b", {}), ("get", "/s/small/partners/?a%00b=c", {}),
        ("get", "/s/small/partners/of/P%00/", {}), ("get", "/sheet/a%00/", {}),
        ("post", "/s/small/partners/new/", {"partner_id": "P\0"}), ("get", "/v1/projects/1/forms/a%00", {}),
    ],
)  # fmt: skip
def test_a_character_that_no_database_keeps_is_refused(
    method: str, address: str, data: dict[str, str], study: Study, owner: User,
    browser_of: Callable[[User | None], Client],
) -> None:  # fmt: skip
    assert getattr(browser_of(owner), method)(address, data).status_code == 400


_TLS = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tramite.web.settings"
from tramite.web import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
browser = Client(headers={"host": "t.example.org"})
plain = browser.get("/account/login/")
print(plain.status_code, plain["Location"])
page = browser.get("/account/login/", headers={"x-forwarded-proto": "https"})
print(page.status_code, page["Strict-Transport-Security"])
print(sorted(name for name, cookie in browser.cookies.items() if not cookie["secure"]), bool(browser.cookies))
"""


def test_behind_tls_cookies_are_secure_and_nothing_goes_in_the_clear(tmp_path: Path) -> None:
    there = {"TRAMITE_HOME": str(tmp_path), "TRAMITE_TLS": "1", "TRAMITE_HOSTS": "t.example.org"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRAMITE", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-c", _TLS], env=environment | there, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "301 https://t.example.org/account/login/",
        "200 max-age=31536000; includeSubDomains",
        "[] True",
    ]

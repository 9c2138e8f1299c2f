"""What every answer of the server says to browsers, and what it does not take in."""

from __future__ import annotations

import stat
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
from tramite.web.models import Dossier, DossierFile, Study, User
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
    ("logged_in", "megabytes", "refused"), [(True, 600, True), (True, 100, False), (False, 100, True)]
)
def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    logged_in: bool, megabytes: int, refused: bool, owner: User
) -> None:
    request = RequestFactory().get(reverse("new_study"))
    request.META["CONTENT_LENGTH"] = str(megabytes << 20)
    request.user = owner if logged_in else AnonymousUser()
    answer = UploadLimitMiddleware(lambda request: HttpResponse("read"))(request)
    assert (answer.status_code == 413) == refused

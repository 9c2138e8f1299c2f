"""An interview in the browser: cut off in the middle, in both languages, resumed, and sent once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.e2e.test_dossier_in_browser import FLAGS
from tests.web.conftest import PASSWORD
from tests.web.field_case import new_talk_study
from tramite.web.actions.people import set_roles
from tramite.web.models import Role, SampledUnit, Study, User

_WAIT = 60_000  # milliseconds: other tests run beside this one
SHOTS = os.environ.get("TRAMITE_SHOTS")


@pytest.fixture(autouse=True)
def allow_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test look into the database while the browser's own loop runs."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def interviewer(transactional_db: None) -> User:
    """Return somebody who interviews."""
    return User.objects.create_user("ida@example.org", PASSWORD, name="Ida")


@pytest.fixture
def study(interviewer: User, tmp_path: Path) -> Study:
    """Return a study in the field, with one respondent for the interviewer."""
    owner = User.objects.create_user("owner@example.org", PASSWORD, name="Olga", is_owner=True)
    made = new_talk_study(tmp_path / "case", by=owner)
    set_roles(made, interviewer, [Role.INTERVIEWER], by=owner)
    SampledUnit.objects.filter(study=made, unit_id="P002").update(assigned_to=interviewer, mode="video")
    return made


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """Return an Italian tablet."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed: run «make system» as root, or install Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="it-IT")
        made.set_default_timeout(_WAIT)
        expect.set_options(timeout=_WAIT)
        yield made
        browser.close()


def logged_in(context: BrowserContext, server: LiveServer, email: str) -> Page:
    page = context.new_page()
    page.on("console", lambda message: print("CONSOLE", message.type, message.text))
    page.on("pageerror", lambda error: print("ERROR", error))
    page.goto(f"{server.url}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("h1")).to_be_visible()
    return page


def test_an_interview(live_server: LiveServer, context: BrowserContext, study: Study, interviewer: User) -> None:
    page = logged_in(context, live_server, interviewer.email)
    page.goto(f"{live_server.url}/s/{study.code}/talk/")
    expect(page.locator("tbody tr")).to_have_count(1)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/list.png", full_page=True)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/talk.png", full_page=True)

"""An interview in the browser: cut off in the middle, in both languages, resumed, and sent once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.e2e.test_dossier_in_browser import FLAGS
from tests.fieldwork.fill_forms import Respondent
from tests.web.conftest import PASSWORD
from tests.web.field_case import new_talk_study
from tramite.web.actions.people import set_roles
from tramite.web.models import Draft, Interview, Role, SampledUnit, Study, Submission, User

_WAIT = 60_000  # milliseconds: other tests run beside this one
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
FILLED_AHEAD = ("Chi viene intervistato", "Chi intervista (sigla)", "Come si svolge")
# What ODK's widgets themselves get wrong; everything else on the page is ours.
OF_THE_ENGINE = "#form"
SEVERE = ("serious", "critical")
# How many drafts, interviews and pieces of recordings the browser keeps.
ON_THE_DEVICE = """() => new Promise((resolve) => {
  indexedDB.open('tramite').onsuccess = ({ target: { result: kept } }) => {
    const rows = kept.transaction([...kept.objectStoreNames]);
    let count = 0;
    for (const name of kept.objectStoreNames) {
      rows.objectStore(name).count().onsuccess = ({ target }) => { count += target.result; };
    }
    rows.oncomplete = () => resolve(count);
  };
})"""
KNOWN = ["label"]  # fields of numbers and the list of respondents have no label of their own


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
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *MICROPHONE])
        made = browser.new_context(viewport={"width": 1180, "height": 820}, locale="it-IT")
        made.set_default_timeout(_WAIT)
        expect.set_options(timeout=_WAIT)
        yield made
        browser.close()


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, study: Study, interviewer: User) -> Iterator[Page]:
    """Return the page of an interview that has just begun; fails on scripts that fail."""
    opened, trouble = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.goto(f"{live_server.url}/account/login/")
    opened.fill("[name=login]", interviewer.email)
    opened.fill("[name=password]", PASSWORD)
    opened.click("main button")
    opened.get_by_role("link", name="Caso piccolo").click()
    opened.get_by_role("link", name="Lavoro sul campo").click()
    opened.get_by_role("link", name="Da intervistare").click()
    opened.locator("#rows tbody button").click()
    is_ready(opened)
    yield opened
    assert trouble == []


def is_ready(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")


def answer(page: Page) -> None:
    Respondent(page, silent=True).answer(apart=lambda label: label in FILLED_AHEAD)


def chosen(page: Page) -> list[bool]:
    """Return for each answer that is offered whether it is given, in whatever language."""
    offered = page.locator("#form .value-option input")
    given: list[bool] = offered.evaluate_all("inputs => inputs.map((input) => input.checked)")
    assert any(given)
    return given


def violations(page: Page, place: dict[str, list[list[str]]]) -> list[str]:
    found = Axe().run(page, context=place, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return sorted(each["id"] for each in found.response["violations"] if each["impact"] in SEVERE)


def test_an_interview_survives_a_cut_connection_and_is_sent_once(
    page: Page, context: BrowserContext, study: Study, interviewer: User
) -> None:
    assert violations(page, {"exclude": [[OF_THE_ENGINE]]}) == []
    expect(page.locator(".brief")).to_contain_text("Bici Bianchi")
    # cut off in the middle; all the rest is answered without a connection
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo e sul server.")
    context.set_offline(True)
    answer(page)
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo.")
    held = chosen(page)
    # the other language and back: the words change, the answers stay
    page.locator("[data-speak=en]").click()
    expect(page.locator("#form .footer button")).to_have_text("Send")
    expect(page.locator("#form")).to_contain_text("By video")
    page.locator("[data-speak=it]").click()
    expect(page.locator("#form .footer button")).to_have_text("Invia")
    expect(page.locator("#form")).to_contain_text("In video")
    assert chosen(page) == held
    # still without a connection: the page opens again and goes on
    page.reload()
    is_ready(page)
    expect(page.locator("#kept")).to_have_text("Riprende da dove era rimasta.")
    assert chosen(page) == held
    # sent: it waits on the device, and goes out once when the connection is back
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("#outbox")).to_contain_text("1 intervista è ancora da inviare.")
    assert not Submission.objects.exists()
    context.set_offline(False)
    expect(page.locator("#came")).to_have_text("È arrivata al server.")
    expect(page.locator("#outbox")).to_be_hidden()
    received = Submission.objects.get()
    assert (received.complete, received.received_from) == (True, interviewer)
    assert [each.name for each in received.attachments.all()] == ["audit.csv"]
    assert Interview.objects.filter(study=study, unit_id="P002", conducted_by=interviewer).count() == 1
    assert not Draft.objects.exists()
    # another is begun; nothing of it is left on the device when one logs out
    page.get_by_role("link", name="Alla prossima").click()
    page.locator("#rows tbody button").click()
    is_ready(page)
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo e sul server.")
    assert page.evaluate(ON_THE_DEVICE) > 0
    page.get_by_role("button", name="Esci").click()
    expect(page.locator("[name=login]")).to_be_visible()
    assert page.evaluate(ON_THE_DEVICE) == 0
    assert page.evaluate("caches.keys()") == []
    assert Draft.objects.get().body


def test_a_draft_goes_on_elsewhere_and_a_recording_comes_with_it(
    page: Page, context: BrowserContext, live_server: LiveServer, study: Study
) -> None:
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo e sul server.")
    # another device: it has the account, and nothing else
    cookies, browser = context.cookies(), context.browser
    assert browser is not None
    other = browser.new_context(locale="it-IT")
    other.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies])
    there = other.new_page()
    there.goto(page.url)
    is_ready(there)
    assert chosen(there) == chosen(page)
    page.close()
    # recorded, only after it is noted that they agree
    expect(there.get_by_role("button", name="Registra")).to_be_disabled()
    there.get_by_label("L'intervistato acconsente alla registrazione").check()
    there.get_by_role("button", name="Registra").click()
    expect(there.locator("[data-state]")).to_have_text("Registrazione in corso.")
    answer(there)
    # the log-in is lost: nothing else is
    there.context.clear_cookies()
    there.get_by_role("button", name="Invia").click()
    expect(there.locator("#outbox")).to_contain_text("Accedere di nuovo")
    other.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies])
    there.goto(f"{live_server.url}/s/{study.code}/talk/")
    expect(there.locator("#outbox")).to_be_hidden()
    received = Submission.objects.get()
    recording = received.attachments.get(media_type="audio/webm")
    assert len(recording.content) > 1000
    assert recording.destroy_on is not None
    other.close()


def test_what_odks_widgets_get_wrong_is_known(page: Page) -> None:
    page.locator("#form").get_by_text("Sì", exact=True).click()
    page.get_by_text("Prima di chiudere").wait_for()
    assert violations(page, {"include": [[OF_THE_ENGINE]]}) == KNOWN

"""An interview in the browser: cut off in the middle, in both languages, resumed, and sent once; so is a sheet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.e2e.tablet import PHONE, faults, keep_picture
from tests.e2e.test_dossier_in_browser import FLAGS
from tests.fieldwork.fill_forms import Respondent
from tests.web.conftest import PASSWORD
from tests.web.field_case import new_talk_study
from tramite.web.actions.people import set_roles
from tramite.web.actions.sheets import make_sheet_link
from tramite.web.models import Draft, Interview, Invitation, Role, SampledUnit, Study, Submission, User

_WAIT = 60_000  # milliseconds: other tests run beside this one
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
FILLED_AHEAD = ("Chi viene intervistato", "Chi intervista (sigla)", "Come si svolge")
ON_BOTH = "Salvata su questo dispositivo e sul server."
# How many interviews and pieces of recordings the browser keeps.
ON_THE_DEVICE = """() => new Promise((resolve) => {
  indexedDB.open('tramite').onsuccess = ({ target: { result: kept } }) => {
    const names = [...kept.objectStoreNames];
    const rows = kept.transaction(names);
    let count = 0;
    for (const name of names) {
      rows.objectStore(name).count().onsuccess = ({ target }) => { count += target.result; };
    }
    rows.oncomplete = () => resolve(count);
  };
})"""
PIECES = ON_THE_DEVICE.replace("[...kept.objectStoreNames]", "['pieces']")

FULL = """() => {
  window.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
}"""


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


def holds(page: Page, kept: str, as_many: Callable[[int], bool]) -> None:
    """Wait until the device keeps so many rows."""
    for _ in range(_WAIT // 200):
        if as_many(page.evaluate(kept)):
            return
        page.wait_for_timeout(200)
    pytest.fail("the device does not keep that many")


def pick(page: Page, number: int) -> None:
    page.locator("#form .value-option").nth(number).click()


def chosen(page: Page) -> list[bool]:
    """Return for each answer that is offered whether it is given, in whatever language."""
    offered = page.locator("#form .value-option input")
    given: list[bool] = offered.evaluate_all("inputs => inputs.map((input) => input.checked)")
    assert any(given)
    return given


def test_an_interview_survives_a_cut_connection_and_is_sent_once(
    page: Page, context: BrowserContext, study: Study, interviewer: User
) -> None:
    assert faults(page) == []
    expect(page.locator(".brief")).to_contain_text("Bici Bianchi")
    # cut off in the middle; all the rest is answered without a connection
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text(ON_BOTH)
    context.set_offline(True)
    answer(page)
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo.")
    held = chosen(page)
    assert faults(page) == []  # all questions are on the screen
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
    # the device has no room: it says so, and nothing is lost
    page.evaluate(FULL)
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("#kept")).to_contain_text("non c'è più spazio")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    # sent: it waits on the device, and goes out once when the connection is back
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("#outbox")).to_contain_text("1 intervista è in attesa su questo dispositivo.")
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
    expect(page.locator("#kept")).to_have_text(ON_BOTH)
    assert page.evaluate(ON_THE_DEVICE) > 0
    page.get_by_role("button", name="Esci").click()
    expect(page.locator("[name=login]")).to_be_visible()
    assert (page.evaluate(ON_THE_DEVICE), page.evaluate("caches.keys()")) == (0, [])
    assert Draft.objects.get().body


@pytest.fixture
def other(context: BrowserContext, page: Page, live_server: LiveServer) -> Iterator[BrowserContext]:
    """Return another device: it has the account, and nothing else."""
    assert context.browser is not None
    made = context.browser.new_context(locale="it-IT")
    made.set_default_timeout(_WAIT)
    log_in(made, context, live_server)
    yield made
    made.close()


def log_in(device: BrowserContext, context: BrowserContext, live_server: LiveServer) -> None:
    cookies = context.cookies()
    device.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies])


def test_two_devices_lose_nothing(page: Page, other: BrowserContext) -> None:
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text(ON_BOTH)
    there = other.new_page()
    there.goto(page.url)
    is_ready(there)
    assert chosen(there) == chosen(page)
    # both go on: each of the two is told, and what is not chosen stays on the server
    pick(there, 3)
    expect(there.locator("#kept")).to_have_text(ON_BOTH)
    of_there = chosen(there)
    pick(page, 5)
    page.get_by_role("button", name="Prosegui con quelle di questo dispositivo").click()
    expect(page.locator("#kept")).to_have_text(ON_BOTH)
    of_here = chosen(page)
    assert of_here != of_there
    assert Draft.objects.get().versions.get().body != Draft.objects.get().body
    pick(there, 4)
    there.get_by_role("button", name="Prosegui con le altre").click()
    expect(there.locator("#kept")).to_have_text("Riprende da dove era rimasta.")
    assert chosen(there) == of_here
    assert Draft.objects.get().versions.count() == 2
    there.get_by_text("Altre versioni").click()
    there.get_by_role("button", name="Prosegui con questa").last.click()
    is_ready(there)
    assert chosen(there) == of_there


def test_a_recording_survives_its_page_and_comes_with_the_interview(
    page: Page, context: BrowserContext, live_server: LiveServer, study: Study, other: BrowserContext
) -> None:
    address = page.url
    page.close()
    there = other.new_page()
    there.goto(address)
    is_ready(there)
    # recorded, only after it is noted that they agree; the page is killed
    expect(there.get_by_role("button", name="Registra")).to_be_disabled()
    there.get_by_label("L'intervistato acconsente alla registrazione").check()
    there.get_by_role("button", name="Registra").click()
    expect(there.locator("[data-state]")).to_have_text("Registrazione in corso.")
    there.get_by_label("Aggiungi una foto o un file").set_input_files(
        {"name": "negozio.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    holds(there, PIECES, lambda count: count > 1)
    there.close()
    again = other.new_page()
    again.goto(address)
    is_ready(again)
    expect(again.locator("[data-files]")).to_contain_text("negozio.png")
    answer(again)
    # the log-in is lost: nothing else is
    other.clear_cookies()
    again.get_by_role("button", name="Invia").click()
    expect(again.locator("#outbox")).to_contain_text("Accedere di nuovo")
    log_in(other, context, live_server)
    again.goto(f"{live_server.url}/s/{study.code}/")  # any page sends what waits
    expect(again.locator("#outbox")).to_be_hidden()
    holds(again, ON_THE_DEVICE, lambda count: count == 0)
    received = Submission.objects.get()
    recording = received.attachments.get(media_type="audio/webm")
    assert len(recording.content) > 1000
    assert recording.destroy_on is not None
    assert received.attachments.filter(name="negozio.png").exists()
    assert not Draft.objects.exists()


def test_a_respondent_fills_in_the_sheet_on_a_phone_without_an_account(
    context: BrowserContext, live_server: LiveServer, study: Study
) -> None:
    owner = User.objects.get(is_owner=True)
    invitation = Invitation.objects.create(study=study, unit_id="P002", made_by=owner)
    token = make_sheet_link(invitation, timezone.now() + timedelta(days=3), by=owner)
    assert context.browser is not None
    phone = context.browser.new_context(viewport=PHONE, locale="it-IT", has_touch=True)
    phone.set_default_timeout(_WAIT)
    trouble: list[str] = []
    phone.on("weberror", lambda error: trouble.append(str(error.error)))
    page = phone.new_page()
    page.goto(f"{live_server.url}/sheet/{token}/")
    is_ready(page)
    expect(page.locator("#form")).to_contain_text("Scheda dati Rossi")
    expect(page.get_by_role("navigation")).to_have_count(0)  # it leads nowhere else
    assert faults(page) == []
    answer(page)
    assert faults(page) == []
    keep_picture(page, "sheet")
    # sent without a connection, and once when it is back; what was answered leaves the phone
    phone.set_offline(True)
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("#outbox")).to_contain_text("in attesa su questo dispositivo")
    assert not Submission.objects.exists()
    phone.set_offline(False)
    expect(page.locator("#came")).to_have_text("È arrivata al server.")
    expect(page.get_by_role("heading", name="Grazie")).to_be_focused()
    assert faults(page) == []
    assert page.evaluate(ON_THE_DEVICE) == 0
    received = Submission.objects.get()
    assert (received.complete, received.received_from) == (True, None)
    # the link opened once
    assert (closed := page.reload()) is not None
    assert closed.status == 410
    expect(page.get_by_role("alert")).to_contain_text("non è più valido")
    assert faults(page) == []
    assert trouble == []
    phone.close()

"""A first day with the web face: ``tramite serve``, a one-time password, the registers, the dossier."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.test_dossier_in_browser import FLAGS
from tests.web.small_case import CODE, write_small_case

PLACES = (
    "/", "/new/", "/people/", "/account/second/", "/account/password/",
    *(f"/s/{CODE}/{page}" for page in (
        "", "channels/", "channels/web/", "partners/", "partners/new/", "customers/", "customers/of/C1/",
        "contacts/", "contacts/new/", "interviews/", "interviews/of/i-1/", "dossiers/", "transfer/",
        "members/", "log/",
    )),
)  # fmt: skip
PASSWORD = "una-strada-lunga"  # noqa: S105 - of nobody
_WAIT = 120_000  # milliseconds: other tests run beside this one


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: where, and the one-time password that it printed."""

    address: str
    email: str
    password: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start ``tramite serve`` with a small study, as a newcomer does; stop it as Ctrl+C does."""
    folder = tmp_path_factory.mktemp("served")
    case = write_small_case(folder / CODE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words: list[str | Path] = [Path(sys.executable).parent / "tramite", "serve", "--home", folder / "home"]
    words += ["--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TRAMITE_", "DJANGO_"))}
    environment |= {"LC_ALL": "en_GB.UTF-8"}
    server = subprocess.Popen([*words, "--example", case], stdout=subprocess.PIPE, env=environment, text=True)
    assert server.stdout is not None
    told = ""
    while "It is shown only now" not in told:
        line = server.stdout.readline()
        assert line, f"The server ended: {told}"
        told += line
    email, password = re.findall(r"(?:as|password) {2,}(\S+)", told)
    _await(port, server)
    yield Served(f"http://127.0.0.1:{port}", email, password)
    server.send_signal(signal.SIGINT)
    server.wait(60)
    server.stdout.close()


def _await(port: int, server: subprocess.Popen[str]) -> None:
    for _attempt in range(600):
        with socket.socket() as knock:
            knock.settimeout(0.2)
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None
        time.sleep(0.2)
    pytest.fail("The server did not answer.")


@pytest.fixture(scope="module")
def page(served: Served) -> Iterator[Page]:
    """Return a page of an Italian tablet; fails on scripts that fail or that the policy stops."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed: run «make system» as root, or install Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="it-IT", has_touch=True)
        opened = context.new_page()
        opened.set_default_timeout(_WAIT)
        trouble: list[str] = []
        opened.on("pageerror", lambda error: trouble.append(str(error)))
        opened.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        yield opened
        assert trouble == []
        browser.close()


def _accessible(page: Page) -> None:
    """Fail on anything that WCAG 2.2 AA, as far as a program can tell, does not allow."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_first_day(served: Served, page: Page) -> None:
    expect.set_options(timeout=_WAIT)
    # the one-time password opens only its own change
    page.goto(served.address)
    _accessible(page)
    page.fill("[name=login]", served.email)
    page.fill("[name=password]", served.password)
    page.click("main button")
    expect(page.locator("[name=oldpassword]")).to_be_visible()
    page.fill("[name=oldpassword]", served.password)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.click("main button")
    expect(page.locator("[name=oldpassword]")).to_have_value("")
    # the study and its map, in Italian
    page.goto(served.address)
    page.get_by_role("link", name="Caso piccolo").click()
    page.get_by_role("link", name="Dati").click()
    page.get_by_role("link", name="Canali").click()
    expect(page.locator("svg.map")).to_be_visible()
    expect(page.locator("svg.map")).to_contain_text("Forza vendita")
    # a partner is found while typing, and changed
    page.get_by_role("link", name="Partner").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("#q").press_sequentially("bianchi")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="P002").click()
    page.fill("[name=area]", "Nord-Ovest")
    page.get_by_role("button", name="Salva").click()
    expect(page.locator(".message")).to_have_text("Salvato.")
    # the dossier is made in the background, and read
    page.get_by_role("link", name="Dossier").click()
    page.get_by_role("button", name="Prepara il dossier in italiano").click()
    expect(page.locator("#dossiers tbody tr")).to_contain_text("pronto")
    page.locator("#dossiers tbody").get_by_role("link", name="Dossier").click()
    expect(page.locator("h1")).to_contain_text("Caso piccolo")
    # all of it is in the log, in the other language too
    page.goto(f"{served.address}/s/{CODE}/log/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Who saw and changed what")
    expect(page.locator("tbody")).to_contain_text("partner P002")
    # every page with a keyboard and a screen reader in mind
    for place in PLACES:
        page.goto(f"{served.address}{place}")
        _accessible(page)

"""A tablet of somebody in the field: what it shows is accessible, fits the screen, and can be looked at."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

WAIT = 120_000  # milliseconds: other tests run beside this one
TABLET: ViewportSize = {"width": 768, "height": 1024}
PHONE: ViewportSize = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CUT = "net::ERR_INTERNET_DISCONNECTED"  # the test itself cuts the connection
# What reaches beyond the screen and cannot be scrolled to by itself.
BEYOND = """() => [...document.querySelectorAll('main *, header *, nav *')].filter((each) =>
  each.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !each.closest('.wide, figure'))
  .map((each) => each.outerHTML.slice(0, 200))"""
# Labels and scripts find only the first of those that share an id.
TWICE = """() => [...document.querySelectorAll('[id]')].filter((each) =>
  document.getElementById(each.id) !== each).map((each) => each.outerHTML)"""


def open_tablet(browser: Browser, trouble: list[str]) -> BrowserContext:
    """Open an Italian tablet; scripts that fail, and what the policy stops, go to ``trouble``."""
    context = browser.new_context(viewport=TABLET, locale="it-IT", has_touch=True, accept_downloads=True)
    context.set_default_timeout(WAIT)
    opened: set[str] = set()  # a page that answers with a fault is what a test looks at, not a fault of a script

    def hear(told: ConsoleMessage) -> None:
        if told.type == "error" and CUT not in told.text and told.location["url"] not in opened:
            trouble.append(told.text)

    context.on("request", lambda asked: opened.add(asked.url) if asked.is_navigation_request() else None)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("console", hear)
    return context


def log_in(page: Page, email: str, password: str) -> None:
    """Log in on the page that asks for it."""
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def take_over(page: Page, email: str, once: str, password: str) -> None:
    """Log in with a one-time password, which opens nothing but its own change."""
    log_in(page, email, once)
    page.fill("[name=oldpassword]", once)
    page.fill("[name=password1]", password)
    page.fill("[name=password2]", password)
    page.click("main button")
    expect(page.locator("[name=oldpassword]")).to_have_value("")


def faults(page: Page) -> list[str]:
    """Return what WCAG 2.2 AA, as far as a program can tell, does not allow, and what the screen cuts off."""
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    wrong = [(each["id"], node["html"]) for each in found.response["violations"] for node in each["nodes"]]
    wrong += [("two of one id", each) for each in page.evaluate(TWICE)]
    return [f"{page.url} {rule}: {html[:300]}" for rule, html in wrong] + cut_off(page)


def cut_off(page: Page) -> list[str]:
    """Return what makes a page wider than the screen."""
    if not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        return []
    width = page.evaluate("document.documentElement.clientWidth")
    return [f"{page.url} wider than {width}: {html}" for html in page.evaluate(BEYOND)[:5] or ["something"]]


def keep_picture(page: Page, name: str) -> None:
    """Keep pictures of a page, as a tablet and as a phone shows it, where ``TRAMITE_PICTURES`` names a folder."""
    folder = os.environ.get("TRAMITE_PICTURES")
    if not folder:
        return
    for kind, size in (("phone", PHONE), ("tablet", TABLET)):  # a tablet again at the end
        page.set_viewport_size(size)
        page.screenshot(path=Path(folder) / f"{name}-{kind}.png", full_page=True)

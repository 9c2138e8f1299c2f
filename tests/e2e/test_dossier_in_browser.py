from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.page import render_html
from tramite.workflows.case import open_case
from tramite.workflows.dossier import dossier_content

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """Return the page of the example case in both languages, of few draws: computed once, written twice."""
    folder = tmp_path_factory.mktemp("dossier")
    case = shutil.copytree(EXAMPLE, folder / "case", ignore=shutil.ignore_patterns("source", "dossier"))
    settings = (case / "case.toml").read_text(encoding="utf-8")
    (case / "case.toml").write_text(settings.replace("[method]", "[method]\ndraws = 400"), encoding="utf-8")
    content = dossier_content(open_case(case))
    written = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, page in written.items():
        page.write_text(render_html(content, language), encoding="utf-8")
    return written


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest, browser: Browser, pages: dict[Language, Path]) -> Iterator[Page]:
    """Return the opened dossier; fails on any request beyond the file itself and on any message of the console."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    url = pages[request.param].as_uri()
    opened.goto(url)
    yield opened
    assert asked == [url]
    assert said == []
    context.close()


def test_page_shows_its_parts_and_loads_nothing(page: Page) -> None:
    assert page.locator("svg").count() >= 5
    assert page.locator("table caption").count() == page.locator("table").count()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.images.length") == 0


def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    broken = page.evaluate(
        "Array.from(document.querySelectorAll('a[href]')).map(a => a.getAttribute('href'))"
        ".filter(h => !(h.startsWith('#') && document.getElementById(h.slice(1))))"
    )
    assert broken == []


def test_page_does_not_overflow_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_page_says_on_every_section_of_voices_that_they_are_simulated(page: Page) -> None:
    language = page.locator("html").get_attribute("lang")
    words = {"it": "simulat", "en": "simulated"}[language or ""]
    for name in ("px", "diversion", "alternatives"):
        section = page.locator(f"section#{name}")
        assert section.count() == 1, name
        assert words in section.inner_text().lower()

"""Fill every questionnaire in a browser with ODK's own form engine, and take in what it sends (``make forms``).

Run from the root of the project, with the page built (``npx vite build``): two interviews of each respondent type,
one that answers everything and one that answers nothing that may be left out. Answers are invented.
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.voices.asking.questionnaire_project import BANK, form_for, guide_for
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import say
from tramite.store.submissions.openrosa import read_openrosa
from tramite.store.xlsform import compiled, workbook_of
from tramite.voices.asking.guide import Guide
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.asking.questionnaire import Kind
from tramite.voices.hearing.submission_reading import Ground, kept, read_submission

HERE = Path(__file__).parent
QUESTIONS = "\n".join(
    line for line in (HERE / "questions.js").read_text(encoding="utf-8").splitlines() if not line.startswith("//")
)
GONE = ("Non applicabile", "Non so", "Preferisco non rispondere")
NUMBERS = {
    "Minimo": "-5", "Probabile": "5", "Massimo": "20", "Potrebbero": "50", "Acquistano oggi": "10",
    "Da che anno": "2020", "Percentuale, da": "40", "Variazione": "-10", "Totale annuo": "1000",
    "Totale di questi": "12", "Lei (%)": "60", "I partner (%)": "60",
}  # fmt: skip


class Respondent:
    """Answers one form: all of it, or as little as it takes (``silent``; with which of the words ``gone``)."""

    def __init__(self, page: Page, *, silent: bool, gone: Sequence[str] = GONE) -> None:
        self.page, self.silent, self.gone = page, silent, gone
        self.shared: set[str] = set()

    def fill(self) -> str | None:
        """Answer everything; return what «Send» sends."""
        self.answer()
        self.page.get_by_role("button", name="Send").click()
        self.page.wait_for_timeout(1500)
        sent: str | None = self.page.evaluate("window.submitted")
        return sent

    def answer(self, *, apart: Callable[[str], bool] = lambda _: False) -> None:
        """Answer what is on the screen until nothing new appears; ``apart``: labels of what is left as it is."""
        touched: set[str] = set()
        for _ in range(60):
            new = [q for q in self.page.evaluate(QUESTIONS) if q["id"] not in touched and q["kind"] != "none"]
            if not new:
                break
            for question in new:
                place = self.page.locator(f"[id='{question['id']}']")
                if place.count() and place.is_visible():
                    touched.add(question["id"])
                    if not apart(question["label"]):
                        self._answer(question, place)
                    if question["kind"] == "list":  # what follows depends on who is interviewed
                        break

    def _answer(self, question: dict[str, Any], place: Locator) -> None:
        label, options = question["label"], question["options"]
        gone = [option for option in options if option in self.gone]
        if question["kind"] == "one":
            if not self.silent and label == say("questionnaire.form_no_answer", "it"):
                return
            self._pick(place, options.index(gone[-1]) if self.silent and gone else 0)
        elif question["kind"] == "several":
            if self.silent and not gone:
                return
            three = label == say("questionnaire.form_best", "it") or label == say("questionnaire.form_worst", "it")
            for number in [options.index(gone[-1])] if self.silent else range(3 if three else 2):
                self._pick(place, number)
        elif question["kind"] == "number" and not self.silent:
            field = place.locator("input").first
            field.focus()
            self.page.keyboard.type(self._number(question))
            field.blur()
        elif question["kind"] == "text":
            named = (say("questionnaire.form_unit", "it"), say("questionnaire.form_interviewer", "it"))
            if not self.silent or label in named:
                field = place.locator("textarea, input").first
                field.fill("prova")
                field.blur()
        elif question["kind"] == "list":
            place.locator(".p-select, [role=combobox]").first.click()
            self.page.wait_for_timeout(300)
            self.page.locator("[role=option]").first.click()

    def _number(self, question: dict[str, Any]) -> str:
        for beginning, number in NUMBERS.items():
            if question["label"].startswith(beginning):
                return number
        if question["label"].endswith("(%)"):
            return "30"
        if question["heading"].startswith("Se svolta"):
            return "5"
        first = question["heading"] not in self.shared  # the first part has it all
        self.shared.add(question["heading"])
        return "100" if first else "0"

    def _pick(self, place: Locator, number: int) -> None:
        place.locator(".value-option").nth(number).click()
        self.page.wait_for_timeout(15)


def check(browser: Browser, address: str, guide: Guide, kind: Kind, *, silent: bool) -> str:
    """Fill one form and take it in; return what is wrong, empty if nothing."""
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.goto(f"{address}/index.html?form={guide.role}-{kind}")
    page.wait_for_selector(".question-container")
    page.wait_for_timeout(1500)
    sent = Respondent(page, silent=silent).fill()
    page.close()
    if sent is None:
        return "not sent"
    submission = kept(read_openrosa(sent.encode(), file=f"{guide.role}-{kind}"))
    instrument = instrument_of(guide)
    ground = Ground(BANK, {instrument.version: instrument}, None, frozenset({guide.channel_id}))
    form = read_submission(submission, interview_id=submission.id, ground=ground)
    if form.refusals:
        return "; ".join(refusal.fault.say() for refusal in form.refusals)
    asked = guide.questions if kind == "interview" else guide.sheet
    heard = {row.item_id for row in form.rows}
    lacking = [q.item.id for q in asked if q.item.id not in heard and q.after is None]
    return f"without an answer: {', '.join(lacking)}" if lacking else ""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of every file that is asked for."""


def main() -> int:
    """Check all forms, or those of the respondent types that are named; return how many fail."""
    roles, failed = sys.argv[1:] or ROLES, 0
    with TemporaryDirectory() as folder:
        site = shutil.copytree(HERE / "dist", Path(folder) / "site")
        (site / "forms").mkdir()
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for role in roles:
                guide = guide_for(role)
                kinds: list[Kind] = ["interview", "sheet"] if guide.sheet else ["interview"]
                for kind in kinds:
                    xform = compiled(workbook_of(form_for(guide, kind)))
                    (site / "forms" / f"{role}-{kind}.xml").write_text(xform, encoding="utf-8")
                    for silent in (False, True):
                        address = f"http://127.0.0.1:{server.server_port}"
                        wrong = check(browser, address, guide, kind, silent=silent)
                        failed += bool(wrong)
                        print(
                            f"{role:14} {kind:10} {'silent' if silent else 'full':7} {wrong or 'taken in'}",
                            flush=True,
                        )
            browser.close()
        server.shutdown()
    return failed


if __name__ == "__main__":
    sys.exit(main())

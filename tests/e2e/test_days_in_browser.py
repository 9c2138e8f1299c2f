"""The first days of a study on both databases: its owner's, its manager's, an interviewer's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.e2e.new_study import NAMES, write_new_study
from tests.e2e.served import Served, serving
from tests.e2e.tablet import faults, keep_picture, open_tablet, take_over
from tests.fieldwork.fill_forms import Respondent
from tests.needed import lacking
from tests.web.postgresql_server import postgresql, programs
from tests.web.small_case import CODE

PASSWORD = "una-strada-lunga"  # noqa: S105 - of nobody
MARTA, IDA = "marta@example.org", "ida@example.org"
UNIT = "P002"
FILLED_AHEAD = ("Chi viene intervistato", "Chi intervista (sigla)", "Come si svolge")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start ``tramite serve`` with a new study."""
    folder = tmp_path_factory.mktemp(request.param)
    example = write_new_study(folder / CODE)
    found = programs() or lacking("PostgreSQL", "postgresql")
    database = postgresql(found) if request.param == "postgresql" else nullcontext("")
    with database as url, serving(folder / "home", example, database=url) as server:
        yield server


def test_from_the_first_start_to_a_dossier_with_its_first_interview(served: Served, browser: Browser) -> None:
    trouble: list[str] = []
    owner, manager, interviewer = (open_tablet(browser, trouble).new_page() for _ in range(3))
    passwords = owners_day(owner, served)
    for page, email in ((manager, MARTA), (interviewer, IDA)):
        page.goto(served.address)
        take_over(page, email, passwords[email], PASSWORD)
        page.goto(f"{served.address}/s/{CODE}/")
    drawn_and_published(manager)
    invited_and_booked(manager)
    to_the(manager, "Lavoro sul campo", "Quadro")
    manager.evaluate("window.never = 'left'")
    interviewed_without_a_connection(interviewer)
    approved_without_leaving(manager)
    assert interviews_in_dossier(manager) == (1, 1)
    for each in (owner, manager, interviewer):
        each.context.close()
    assert trouble == []


def owners_day(page: Page, served: Served) -> dict[str, str]:
    """Look at the study, let two people in, have a dossier made; returns their one-time passwords."""
    page.goto(served.address)
    take_over(page, served.email, served.password, PASSWORD)
    # the study and its map, in Italian
    page.goto(served.address)
    keep_picture(page, "owner-studies")
    page.get_by_role("link", name="Caso piccolo").click()
    keep_picture(page, "owner-study")
    to_the(page, "Dati", "Canali")
    expect(page.locator("svg.map")).to_contain_text("Forza vendita")
    is_fit(page, "owner-channels")
    # a partner is found while typing, and changed
    page.get_by_role("link", name="Partner").click()
    expect(page.locator("tbody tr")).to_have_count(len(NAMES))
    page.locator("#q").press_sequentially("bianchi")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name=UNIT).click()
    page.fill("[name=area]", "Nord-Ovest")
    page.get_by_role("button", name="Salva").click()
    expect(page.locator("p.message")).to_have_text("Salvato.")
    # two people are let in, each with a role
    passwords = {}
    for email, name in ((MARTA, "Marta Moro"), (IDA, "Ida Izzo")):
        page.goto(f"{served.address}/people/")
        page.fill("[name=email]", email)
        page.fill("[name=name]", name)
        page.get_by_role("button", name="Crea l'accesso").click()
        passwords[email] = page.locator(".once code").inner_text()
    is_fit(page, "owner-people")
    for name, role in (("Marta Moro", "manager"), ("Ida Izzo", "interviewer")):
        page.goto(f"{served.address}/s/{CODE}/members/")
        page.select_option("[name=user]", label=name)
        page.check(f"[name=roles][value={role}]")
        page.get_by_role("button", name="Salva").click()
        expect(page.locator("p.message")).to_have_text("1 ruolo salvato.")
    # the dossier is made in the background, and says that nobody was asked
    assert interviews_in_dossier(page) is None
    # all of it is in the log, in the other language too
    page.goto(f"{served.address}/s/{CODE}/log/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Who saw and changed what")
    expect(page.locator("tbody")).to_contain_text(f"partner {UNIT}")
    keep_picture(page, "owner-log")
    return passwords


def drawn_and_published(page: Page) -> None:
    """Draw the sample, verify it, publish the questionnaires."""
    to_the(page, "Piano", "Campione e budget")
    page.get_by_label("Seme").fill("7")
    page.get_by_role("button", name="Anteprima").click()
    expect(page.locator("main")).to_contain_text("non si salva nulla")
    is_fit(page, "manager-preview")
    page.get_by_role("button", name="Estrarre il campione").click()
    expect(page.locator("main")).to_contain_text("Entro il limite: si può invitare.")
    page.get_by_role("button", name="Riestrarre e confrontare").click()
    expect(page.locator("main")).to_contain_text("Il campione è quello che il seme estrae")
    is_fit(page, "manager-sample")
    to_the(page, "Piano", "Questionari")
    page.get_by_role("button", name="Pubblica").click()
    expect(page.locator("#questionnaires tbody tr").first).to_contain_text("rivenditore")
    keep_picture(page, "manager-questionnaires")


def invited_and_booked(page: Page) -> None:
    """Assign somebody without leaving the desk; invite, ring, book."""
    to_the(page, "Lavoro sul campo", "Quadro")
    page.evaluate("window.never = 'left'")
    row = page.locator("#drawn tbody tr", has_text=UNIT)
    row.get_by_role("combobox").select_option(label="Ida Izzo")
    row.get_by_role("button", name="Assegna").click()
    expect(row).to_contain_text("Salvato.")
    expect(page.locator("#desk")).to_contain_text("Ida Izzo")  # the numbers follow by themselves
    assert page.evaluate("window.never") == "left"
    is_fit(page, "manager-desk-assigned")
    row.get_by_role("link", name=UNIT).click()
    page.get_by_role("button", name="Scrivere un invito").click()
    expect(page.locator("[name=text]")).not_to_have_value("")
    page.get_by_role("button", name="L'invito è stato inviato").click()
    expect(page.locator("main")).to_contain_text("Inviato il")
    page.get_by_label("Ha risposto qualcuno").check()
    page.get_by_label("Nota").fill("Richiamare di mattina")
    page.get_by_role("button", name="Registrare il contatto").click()
    expect(page.locator("main")).to_contain_text("Richiamare di mattina")
    page.fill("[name=when]", "2026-12-02T10:30")
    page.fill("[name=place]", "Torino")
    page.get_by_role("button", name="Fissare l'appuntamento").click()
    with page.expect_download() as given:
        page.get_by_role("link", name="File per il calendario").click()
    event: Any = Calendar.from_ical(Path(given.value.path()).read_bytes()).walk("VEVENT")[0]
    assert (str(event["location"]), event.start.isoformat()) == ("Torino", "2026-12-02T09:30:00+00:00")
    is_fit(page, "manager-invitation")
    to_the(page, "Lavoro sul campo", "Calendario")
    page.goto(page.url + "?week=2026-12-02")
    expect(page.locator("table.week")).to_contain_text(NAMES[1])
    is_fit(page, "manager-calendar")


def interviewed_without_a_connection(page: Page) -> None:
    """Interview somebody; the connection is cut in the middle, and what is finished goes out later."""
    to_the(page, "Lavoro sul campo", "Da intervistare")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    is_fit(page, "interviewer-list")
    page.locator("#rows tbody button").click()
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    keep_picture(page, "interviewer-form")
    page.locator("#form").get_by_text("Sì", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Salvata su questo dispositivo e sul server.")
    page.context.set_offline(True)
    Respondent(page, silent=True, gone=["Non so"]).answer(apart=lambda label: label in FILLED_AHEAD)
    keep_picture(page, "interviewer-filled")
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("#outbox")).to_contain_text("1 intervista è in attesa su questo dispositivo.")
    page.context.set_offline(False)
    expect(page.locator("#came")).to_have_text("È arrivata al server.")
    keep_picture(page, "interviewer-sent")


def approved_without_leaving(page: Page) -> None:
    """Watch the desk tell of the interview, and decide what was noticed in it."""
    cards = page.locator("#desk .cards")
    expect(cards).to_contain_text("1con segnalazioni aperte")
    flag = page.locator("#flags tbody tr", has_text="troppi «non so»")
    is_fit(page, "manager-desk-flagged")
    flag.get_by_label("Decisione", exact=True).select_option("keep")
    flag.get_by_label("Motivo").fill("Richiamata: conosce solo una parte della gamma")
    flag.get_by_role("button", name="Salva").click()
    expect(cards).to_contain_text("1approvate")
    desk = page.locator("#desk")
    expect(desk).to_contain_text("1 / 6")
    expect(desk).not_to_contain_text("svolte finora € 0 su")
    assert page.evaluate("window.never") == "left"
    is_fit(page, "manager-desk-approved")


def interviews_in_dossier(page: Page) -> tuple[int, int] | None:
    """Have the dossier made; returns how many interviews it says were held, and how many count."""
    to_the(page, "Dossier")
    rows = page.locator("#dossiers tbody tr")
    before = rows.count()
    page.get_by_role("button", name="Prepara il dossier in italiano").click()
    expect(rows).to_have_count(before + 1)
    made = rows.first
    expect(made).to_contain_text("pronto")
    keep_picture(page, "dossiers")
    made.get_by_role("link", name="Dossier").click()
    expect(page.locator("h1")).to_contain_text("Caso piccolo")
    told = page.locator("section#field-quality").inner_text()
    keep_picture(page, "dossier")
    page.go_back()
    if "Non ci sono interviste" in told:
        return None
    held, counted = re.findall(r"(?:svolte con consenso|Entrano nelle stime): (\d+)", told)
    return int(held), int(counted)


def is_fit(page: Page, name: str) -> None:
    """Check what is on the screen as every page is checked, and keep a picture of it."""
    assert faults(page) == []
    keep_picture(page, name)


def to_the(page: Page, *places: str) -> None:
    """Go to a place of the study by the links that lead there."""
    for place in places:
        page.locator("nav, .places, .within").get_by_role("link", name=place, exact=True).first.click()

"""Every page of the site on a tablet and on a phone: WCAG 2.2 AA, nothing cut off; the desk by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.tablet import PHONE, TABLET, cut_off, faults, keep_picture, log_in, open_tablet
from tests.web.addresses import maker_of_addresses
from tests.web.conftest import PASSWORD
from tests.web.small_case import CODE, write_small_case
from tests.web.test_access import MATRIX, POSTS
from tramite.web.actions.inviting import note_attempt
from tramite.web.actions.people import set_roles
from tramite.web.actions.quality import check_quality
from tramite.web.actions.studies import import_study
from tramite.web.models import Interview, Invitation, QualityDecision, Role, SampledUnit, Study, User

DEVICES: Final = {name for name, who in MATRIX.items() if who == "device"}
PARTS: Final = {"desk_part", "desk_units", "progress", "talk_session", "talk_worker", "talk_form"}
FILES: Final = {"booking", "xform", "xlsform", "guide", "workbook", "held"}
ELSEWHERE: Final = {"dossier", "talk", "correct_interview"}  # test_dossier_in_browser, test_talk_in_browser
CLEAN: Final = {name for name, who in MATRIX.items() if who == frozenset({Role.CLEAN_TEAM})}
PAGES: Final = [
    name for name in MATRIX
    if name not in POSTS | DEVICES | PARTS | FILES | ELSEWHERE and not name.startswith("api_")
]  # fmt: skip
OF_ACCOUNTS: Final = (
    "account_change_password", "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
)  # fmt: skip
WITH_FORMS: Final = (
    "new_partner",
    "new_contact",
    "new_customer",
    "channel",
    "new_channel",
    "new_fact",
    "project_words",
)
# What a browser itself would not send: fields that must be filled in are empty.
UNCHECKED: Final = """() => document.querySelectorAll('main form[method=post]').forEach((form) => {
  form.noValidate = true;
  form.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio]), textarea')
    .forEach((each) => { each.value = ''; });
})"""


@pytest.fixture
def owner(transactional_db: None) -> User:
    """Return the owner of the installation."""
    return User.objects.create_user("owner@example.org", PASSWORD, name="Olga", is_owner=True)


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study with an interviewer, a flag to decide, a call that nobody answered."""
    made = import_study(CODE, write_small_case(tmp_path / "case"), by=owner)
    set_roles(
        made, User.objects.create_user("ida@example.org", PASSWORD, name="Ida"), [Role.INTERVIEWER], by=owner
    )
    return made


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, owner: User) -> Iterator[Page]:
    """Return a page of a tablet on which the owner is logged in; fails on scripts that fail."""
    trouble: list[str] = []
    context = open_tablet(browser, trouble)
    opened = context.new_page()
    opened.goto(f"{live_server.url}/account/login/")
    assert faults(opened) == []
    log_in(opened, owner.email, PASSWORD)
    yield opened
    context.close()
    assert trouble == []


def test_every_page_is_accessible_and_fits(page: Page, live_server: LiveServer, study: Study, owner: User) -> None:
    address = maker_of_addresses(study, owner, devices=DEVICES)
    clean = User.objects.create_user("carla@example.org", PASSWORD, name="Carla")
    set_roles(study, clean, [Role.CLEAN_TEAM], by=owner)
    flagged = {"interview_id": "i-2", "flag": "marked", "raised": True, "severity": "high"}
    QualityDecision.objects.create(study=study, position=7, **flagged)
    note_attempt(Invitation.objects.get(), way="telephone", reached=False, words="", by=owner)
    addresses = {name: address(name, owner) for name in PAGES} | {name: reverse(name) for name in OF_ACCOUNTS}
    found = list[str]()
    for name, where in sorted(addresses.items(), key=lambda each: each[0] in CLEAN):
        if name in CLEAN:  # owners do not read it
            page.goto(f"{live_server.url}/account/logout/")
            page.click("main button")
            log_in(page, clean.email, PASSWORD)
        answer = page.goto(f"{live_server.url}{where}")
        assert answer is not None
        assert (name, answer.status) == (name, 200)
        found += faults(page)
        page.set_viewport_size(PHONE)
        found += cut_off(page)
        page.set_viewport_size(TABLET)
        keep_picture(page, name)
    assert found == []


def test_pages_that_say_no_are_accessible_too(
    page: Page, live_server: LiveServer, study: Study, owner: User
) -> None:
    address = maker_of_addresses(study, owner, devices=DEVICES)
    told = {
        "no study": (f"{live_server.url}/s/nowhere/", 404),
        "not for owners": (f"{live_server.url}{address('competition', owner)}", 403),
        "no link": (f"{live_server.url}/sheet/nothing/", 410),
    }
    found = list[str]()
    for name, (where, status) in told.items():
        answer = page.goto(where)
        assert answer is not None
        assert (name, answer.status) == (name, status)
        found += faults(page)
        keep_picture(page, name.replace(" ", "_"))
    for name in WITH_FORMS:
        page.goto(f"{live_server.url}{address(name, owner)}")
        page.evaluate(UNCHECKED)
        with page.expect_navigation() as answered:
            page.locator("main form[method=post] button").first.click()
        assert (name, answered.value.status) == (name, 422)
        expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
        found += faults(page)
        keep_picture(page, f"{name}_refused")
    assert found == []


def test_the_desk_by_keyboard_alone(page: Page, live_server: LiveServer, study: Study) -> None:
    Interview.objects.filter(study=study, interview_id="i-2").update(status="has_issues")
    check_quality(study, by=None)
    flag = QualityDecision.objects.get(study=study, interview_id="i-2", flag="marked")
    page.goto(f"{live_server.url}{reverse('desk', kwargs={'study': study.code})}")
    # the first stop leads past the navigation
    page.keyboard.press("Tab")
    assert focused(page) == "Vai al contenuto"
    # a flag is decided: what was decided is where one is then
    tab_to(page, f"decision-{flag.pk}")
    page.keyboard.type("tenere")
    page.keyboard.press("Tab")
    page.keyboard.type("richiamata, confermata")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#flag-{flag.pk} form")).to_have_count(0)
    assert focused(page).startswith("tenere: richiamata, confermata")
    # somebody is assigned: to choose does nothing by itself, and one stays where one was
    unit = SampledUnit.objects.get(study=study, unit_id="P002")
    tab_to(page, f"who-{unit.pk}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    unit.refresh_from_db()
    assert unit.assigned_to is None
    page.keyboard.press("Enter")
    expect(page.locator(f"#assign-{unit.pk}")).to_contain_text("Salvato.")
    assert page.evaluate("document.activeElement.id") == f"assigns-{unit.pk}"
    unit.refresh_from_db()
    assert str(unit.assigned_to) == "Ida"


def test_what_is_typed_in_one_form_stays_while_another_is_sent(
    page: Page, live_server: LiveServer, study: Study
) -> None:
    page.goto(f"{live_server.url}{reverse('unit', kwargs={'study': study.code, 'code': 'P002'})}")
    page.get_by_text("Registrare un consenso").click()
    consent, outcome = page.locator("form[action$='/consent/']"), page.locator("form[action$='/outcome/']")
    consent.locator("textarea").fill("Sì, registrate pure.")
    outcome.locator("[name=reason]").fill("richiamare")
    outcome.locator("[name=outcome]").select_option("not_reached")  # the page itself chooses none
    page.locator("form[action$='/assign/'] select").select_option("Ida")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("form[action$='/assign/'] button").click()
    expect(page.locator("form[action$='/assign/'] option[selected]")).to_have_text("Ida")
    expect(consent.locator("textarea")).to_have_value("Sì, registrate pure.")
    expect(consent.locator("textarea")).to_be_visible()
    expect(outcome.locator("[name=reason]")).to_have_value("richiamare")
    expect(outcome.locator("[name=outcome]")).to_have_value("not_reached")
    # what was sent is not typed any more
    consent.locator("button").click()
    expect(page.locator("ul").get_by_text("Sì, registrate pure.")).to_be_visible()
    expect(consent.locator("textarea")).to_have_value("")
    assert SampledUnit.objects.get(study=study, unit_id="P002").assigned_to is not None


def tab_to(page: Page, place: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == place:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{place} is not reached by the keyboard")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))

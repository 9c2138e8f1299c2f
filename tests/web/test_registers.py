"""Registers: what is found, what is shown to whom, what is saved and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree  # type: ignore[import-untyped]

from tests.workflows.competition_case import write_competition_case
from tramite.web.actions.people import set_roles
from tramite.web.actions.studies import import_study
from tramite.web.bridge.content import study_content
from tramite.web.models import (
    Answer,
    AuditLine,
    Channel,
    Contact,
    Customer,
    Firm,
    Interview,
    Partner,
    PersonalData,
    Role,
    Study,
    User,
)

PARTNER = {
    "partner_id": "P003", "name": "Gialli", "role": "agent", "segment_id": "bikes", "area": "", "country": "IT",
    "vat_number": "", "since": "2020-02-29", "active": "true", "category_sales": "1234.5",
}  # fmt: skip


def _at(study: Study, name: str, *codes: str) -> str:
    return reverse(name, kwargs={"study": study.code, **({"code": codes[0]} if codes else {})})


def test_partners_are_found_by_what_somebody_may_read(
    study: Study, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    manager, analyst = browser_of(somebody(Role.MANAGER)), browser_of(somebody(Role.ANALYST))
    page = manager.get(_at(study, "partners"), {"q": "rossi"})
    assert [row.partner_id for row in page.context["page"]] == ["P001"]
    assert "Cicli Rossi" in page.content.decode()
    hidden = analyst.get(_at(study, "partners"))
    assert len(hidden.context["page"]) == 2
    assert "Rossi" not in hidden.content.decode()
    assert len(analyst.get(_at(study, "partners"), {"q": "rossi"}).context["page"]) == 0


def test_a_search_while_typing_gets_the_rows_alone(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    rows = client.get(_at(study, "customers"), {"q": "C2"}, headers={"hx-request": "true"}).content.decode()
    assert "C2" in rows
    assert "<html" not in rows


def test_a_new_partner_is_the_last_of_the_exported_table(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    shops = Channel.objects.get(study=study, code="shops")
    answer = browser_of(owner).post(_at(study, "new_partner"), {**PARTNER, "channel": shops.pk})
    assert answer.status_code == 302
    rows = study_content(study).tables["partners"].to_dicts()
    assert [row["partner_id"] for row in rows] == ["P001", "P002", "P003"]
    assert rows[2]["area"] is None
    assert str(rows[2]["category_sales"]) == "1234.5000"


def test_what_the_contract_refuses_is_said_beside_its_field(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    shops = Channel.objects.get(study=study, code="shops")
    client = browser_of(owner)
    for change, words in (
        ({"partner_id": "P001"}, "This code is taken."),
        ({"segment_id": "cars"}, "cars"),
        ({"name": "#N/A"}, "spreadsheet"),
        ({"category_sales": "1.23456"}, "4"),
    ):
        answer = client.post(_at(study, "new_partner"), {**PARTNER, "channel": shops.pk, **change})
        assert answer.status_code == 422, change
        assert words in answer.content.decode(), change
    assert Partner.objects.filter(study=study).count() == 2


def test_a_change_is_in_the_log_by_name_of_field_and_not_by_value(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    shops = Channel.objects.get(study=study, code="shops")
    data = {**PARTNER, "partner_id": "P002", "name": "Bici Bianchi", "channel": shops.pk}
    browser_of(owner).post(_at(study, "partner", "P002"), {**data, "vat_number": "IT01234567890"})
    line = AuditLine.objects.filter(kind="partner", verb="changed").get()
    assert (line.code, line.who) == ("P002", owner.email)
    assert "vat_number" in line.fields
    assert "01234567890" not in str(line.fields)


def test_a_channel_changes_in_case_toml_and_comments_stay(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    data = {
        "name_it": "Negozio online", "name_en": "Web shop", "kind": "web", "reach": "direct", "medium": "online",
        "end_customer": "both", "sells_to": ["end-customer"],
    }  # fmt: skip
    before = study.definition
    assert browser_of(owner).post(_at(study, "channel", "web"), data).status_code == 302
    study.refresh_from_db()
    changed = before.replace('it = "Negozio web"', 'it = "Negozio online"')
    changed = changed.replace('end_customer = "consumer"', 'end_customer = "both"')
    assert study.definition == changed
    assert Channel.objects.get(study=study, code="web").name_it == "Negozio online"


def test_a_channel_is_added_to_case_toml_and_all_else_stays(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    data = {
        "code": "depots", "name_it": "Depositi", "name_en": "Depots", "kind": "distributors", "reach": "indirect",
        "medium": "physical", "end_customer": "business", "sells_to": ["shops"],
    }  # fmt: skip
    before, browser = study.definition, browser_of(owner)
    faults: tuple[dict[str, Any], ...] = (
        {"code": "shops"}, {"code": "Two words"}, {"name_it": ""}, {"sells_to": []}
    )  # fmt: skip
    for wrong in faults:
        assert browser.post(_at(study, "new_channel"), data | wrong).status_code == 422
    assert browser.post(_at(study, "new_channel"), data).status_code == 302
    study.refresh_from_db()
    added = """[[channels]]
id = "depots"
name = {en = "Depots", it = "Depositi"}
kind = "distributors"
reach = "indirect"
medium = "physical"
end_customer = "business"
sells_to = ["shops"]
"""
    assert "".join(study.definition.split(added)).split() == before.split()
    assert [each.code for each in Channel.objects.filter(study=study)] == ["web", "shops", "force", "depots"]
    assert "Depots → Shops" in browser.get(_at(study, "channels")).content.decode()
    assert AuditLine.objects.get(verb="made", kind="channel").code == "depots"


def test_the_map_is_drawn_and_said(study: Study, owner: User, browser_of: Callable[[User | None], Client]) -> None:
    page = browser_of(owner).get(_at(study, "channels")).content.decode()
    assert page.count("<rect") == 5
    for link in ("Vendor → Sales force", "Sales force → Shops", "Shops → End customers", "Vendor → Web shop"):
        assert link in page
    assert "Vendor → Shops" not in page


def _contact(study: Study, client: Client, *, of: str = "", **more: str) -> Any:
    """Send the form of a contact, who works in the firm F1; ``of``: the code of one that is there."""
    person = {"code": "A1", "name": "Anna Verdi", "email": "", "telephone": "", "language": "it"}
    firm = {"firms-0-code": "F1", "firms-0-name": "Cicli Rossi", "firms-0-job": "owner"}
    counts = {"firms-TOTAL_FORMS": "2", "firms-INITIAL_FORMS": "0"}
    address = _at(study, "contact", of) if of else _at(study, "new_contact")
    return client.post(address, {**person, **counts, **firm, **more})


def _firm(study: Study, client: Client, **more: str) -> Any:
    """Send the form of the firm F1."""
    data = {"name": "Cicli Rossi", "vat_number": "", "partners": "", "customers": "", **more}
    return client.post(_at(study, "firm", "F1"), data)


def _roles(code: str) -> list[tuple[str, str | None]]:
    return sorted(Firm.objects.get(code=code).roles.values_list("kind", "row_code"))


def test_a_code_that_is_taken_overwrites_nobody(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    assert _contact(study, client).status_code == 302
    answer = _contact(study, client, name="Bruno Neri", **{"firms-0-code": "F9", "firms-0-name": "Altra"})
    assert (answer.status_code, "This code is taken." in answer.content.decode()) == (422, True)
    contact = Contact.objects.get(study=study)
    assert (contact.personal.name, [firm.code for firm in contact.firms.all()]) == ("Anna Verdi", ["F1"])
    assert _contact(study, client, of="A1", name="Anna Verdi Bianchi").status_code == 302
    assert PersonalData.objects.get().name == "Anna Verdi Bianchi"


def test_a_firm_is_several_partners_and_stays_so_when_a_colleague_is_added(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    _contact(study, client)
    said = {"partners": "P001\nP002\n", "customers": "C2", "competitor": "on", "vat_number": "IT01234567890"}
    assert _firm(study, client, **said).status_code == 302
    roles = [("competitor", None), ("customer", "C2"), ("partner", "P001"), ("partner", "P002")]
    assert _roles("F1") == roles
    page = client.get(_at(study, "firm", "F1"))
    assert page.context["form"].initial["partners"] == "P001\nP002"
    kept = set(Firm.objects.get().roles.values_list("pk", flat=True))
    assert _contact(study, client, **{"code": "A2", "firms-0-name": ""}).status_code == 302
    firm = Firm.objects.get()
    assert (firm.name, firm.vat_number, firm.contacts.count()) == ("Cicli Rossi", "IT01234567890", 2)
    assert _roles("F1") == roles
    assert _firm(study, client, **{**said, "customers": ""}).status_code == 302
    assert _roles("F1") == [role for role in roles if role[0] != "customer"]
    assert set(Firm.objects.get().roles.values_list("pk", flat=True)) < kept


def test_what_is_wrong_of_a_firm_is_said_and_nothing_is_saved(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    _contact(study, client)
    for change, words in (
        ({"firms-0-name": "Another"}, "“Cicli Rossi”"),
        ({"firms-0-code": "F2", "firms-0-name": ""}, "write its name"),
        ({"firms-1-code": "F1"}, "stands here twice"),
    ):
        answer = _contact(study, client, **{"code": "A2", **change})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), change
    for change, words in (({"partners": "P001\nP7\nP8"}, "P7, P8"), ({"customers": "P001"}, "P001")):
        answer = _firm(study, client, **change)
        assert (answer.status_code, f"with the code {words}." in answer.content.decode()) == (422, True), change
    assert (Contact.objects.count(), Firm.objects.count(), _roles("F1")) == (1, 1, [])


def test_an_erased_person_leaves_a_line_in_the_log_and_nothing_else(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    _contact(study, client)
    page = client.get(_at(study, "contact", "A1")).content.decode()
    assert 'href="/s/small/privacy/person/?code=A1"' in page
    client.post(_at(study, "erase_subject", "A1"), {"code": "A1"})
    assert not Contact.objects.exists()
    assert not PersonalData.objects.exists()
    line = AuditLine.objects.get(verb="removed")
    assert (line.kind, line.code) == ("person", "A1")
    assert not AuditLine.objects.filter(code__contains="Anna").exists()


def test_answers_on_competition_are_for_the_clean_team(
    study: Study, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    address = _at(study, "interview", "i-1")
    seen = browser_of(somebody(Role.MANAGER)).get(address).content.decode()
    assert "PS02" not in seen
    assert "1 answer on competition is left out" in seen
    team = browser_of(somebody(Role.CLEAN_TEAM))
    assert team.get(address).status_code == 403
    assert AuditLine.objects.filter(kind="interview", code="i-1", verb="saw").count() == 1
    groups = team.get(f"/s/{study.code}/competition/").content.decode()
    assert "P001" not in groups
    assert AuditLine.objects.filter(kind="answers on competition", verb="saw").count() == 1


def test_the_clean_team_reads_groups_and_finds_no_firm(
    owner: User, browser_of: Callable[[User | None], Client], tmp_path: Path
) -> None:
    case = write_competition_case(tmp_path / "rivals", shops=(10, 12, 8, 14, 6, 10, 10, 10), web=(40,))
    study = import_study("rivals", case, by=owner)
    user = User.objects.create_user("carla@example.org", name="Carla")
    set_roles(study, user, [Role.CLEAN_TEAM], by=owner)
    page = browser_of(user).get(f"/s/{study.code}/competition/").content.decode()
    rows = [[" ".join(cell.itertext()) for cell in row] for row in etree.HTML(page).iter("tr")]
    own = {row[3]: row[5] for row in rows if "own brand" in row[4].lower()}
    assert own["Web shop"] == "hidden: too few"
    assert {"hidden: too few"} < set(own.values())  # and a group is shown
    assert "P008" not in page


@pytest.mark.parametrize(
    ("level", "role", "reader", "shown"),
    [
        ("b", "reseller", Role.MANAGER, {"PX01", "PE01", "PX08", "PF01"}), ("b", "reseller", Role.ANALYST, set()),
        (None, "reseller", Role.ANALYST, set()), ("c", "branch", Role.ANALYST, set()),
        ("a", "branch", Role.ANALYST, set()), ("a", "reseller", Role.ANALYST, {"PX01", "PE01", "PX08"}),
    ],
)  # fmt: skip
def test_single_answers_are_read_as_was_promised(
    level: str | None, role: str, reader: Role, shown: set[str], study: Study, somebody: Callable[..., User],
    browser_of: Callable[[User | None], Client],
) -> None:  # fmt: skip
    talk = Interview.objects.get(study=study, interview_id="i-1")
    Answer.objects.create(version=talk.versions.get(), position=99, item_id="PF01", number=3)  # employees: groups
    Interview.objects.filter(pk=talk.pk).update(level=level, role=role)
    client = browser_of(somebody(reader))
    page = client.get(_at(study, "interview", "i-1")).content.decode()
    answer: Any = client.get(f"/v1/projects/{study.pk}/forms/{role}.svc/Submissions")
    table = b"".join(answer.streaming_content)
    row = next(each for each in json.loads(table)["value"] if each["__id"] == "i-1")
    for item in ("PX01", "PE01", "PX08", "PF01", "PS02"):
        assert (f">{item}</th>" in page) == (item in shown), item
        assert any(name.startswith(item) for name in row) == (item in shown), item
    assert {"a": "named, as agreed", "b": "groups only", "c": "employees"}[level or "b"] in page


@pytest.mark.parametrize("name", ["partners", "customers", "contacts", "firms", "interviews", "audit"])
def test_a_list_asks_the_database_no_more_often_when_it_is_longer(
    name: str, study: Study, owner: User, browser_of: Callable[[User | None], Client],
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    client = browser_of(owner)
    _add_rows(study, 1)
    with CaptureQueriesContext(connection) as short:
        client.get(_at(study, name))
    _add_rows(study, 30)
    with django_assert_num_queries(len(short)):
        client.get(_at(study, name))


def _add_rows(study: Study, count: int) -> None:
    shops, known = Channel.objects.get(study=study, code="shops"), Partner.objects.count()
    for place in range(10 + known, 10 + known + count):
        Partner.objects.create(study=study, position=place, partner_id=str(place), channel=shops)
        Customer.objects.create(study=study, position=place, customer_id=str(place))
        contact = Contact.objects.create(study=study, code=str(place))
        PersonalData.objects.create(contact=contact, name="Anna")
        contact.positions.create(firm=Firm.objects.create(study=study, code=str(place), name="Rossi"))
        Interview.objects.create(
            study=study, position=place, interview_id=str(place), unit_id="P001", role="reseller", channel=shops,
            mode="phone", date="2024-11-22", consent=True, status="done", version="v1",
        )  # fmt: skip

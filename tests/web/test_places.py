"""The places of a study: grouped, none that does not open, and it is said where one is."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tramite.web.models import Right, Role, Study, User
from tramite.web.templatetags.places import GROUPS

_LINKS = re.compile(r'<a href="([^"]+)"( aria-current="(page|true)")?>([^<]+)</a>')
FIRST = {
    Role.OWNER: ["Overview", "Plan", "Field work", "Data", "Dossiers", "Administration"],
    Role.MANAGER: ["Overview", "Plan", "Field work", "Data", "Dossiers", "Import and export"],
    Role.INTERVIEWER: ["Overview", "Questionnaires", "Field work", "Interviews"],
    Role.CLEAN_TEAM: ["Overview", "Answers on competition"],
    Role.ANALYST: ["Overview", "Plan", "Data", "Dossiers"],
    Role.READER: ["Overview", "Guesses", "Dossiers"],
}


def _navigation(client: Client, address: str) -> list[list[tuple[str, str, str]]]:
    """Return the links of both rows: address, whether one is there, title."""
    page = client.get(address)
    assert page.status_code == 200
    rows = re.findall(r'<ul class="(?:places|within)">.*?</ul>', page.content.decode(), re.S)
    return [[(address, current, title) for address, _, current, title in _LINKS.findall(row)] for row in rows]


@pytest.mark.parametrize("role", Role)
def test_every_link_that_is_shown_opens_and_says_where_one_is(
    role: Role, study: Study, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    user = somebody(role)
    client = browser_of(user)
    told = unescape(client.get(reverse("study", kwargs={"study": study.code})).content.decode())
    assert [str(right.label) for right in Right if f"<li>{right.label}</li>" in told] == [
        str(right.label) for right in Right if right in study.rights_of(user)
    ]
    [first] = _navigation(client, reverse("study", kwargs={"study": study.code}))
    assert [title for _, _, title in first] == FIRST[role]
    assert [current for _, current, _ in first].count("page") == 1
    for address, _, _ in first:
        for links in _navigation(client, address):
            assert [to for to, current, _ in links if current == "page"] == [address]
            for to, _, _ in links:
                inner = _navigation(client, to)
                assert [each for each, current, _ in inner[-1] if current == "page"] == [to]


def test_a_page_under_a_place_belongs_to_it(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    rows = _navigation(browser_of(owner), reverse("partner", kwargs={"study": study.code, "code": "P001"}))
    assert [[title for _, current, title in row if current == "true"] for row in rows] == [["Data"], ["Partners"]]


def test_no_page_belongs_to_two_places() -> None:
    names = [name for group in GROUPS for place in group.places for name in (place.name, *place.inside)]
    assert len(names) == len(set(names))

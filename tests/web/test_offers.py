"""What a page offers, its reader may do: every link opens, every form is taken; and links lead to every page."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from lxml import etree  # type: ignore[import-untyped]

from tests.web.addresses import maker_of_addresses
from tests.web.test_access import MATRIX, POSTS
from tramite.web.models import Role, Study, User

_TIMES: Final = 2  # that a page is opened, however many questions stand in addresses of it
_TAKEN: Final = {200, 204, 302, 409, 422}  # 204: nothing has changed; 409, 422: told what is in the way
# What scripts ask for, and what is shown while something is under way.
_OF_SCRIPTS: Final = {"talk_form", "talk_session", "talk_worker", "imports", "progress"}
_FIELDS: Final = ".//textarea | .//input[@name and not(@type='file' or @type='checkbox' or @type='radio')]"


@pytest.mark.parametrize("role", Role)
def test_what_is_offered_is_allowed(
    role: Role,
    study: Study,
    owner: User,
    somebody: Callable[..., User],
    browser_of: Callable[[User | None], Client],
) -> None:
    user = somebody(role)
    address = maker_of_addresses(study, owner, devices={name for name, who in MATRIX.items() if who == "device"})
    address("begin_talk", user)  # somebody to speak with
    client, refused = browser_of(user), list[str]()
    times, waiting = Counter[str](), deque(["/"])
    while waiting:
        where = waiting.popleft()
        answer = client.get(where)
        if answer.status_code not in _TAKEN:
            refused.append(f"{where}: {answer.status_code}")
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = etree.HTML(answer.content)
        for form in page.xpath("//main//form"):
            refused += _sent(client, where, form)
        for link in _links(where, page):
            times[re.sub("[?].*", "", link)] += 1
            if times[re.sub("[?].*", "", link)] <= _TIMES:
                waiting.append(link)
    assert refused == []
    led = {resolve(path).url_name for path in times}
    pages = {name for name, who in MATRIX.items() if role in who and not name.startswith("api_")}
    assert pages - POSTS - _OF_SCRIPTS - led <= {"correct_interview"}  # of somebody else's interview


def _links(where: str, page: Any) -> Iterator[str]:
    for link in dict.fromkeys(page.xpath("//a/@href | //@hx-get")):
        to = urlsplit(urljoin(where, link))
        if not to.netloc and not to.scheme:
            yield to._replace(fragment="").geturl()


def _sent(client: Client, where: str, form: Any) -> Iterator[str]:
    """Send a form as it stands with each of its buttons, and undo what it did; yields what was refused."""
    posts = form.get("hx-post") or form.get("method") == "post"
    to = urljoin(where, form.get("hx-post") or form.get("hx-get") or form.get("action") or where)
    fields = {each.get("name"): each.get("value") or each.text or "" for each in form.xpath(_FIELDS)}
    for each in form.xpath(".//select"):
        options = each.xpath("./option[@selected]/@value") or each.xpath("./option/@value")
        fields[each.get("name")] = options[0]
    for button in form.xpath(".//button[not(@type='button')]") or [{}]:
        values = fields | ({button.get("name"): button.get("value", "")} if button.get("name") else {})
        with transaction.atomic():
            answer = client.post(to, values) if posts else client.get(to, values)
            transaction.set_rollback(True)
        if answer.status_code not in _TAKEN:
            yield f"{where}: {to} {values}: {answer.status_code}"

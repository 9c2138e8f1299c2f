"""Programs read what their holders may read, by a part of ODK Central's interface; pyODK itself is the client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from pyodk.client import Client as PyOdk
from pyodk.errors import PyODKError
from schemathesis.core.result import Ok

from tests.web.conftest import PASSWORD
from tramite.web.actions.api_tokens import OF_A_PROGRAM, make_token
from tramite.web.actions.people import hand_over_password
from tramite.web.models import ApiToken, AuditLine, Interview, Role, Study, User

TABLE = "/v1/projects/{}/forms/reseller.svc/Submissions"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Forget how often somebody tried to log in."""
    cache.clear()
    yield
    cache.clear()


def _with_token(user: User) -> Client:
    return Client(headers={"authorization": f"Bearer {make_token(user, 'R', OF_A_PROGRAM)[0]}"})


def _read(answer: Any) -> Any:
    return json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)


@pytest.mark.django_db(transaction=True)
def test_pyodk_logs_in_and_reads_interviews_without_answers_on_competition(
    study: Study, somebody: Callable[..., User], live_server: Any, tmp_path: Path
) -> None:
    manager = somebody(Role.MANAGER)
    config = tmp_path / "config.toml"
    config.write_text(
        f'[central]\nbase_url = "{live_server.url}"\nusername = "{manager.email}"\npassword = "{PASSWORD}"\n'
        f"default_project_id = {study.pk}\n",
        encoding="utf-8",
    )
    with PyOdk(config_path=config, cache_path=tmp_path / "cache.toml") as client:
        assert [project.description for project in client.projects.list()] == [study.code]
        assert client.projects.get(study.pk).name == "Caso piccolo"
        assert [form.xmlFormId for form in client.forms.list()] == ["reseller"]
        assert client.forms.get("reseller").version == "v1"
        assert [each.instanceId for each in client.submissions.list("reseller")] == ["i-1", "i-2"]
        assert client.submissions.get("i-1", "reseller").reviewState == "approved"
        table = client.submissions.get_table("reseller", count=True)
        assert table["@odata.count"] == 2
        first, second = table["value"]
        assert (first["__id"], first["PX01"], first["PE01"], first["PX08_missing"]) == ("i-1", 8.0, 7.25, "dk")
        assert second["PZ01_text"] == "«Consegne lente»"
        assert "PS02" not in first
        assert "Cicli Rossi" not in json.dumps(table)
        with pytest.raises(PyODKError):
            client.submissions.get_table("distributor", filter="year(__system/submissionDate) eq 2024")
    assert AuditLine.objects.filter(kind__endswith="interview", who=manager.email, study=study.code).count() == 3


def test_answers_on_competition_are_given_to_no_program(study: Study, somebody: Callable[..., User]) -> None:
    answer = _with_token(somebody(Role.OWNER)).get(TABLE.format(study.pk))
    assert "PS02" not in _read(answer)["value"][0]
    assert _with_token(somebody(Role.CLEAN_TEAM)).get(TABLE.format(study.pk)).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (None, 404), (Role.INTERVIEWER, 200)])
def test_a_program_has_the_rights_of_its_holder(
    role: Role | None, status: int, study: Study, somebody: Callable[..., User]
) -> None:
    client = _with_token(somebody(*([role] if role else [])))
    answer = client.get(TABLE.format(study.pk))
    assert answer.status_code == status
    if status == 200:
        assert _read(answer)["value"] == []  # an interviewer has own interviews alone


@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic eDp5"}])
def test_without_a_token_nothing_is_read(header: dict[str, str], study: Study) -> None:
    answer = Client(headers=header).get(TABLE.format(study.pk))
    assert (answer.status_code, answer.json()["code"]) == (401, 401.2)


def test_a_session_of_a_browser_reads_and_changes_nothing(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    assert client.get("/v1/users/current").json()["email"] == owner.email
    assert client.delete("/v1/sessions/current").status_code == 401


def test_a_token_ends_by_time_by_its_owner_and_with_its_account(
    owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    by_time, by_owner, by_itself, with_account = (_with_token(owner) for _ in range(4))
    oldest = ApiToken.objects.order_by("pk")
    ApiToken.objects.filter(pk=oldest[0].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    browser_of(owner).post(f"/account/tokens/{oldest[1].pk}/end/")
    assert by_itself.delete("/v1/sessions/current").json() == {"success": True}
    assert with_account.get("/v1/users/current").status_code == 200
    owner.is_active = False
    owner.save()
    clients = (by_time, by_owner, by_itself, with_account)
    assert [client.get("/v1/users/current").status_code for client in clients] == [401] * 4


def test_a_token_is_shown_once_and_only_its_digest_is_kept(
    owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    token = client.post("/account/tokens/", {"name": "my R"}).context["made"]
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/v1/users/current").status_code == 200
    assert ApiToken.objects.get().sha256 != token
    assert token not in client.get("/account/tokens/").content.decode()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b'{"email": 1, "password": "x"}', b"\xff"])
def test_what_is_no_log_in_is_told(body: bytes, db: None) -> None:
    answer = Client().post("/v1/sessions", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, 400.2)


def test_a_password_handed_over_ends_tokens(owner: User) -> None:
    client = _with_token(owner)
    hand_over_password(owner, by=None)
    User.objects.update(must_change_password=False)
    assert client.get("/v1/users/current").status_code == 401


def _log_in(email: str, password: str) -> int:
    sent = {"email": email, "password": password}
    return Client().post("/v1/sessions", sent, content_type="application/json").status_code


def test_logging_in_is_throttled(owner: User) -> None:
    assert [_log_in(owner.email, "wrong") for _ in range(5)] == [401] * 5
    assert _log_in(owner.email, PASSWORD) == 429


def test_a_password_alone_does_not_open_an_account_with_a_second_factor_or_a_password_handed_over(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _log_in(owner.email, PASSWORD) == 200
    monkeypatch.setattr("tramite.web.actions.api_tokens.is_mfa_enabled", lambda user: True)
    assert _log_in(owner.email, PASSWORD) == 401
    monkeypatch.undo()
    owner.must_change_password = True
    owner.save()
    assert _log_in(owner.email, PASSWORD) == 401


def test_pages_of_a_table_make_the_whole(study: Study, owner: User) -> None:
    first = Interview.objects.filter(study=study).first()
    assert first is not None
    Interview.objects.bulk_create(
        Interview(
            study=study, position=n, interview_id=f"x-{n}", unit_id="P001", role="reseller", channel=first.channel,
            mode="phone", date=first.date, consent=True, status="done", version="v1",
        )
        for n in range(2, 7)
    )  # fmt: skip
    client, ids, address = _with_token(owner), [], TABLE.format(study.pk) + "?$top=3&$count=true"
    while address:
        page = _read(client.get(address))
        ids += [row["__id"] for row in page["value"]]
        assert page["@odata.count"] == 7
        address = page.get("@odata.nextLink", "").removeprefix("http://testserver")
    assert ids == ["i-1", "i-2", *(f"x-{n}" for n in range(2, 7))]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("$top=-1", 400),
        ("$top=x", 400),
        ("$count=maybe", 400),
        ("$filter=a", 501),
        ("$expand=x", 501),
        ("$skip=9", 200),
    ],
)
def test_what_is_not_understood_is_told(query: str, status: int, study: Study, owner: User) -> None:
    assert _with_token(owner).get(f"{TABLE.format(study.pk)}?{query}").status_code == status


def test_a_table_is_read_with_few_queries(
    study: Study, owner: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = _with_token(owner)
    with django_assert_max_num_queries(10):
        _read(client.get(TABLE.format(study.pk)))


def _check(operation: Any, places: dict[str, object] | None, *, address: str, token: str) -> None:
    """Call an operation with what its description allows; the answer must be as described."""

    @settings(
        max_examples=5, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(path_parameters=places))
    def check(case: Any) -> None:
        case.call_and_validate(base_url=address, headers={"Authorization": f"Bearer {token}"})

    check()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False], ids=["what is there", "anything"])
def test_the_interface_does_what_its_description_says(
    known: bool, study: Study, owner: User, live_server: Any
) -> None:
    described = _with_token(owner).get("/v1/openapi.json").json()
    there = {"project": study.pk, "form": "reseller", "instance": "i-1"}
    found = list(schemathesis.openapi.from_dict(described).get_all_operations())
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    assert len(operations) == len(described["paths"])
    for operation in operations:
        token, _until = make_token(owner, "check", OF_A_PROGRAM)
        names = {place.name for place in operation.path_parameters}
        places = {name: value for name, value in there.items() if name in names} if known and names else None
        _check(operation, places, address=f"{live_server.url}/v1", token=token)


def test_tries_in_a_browser_and_by_programs_count_together(owner: User) -> None:
    def tried(email: str, password: str = "wrong-wrong-wrong") -> int:  # noqa: S107
        given = json.dumps({"email": email, "password": password})
        return int(Client().post("/v1/sessions", given, content_type="application/json").status_code)

    assert [tried(email) for email in ("Owner@example.org", "oWner@example.org", "OWNER@example.org")] == [401] * 3
    for _ in range(2):
        Client().post("/account/login/", {"login": "owner@EXAMPLE.org", "password": "wrong-wrong-wrong"})
    assert tried("owner@example.org", PASSWORD) == 429
    failed = AuditLine.objects.filter(verb="failed", kind="login")
    assert [(line.who, line.code) for line in failed] == [("tramite", owner.email)] * 5


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000"])
def test_text_that_is_none_is_refused_by_the_interface(text: str, owner: User) -> None:
    for body in (f'{{"email": "{text}", "password": "x"}}', f'{{"email": "a", "password": "{text}"}}'):
        assert Client().post("/v1/sessions", body, content_type="application/json").status_code == 400
    assert _with_token(owner).get("/v1/projects/1/forms/a%00b").json()["code"] == 400.2


def test_the_log_says_which_interviews_a_program_saw(study: Study, somebody: Callable[..., User]) -> None:
    client = _with_token(somebody(Role.ANALYST))
    _read(client.get(TABLE.format(study.pk), {"$top": 1}))
    client.get(f"/v1/projects/{study.pk}/forms/reseller/submissions/i-2")
    client.get(f"/v1/projects/{study.pk}/forms/reseller/submissions")
    lines = AuditLine.objects.filter(study=study.code, verb="saw").order_by("pk")
    assert [(line.kind, line.code, line.fields) for line in lines] == [
        ("list of interview", "reseller", ["api", "i-1"]),
        ("interview", "i-2", ["api"]),
        ("list of interview", "reseller", ["api", "i-1", "i-2"]),
    ]

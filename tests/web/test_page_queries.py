"""How often the pages that are opened most ask the database: as often in a large study as in a small one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.field_case import filled, new_talk_study
from tramite.web.actions.device_keys import make_key
from tramite.web.actions.receiving import receive
from tramite.web.actions.talks import begin_talk
from tramite.web.models import (
    Answer,
    Channel,
    FrameUnit,
    Interview,
    InterviewVersion,
    QualityDecision,
    RespondentName,
    SampledUnit,
    Study,
    User,
)

# Queries by page. A number that grows is a reason to look: a page that asks once a row is slow in a large study.
QUERIES = {
    "desk": 27, "desk_part": 23, "desk_units": 22, "unit": 20, "talks": 14, "talk": 17, "received": 8,
    "interviews": 7, "interview": 13, "device_forms": 3,
}  # fmt: skip


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study with a questionnaire that is published."""
    return new_talk_study(tmp_path / "case", by=owner)


def test_pages_ask_as_often_in_a_large_study(
    study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    token = make_key(study, owner, "tablet", by=owner)[1]
    draft = begin_talk(study, FrameUnit.objects.get(study=study, unit_id="P002"), "phone", by=owner)
    keys: dict[str, dict[str, object]] = {
        "unit": {"code": "P001"},
        "talk": {"instance": draft.instance_id},
        "interview": {"code": "i-1"},
    }
    addresses = {
        name: reverse(name, kwargs={"study": study.code, **keys.get(name, {})})
        for name in QUERIES
        if name != "device_forms"
    }
    addresses["device_forms"] = reverse("device_forms", kwargs={"token": token})
    client = browser_of(owner)
    _grow(study, owner, range(10, 11))
    small = {name: _counted(client, address) for name, address in addresses.items()}
    _grow(study, owner, range(11, 31))
    large = {name: _counted(client, address) for name, address in addresses.items()}
    assert large == small
    assert small == QUERIES


def _counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def _grow(study: Study, owner: User, places: range) -> None:
    """Add units that are drawn, have a name, were interviewed by a form that came in, and wait for a decision."""
    shops = Channel.objects.get(study=study, code="shops")
    for n in places:
        unit = {"study": study, "position": n, "unit_id": f"Q{n}", "channel": shops, "role": "reseller"}
        FrameUnit.objects.create(**unit, stratum="rest", status="active")
        SampledUnit.objects.create(**unit, order=n, outcome="done", assigned_to=owner)
        RespondentName.objects.create(study=study, table="frame", unit_id=f"Q{n}", name=f"Firm {n}")
        interview = Interview.objects.create(
            **unit, interview_id=f"q-{n}", mode="phone", date="2024-12-01", consent=True, status="done",
            version="v1", conducted_by=owner,
        )  # fmt: skip
        version = InterviewVersion.objects.create(interview=interview, number=1, made_by=owner)
        Answer.objects.create(version=version, position=n, item_id="PX01", number=7.0)
        QualityDecision.objects.create(study=study, position=n, interview_id=f"q-{n}", flag="fast")
        received = receive(study, filled(study, f"f-{n}"), {}, complete=True, by=owner).submission
        assert received is not None
        received.interview = interview
        received.save()
    Study.objects.filter(pk=study.pk).update(checked_version=version.pk)

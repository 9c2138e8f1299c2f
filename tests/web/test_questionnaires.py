"""Questionnaires are written in the background, offered, and taken away by those who may."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.web.field_study import CODE, ROLE, filled, new_field_study
from tests.workflows.field_case import CHANNEL
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.actions import working
from tramite.web.actions.publishing import abandon_publishing, publish
from tramite.web.actions.receiving import receive
from tramite.web.actions.taking_in import take_in
from tramite.web.actions.working import LEASE
from tramite.web.models import Fact, FrameUnit, PublishedForm, Role, SampledUnit, Study, User

WORDS = """
category = { en = "pumps", it = "pompe" }
flagship = { en = "the Alfa line", it = "la linea Alfa" }
case = { en = "a firm with an old pump", it = "un'impresa con una vecchia pompa" }
[[competitors]]
id = "c1"
name = { en = "Beta", it = "Beta" }
[[competitors]]
id = "c2"
name = { en = "Gamma", it = "Gamma" }
[[roadmap]]
id = "portal"
name = { en = "the portal", it = "il portale" }
"""


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return a study that asks one respondent type alone: forms take their time."""
    study = new_field_study(tmp_path / "field", by=owner)
    for model in (SampledUnit, FrameUnit):
        model.objects.filter(study=study).exclude(unit_id__startswith=ROLE).delete()
    study.held_tables.create(name="facts")
    for number in range(5):
        Fact.objects.create(
            study=study, position=number, fact_id=f"F{number}", text_en=f"Statement {number}.", source="catalogue",
            text_it=f"Affermazione {number}.", true=number % 2 == 0,
        )  # fmt: skip
    return study


def test_what_is_published_is_offered_and_taken_away(
    study: Study, owner: User, somebody: Callable[..., User], browser_of: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    manager, interviewer = browser_of(somebody(Role.MANAGER)), browser_of(somebody(Role.INTERVIEWER))
    page = f"/s/{CODE}/questionnaires/"
    assert manager.post(f"{page}words/", {"words": "category = 1"}).status_code == 422
    assert manager.post(f"{page}words/", {"words": WORDS}).status_code == 302
    assert "la linea Alfa" in manager.get(f"{page}words/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(f"{page}publish/")
    study.refresh_from_db()
    assert (study.publishing, study.publishing_trouble) == (False, "")
    offered = {form.kind: form for form in PublishedForm.objects.filter(current=True)}
    assert set(offered) == {"interview", "sheet"}
    form = offered["interview"]
    assert (form.role, form.channel.code) == (ROLE, CHANNEL)
    assert offered["sheet"].minutes < form.minutes
    assert form.version != "v1"
    assert form.minutes > 10
    assert form.version in interviewer.get(page).content.decode()
    xform = interviewer.get(f"{page}{form.pk}/form.xml").content.decode()
    assert form.form_id in xform
    assert manager.get(f"{page}{form.pk}/form.xlsx").content[:2] == b"PK"
    assert interviewer.get(f"{page}{form.pk}/form.xlsx").status_code == 403
    guide = PdfReader(BytesIO(interviewer.get(f"{page}{offered['sheet'].pk}/guide.pdf").content))
    assert "la linea Alfa" in " ".join(each.extract_text() for each in guide.pages)


def test_what_stops_publishing_is_told(study: Study, owner: User, browser_of: Callable[[User], Client]) -> None:
    publish.call(study.pk, owner.pk)
    assert "parole del progetto" in browser_of(owner).get(f"/s/{CODE}/questionnaires/").content.decode()
    Study.objects.update(publishing=True)  # its worker died
    abandon_publishing()
    assert not Study.objects.get(pk=study.pk).publishing


def test_publishing_waits_while_something_else_is_done_to_the_study(
    study: Study, owner: User, work_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    study.files.create(path=PROJECT_FILE, content=WORDS.encode())
    Study.objects.update(publishing=True, busy_until=timezone.now() + LEASE, busy_by="elsewhere 1/a")
    publish.call(study.pk, owner.pk)
    again = DBTaskResult.objects.get()
    assert (again.task_path, again.queue_name) == (publish.module_path, "long")
    assert again.run_after > timezone.now()
    abandon_publishing()  # a worker starts: this is still to be done
    study.refresh_from_db()
    assert (study.publishing, study.publishing_trouble) == (True, "")


def test_received_forms_are_listed_with_the_reasons_and_no_answer_on_competition(
    study: Study, owner: User, browser_of: Callable[[User], Client]
) -> None:
    kept_out, body = filled(0, unit="stranger")
    receive(study, body, {}, complete=True, by=owner)
    known, good = filled(1)
    receive(study, good, {}, complete=True, by=owner)
    take_in.call(study.pk)
    form = study.submissions.get(instance_id=known)
    form.faults = [{"item": "PS02", "file": "", "kind": "not_a_number", "row": None, "column": "PS02",
                    "value": "secret", "hint": ""}]  # fmt: skip
    form.save()
    client, page = browser_of(owner), f"/s/{CODE}/received/"
    shown = client.get(page).content.decode()
    assert "unit_id = stranger" in shown
    assert "PS02" in shown
    assert "secret" not in shown
    assert f"/s/{CODE}/interviews/of/{known}/" in shown
    refused = client.get(f"{page}?state=refused").content.decode()
    assert ("stranger" in refused, known in refused) == (True, False)
    assert client.post(f"{page}again/").status_code == 302
    assert study.submissions.get(instance_id=kept_out).state == "waiting"


def test_the_list_of_received_forms_takes_few_queries(
    study: Study, owner: User, browser_of: Callable[[User], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for seed in range(6):
        receive(study, filled(seed)[1], {}, complete=True, by=owner)
    client = browser_of(owner)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(f"/s/{CODE}/received/")

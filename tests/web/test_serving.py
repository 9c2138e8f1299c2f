"""What a start makes, and what whoever runs the server can ask for."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from tests.web.field_case import write_unpublished_case
from tests.web.small_case import CODE, write_small_case
from tramite.kernel.errors import CaseNotFound
from tramite.web import serving
from tramite.web.actions.publishing import publish
from tramite.web.actions.taking_in import take_in
from tramite.web.bridge.content import study_content
from tramite.web.bridge.tables import TABLES
from tramite.web.models import AuditLine, Role, Study, User
from tramite.web.serving import FIRST_OWNER, export_whole, new_password, prepare, told
from tramite.web.static_files import gather_static
from tramite.workflows.transfer import take_case

pytestmark = pytest.mark.django_db


def test_the_first_start_makes_an_owner_and_takes_in_the_example_the_next_ones_nothing(tmp_path: Path) -> None:
    example = write_small_case(tmp_path / CODE)
    first, second = prepare(example=example), prepare(example=example)
    owner = User.objects.get()
    assert owner.must_change_password
    assert first.password is not None
    assert owner.check_password(first.password)
    assert second.password is None
    assert Study.objects.get().memberships.get().role == Role.OWNER
    assert FIRST_OWNER in told(first, "http://127.0.0.1:8000", "it")
    assert first.password not in told(second, "http://127.0.0.1:8000", "it")


def test_styles_and_scripts_are_gathered_once_and_again_when_one_changes(
    tmp_path: Path, settings: Settings
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.css").write_text("p { color: red }", encoding="utf-8")
    settings.STATICFILES_DIRS = [own]
    assert [gather_static(), gather_static()] == [True, False]
    (own / "own.css").write_text("p { color: tan }", encoding="utf-8")
    assert [gather_static(), gather_static()] == [True, False]
    assert (settings.STATIC_ROOT / "own.css").read_text(encoding="utf-8") == "p { color: tan }"


def test_whoever_runs_the_server_gets_the_whole_case_and_the_log_says_so(study: Study, tmp_path: Path) -> None:
    file = export_whole(CODE, tmp_path / "out.zip")
    whole = take_case(BytesIO(file.read_bytes()), tables=TABLES)
    assert whole.tables["responses"].equals(study_content(study).tables["responses"])
    assert AuditLine.objects.get(verb="exported").who == "tramite"


def test_an_owner_who_lost_the_password_gets_another(owner: User) -> None:
    password = new_password(owner.email.upper())
    owner.refresh_from_db()
    assert owner.check_password(password)
    assert owner.must_change_password


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseNotFound, match="no study 'x'"):
        export_whole("x", tmp_path / "out.zip")
    with pytest.raises(CaseNotFound, match="no account"):
        new_password("x@example.org")


def test_long_work_has_a_worker_of_its_own(
    transactional_db: None, owner: User, study: Study, work_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "call_command", partial(call_command, batch=True))
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda _: None)
    publish.enqueue(study.pk, owner.pk)
    take_in.enqueue(study.pk)
    state = DBTaskResult.objects.values_list("status", flat=True)
    serving.work(long=False)
    assert state.get(task_path=take_in.module_path) == "SUCCESSFUL"
    assert state.get(task_path=publish.module_path) == "READY"
    serving.work(long=True)
    assert state.get(task_path=publish.module_path) == "SUCCESSFUL"
    study.refresh_from_db()
    assert study.publishing_trouble != ""


def test_an_example_that_lacks_only_its_questionnaires_has_them_published(
    transactional_db: None, tmp_path: Path, work_waits: None
) -> None:
    prepare(example=write_small_case(tmp_path / "without-words"))
    assert not DBTaskResult.objects.exists()
    prepare(example=write_unpublished_case(tmp_path / "ready"))
    asked = DBTaskResult.objects.get()
    assert (asked.task_path, asked.args_kwargs["args"][0]) == (
        publish.module_path,
        Study.objects.get(code="ready").pk,
    )
    assert Study.objects.get(code="ready").publishing

"""An import never takes away what a study has; a large one goes on in the background."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.small_case import CODE, write_small_case
from tramite.kernel.errors import InputRefused
from tramite.web.actions import imports
from tramite.web.actions.imports import abandon_imports, ask_for_import
from tramite.web.actions.people import set_roles
from tramite.web.actions.studies import export_study, import_again, import_study
from tramite.web.bridge.content import study_content
from tramite.web.bridge.tables import TABLES
from tramite.web.faces import studies
from tramite.web.models import CaseImport, Right, Role, Study, User
from tramite.workflows.ingest import ingest_files
from tramite.workflows.transfer import take_case

ALL = frozenset(Right)


@pytest.fixture
def home() -> Path:
    """Return the folder in which archives wait, empty."""
    folder = Path(settings.HOME) / "imports"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.mark.parametrize(
    ("missing", "kinds"),
    [
        ({Right.READ_NAMES}, ["names_would_be_lost"]),
        ({Right.READ_ANTITRUST}, ["answers_would_be_lost"]),
        ({Right.READ_NAMES, Right.READ_ANTITRUST}, ["names_would_be_lost", "answers_would_be_lost"]),
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_an_export_without_something_never_takes_it_away(
    missing: set[Right], kinds: list[str], marked: bool, study: Study, owner: User
) -> None:
    before = study_content(study)
    archive = export_study(study, ALL - missing, by=owner)
    if not marked:
        archive = archive.replace(b"export.toml", b"exports.tml")
    with pytest.raises(InputRefused) as refused:
        import_again(study, BytesIO(archive), by=owner)
    assert [fault.kind for fault in refused.value.faults] == kinds
    after = study_content(study)
    assert all(after.tables[name].equals(frame) for name, frame in before.tables.items())


def test_the_whole_export_comes_back(study: Study, owner: User) -> None:
    whole = export_study(study, ALL, by=owner)
    assert "export.toml" not in take_case(BytesIO(whole), tables=TABLES).files
    import_again(study, BytesIO(whole), by=owner)


def test_a_study_made_of_a_partial_export_says_so_in_its_own(study: Study, owner: User) -> None:
    part = export_study(study, ALL - {Right.READ_NAMES}, by=owner)
    copy = import_study("copy", BytesIO(part), by=owner)
    import_again(copy, BytesIO(part), by=owner)  # it has nothing to lose
    again = take_case(BytesIO(export_study(copy, ALL - {Right.READ_ANTITRUST}, by=owner)), tables=TABLES)
    assert b'left_out = ["names", "antitrust"]' in again.files["export.toml"]


def test_a_mark_that_is_none_is_told(study: Study, owner: User, tmp_path: Path) -> None:
    folder = write_small_case(tmp_path / "again")
    (folder / "export.toml").write_text("left_out = 'all'", encoding="utf-8")
    with pytest.raises(InputRefused, match="left_out"):
        import_again(study, folder, by=owner)


def _large(study: Study, owner: User) -> SimpleUploadedFile:
    return SimpleUploadedFile("case.zip", export_study(study, ALL, by=owner))


@pytest.mark.django_db(transaction=True)
def test_a_large_case_is_taken_in_in_the_background(
    study: Study,
    owner: User,
    browser_of: Callable[[User | None], Client],
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
) -> None:
    monkeypatch.setattr(studies, "LARGE", 10)
    client = browser_of(owner)
    answer = client.post("/new/", {"code": "large", "archive": _large(study, owner)})
    assert (answer.status_code, answer["Location"]) == (302, "/imports/")
    done = CaseImport.objects.get()
    assert (done.state, done.stage, done.trouble) == ("done", "write", "")
    assert Study.objects.filter(code="large").exists()
    assert list(home.iterdir()) == []
    assert "case.zip" in client.get("/imports/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_stops_a_large_import_is_told_and_nothing_is_left(
    study: Study, owner: User, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    partial = SimpleUploadedFile("part.zip", export_study(study, ALL - {Right.READ_NAMES}, by=owner))
    ask_for_import(CODE, partial, study=study, language="en", by=owner)
    ask_for_import("bad", SimpleUploadedFile("bad.zip", b"no zip"), language="it", by=owner)
    monkeypatch.setattr(imports, "import_study", lambda *given, **named: 1 / 0)
    ask_for_import("worse", _large(study, owner), language="en", by=owner)
    troubles = {each.study_code: each.trouble for each in CaseImport.objects.all()}
    assert "Nothing was changed" in troubles[CODE]
    assert "bad.zip" in troubles["bad"]
    assert "went wrong" in troubles["worse"]
    assert list(home.iterdir()) == []


def test_an_import_that_the_end_of_the_server_cut_short_is_told(
    study: Study, owner: User, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(imports, "run_import", SimpleNamespace(enqueue=lambda pk: None))
    asked = ask_for_import("cut", _large(study, owner), language="en", by=owner)
    CaseImport.objects.update(state="running")
    assert [path.stat().st_mode & 0o777 for path in home.iterdir()] == [0o600]
    assert abandon_imports() == 1
    asked.refresh_from_db()
    assert (asked.state, "Send it again" in asked.trouble) == ("failed", True)
    assert list(home.iterdir()) == []


def ingested_case(tmp_path: Path) -> Path:
    """Write the small case with its partners ingested; returns its folder."""
    folder = write_small_case(tmp_path / "ingested")
    partners = folder / "books" / "partners.csv"
    source = tmp_path / "partners.csv"
    source.write_bytes(partners.read_bytes())
    partners.unlink()
    ingest_files(folder, [source], who="maria", when=datetime(2024, 12, 1, tzinfo=UTC))
    return folder


def test_a_register_that_was_ingested_says_where_its_rows_are(
    owner: User, tmp_path: Path, browser_of: Callable[[User | None], Client]
) -> None:
    study = import_study("ingested", ingested_case(tmp_path), by=owner)
    page = browser_of(owner).get(f"/s/{study.code}/partners/").content.decode()
    assert "partners.csv: 2 rows" in page
    assert "partners.csv" not in browser_of(owner).get(f"/s/{study.code}/customers/").content.decode()


def test_who_lost_the_right_meanwhile_gets_no_import(
    study: Study, owner: User, somebody: Callable[..., User], home: Path
) -> None:
    manager = somebody(Role.MANAGER)
    of_study = ask_for_import(study.code, _large(study, owner), study=study, language="en", by=manager)
    of_new = ask_for_import("new", _large(study, owner), language="en", by=owner)
    set_roles(study, manager, [Role.READER], by=owner)
    User.objects.filter(pk=owner.pk).update(is_owner=False)
    before = study_content(study)
    for asked in (of_study, of_new):
        imports.run_import.call(asked.pk)
        asked.refresh_from_db()
        assert (asked.state, "no longer" in asked.trouble) == ("failed", True)
    assert list(Study.objects.all()) == [study]
    assert study_content(study).text == before.text
    assert list(home.iterdir()) == []

"""A study in the database and its case folder give the same dossier."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from tests.web.small_case import write_small_case
from tramite.web.actions import dossiers
from tramite.web.actions.dossiers import abandon_unfinished, ask_for_dossier
from tramite.web.actions.quality import decide_flag
from tramite.web.actions.studies import import_study
from tramite.web.actions.working import work_on
from tramite.web.bridge.content import study_content
from tramite.web.models import AuditLine, Dossier, HeldTable, Interview, QualityDecision, Study, User
from tramite.workflows.content_dossier import dossier_of
from tramite.workflows.dossier import make_dossier
from tramite.workflows.transfer import give_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def twelve(tmp_path: Path) -> Path:
    """Return the example with twelve interviews and few draws, to be quick."""
    case = tmp_path / "twelve"
    for part in ("books", "voices"):
        shutil.copytree(EXAMPLE / part, case / part)
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 200")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    for name in ("sell_out", "customers", "ledger", "terms"):
        (case / "books" / f"{name}.parquet").unlink()
    file = case / "voices" / "interviews.parquet"
    few = pl.read_parquet(file).head(12)
    few.write_parquet(file)
    answers = case / "voices" / "responses.parquet"
    pl.read_parquet(answers).join(few.select("interview_id"), on="interview_id", how="semi").write_parquet(answers)
    return case


def test_a_study_that_was_worked_on_and_its_exported_folder_give_the_same_dossier(
    twelve: Path, owner: User, tmp_path: Path
) -> None:
    study = import_study("twelve", twelve, by=owner)
    talk, other = Interview.objects.filter(study=study, versions__answers__item_id="CK01").order_by("position")[:2]
    work_on(study, lambda case: _correct(case, talk.interview_id), by=owner, reason="Misheard")
    flag = QualityDecision.objects.create(
        study=study, position=0, interview_id=other.interview_id, flag="fast", severity="high"
    )
    HeldTable.objects.get_or_create(study=study, name="quality_decisions")
    decide_flag(flag, "exclude", "Read out in a hurry", by=owner)
    kept = dossier_of(study_content(study), language="it", when=WHEN)
    with zipfile.ZipFile(BytesIO(give_case(study_content(study), name="out"))) as archive:
        archive.extractall(tmp_path)
    folder = make_dossier(tmp_path / "out", language="it", when=WHEN)
    answers = pl.read_parquet(tmp_path / "out" / "voices" / "responses.parquet")
    assert not answers.equals(pl.read_parquet(twelve / "voices" / "responses.parquet"))
    assert "exclude" in str(pl.read_parquet(tmp_path / "out" / "voices" / "quality_decisions.parquet").to_dicts())
    assert kept.files["dossier.html"] == folder.page.read_bytes()
    assert set(kept.tables) == {table.stem for table in folder.tables}
    for table in folder.tables:
        assert kept.tables[table.stem].equals(pl.read_parquet(table)), table.stem


def _correct(case: Path, interview: str) -> None:
    file = case / "voices" / "responses.parquet"
    mine = (pl.col("interview_id") == interview) & (pl.col("item_id") == "CK01")
    changed = pl.when(mine).then(100 - pl.col("number")).otherwise("number").alias("number")
    pl.read_parquet(file).with_columns(changed).write_parquet(file)


@pytest.mark.django_db(transaction=True)
def test_a_dossier_is_asked_for_made_and_read(tmp_path: Path, browser_of: Callable[[User | None], Client]) -> None:
    owner = User.objects.create_user("olga@example.org", "x", name="Olga", is_owner=True)
    study = import_study("small", write_small_case(tmp_path / "case"), by=owner)
    client = browser_of(owner)
    client.post(f"/s/{study.code}/dossiers/make/", {"language": "en"})
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.stage, dossier.trouble) == ("done", "write", "")
    page = client.get(f"/s/{study.code}/dossiers/{dossier.pk}/")
    assert b"Small case" in page.content
    assert AuditLine.objects.filter(kind="dossier.html", verb="saw").count() == 1
    assert client.get(f"/s/{study.code}/dossiers/{dossier.pk}/workbook/").content[:2] == b"PK"


def _failing(words: str) -> Callable[..., object]:
    def fail(*given: object, **named: object) -> object:
        raise RuntimeError(words)

    return fail


@pytest.mark.django_db(transaction=True)
def test_what_stops_a_dossier_is_told_without_its_details(
    tmp_path: Path, browser_of: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = User.objects.create_user("olga@example.org", "x", name="Olga", is_owner=True)
    study = import_study("small", write_small_case(tmp_path / "case"), by=owner)
    monkeypatch.setattr(dossiers, "study_content", _failing("a secret of the program"))
    browser_of(owner).post(f"/s/{study.code}/dossiers/make/", {"language": "it"})
    dossier = Dossier.objects.get()
    assert dossier.state == "failed"
    assert dossier.trouble.startswith("Si è verificato un errore")
    assert "secret" not in dossier.trouble


def test_one_dossier_of_a_language_is_made_at_a_time(study: Study, owner: User) -> None:
    first = ask_for_dossier(study, "it", by=owner)
    assert ask_for_dossier(study, "it", by=owner) == first
    assert ask_for_dossier(study, "en", by=owner) != first


def test_a_dossier_that_the_end_of_the_server_cut_short_is_told(study: Study, owner: User) -> None:
    dossier = Dossier.objects.create(study=study, language="it", asked_by=owner, state="running")
    assert abandon_unfinished() == 1
    dossier.refresh_from_db()
    assert dossier.state == "failed"

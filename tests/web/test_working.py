"""Verbs of the command line, done to a study of the database."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone

from tests.web.test_transfer import _same
from tramite.kernel.errors import InputRefused
from tramite.store.case_content import CaseContent, read_content, write_content
from tramite.web.actions import working
from tramite.web.actions.working import StudyBusy, work_on
from tramite.web.bridge.content import study_content
from tramite.web.bridge.tables import TABLES
from tramite.web.models import Interview, SampledUnit, Study, User


def rewritten(path: Path, **frames: pl.DataFrame) -> CaseContent:
    """Put other rows in the place of tables of a case folder, as a verb does; returns what is there then."""
    content = read_content(path, taken=TABLES)
    for name in frames:
        (path / "voices" / f"{name}.parquet").unlink()
    changed = CaseContent(content.text, content.definition, {**content.tables, **frames}, content.files)
    write_content(path, changed)
    return changed


def test_only_what_a_verb_changes_is_written(study: Study, owner: User) -> None:
    before = study_content(study)
    SampledUnit.objects.filter(study=study).update(assigned_to=owner)
    Interview.objects.filter(study=study).update(conducted_by=owner)
    sample, interviews, responses = (before.tables[name] for name in ("sample", "interviews", "responses"))
    newcomer = interviews.head(1).with_columns(interview_id=pl.lit("i-9"))
    answers = responses.clear(1).with_columns(
        interview_id=pl.lit("i-9"), item_id=pl.lit("PX01"), number=pl.lit(7.0)
    )
    said = responses.with_columns(
        number=pl.when(pl.col("interview_id") == "i-1").then(pl.col("number") + 1).otherwise("number")
    )
    after = {
        "sample": sample.with_columns(reason=pl.lit("on holiday"), name=pl.lit("Anna")),
        "interviews": pl.concat([newcomer, interviews]),
        "responses": pl.concat([said, answers]),
    }

    def verb(path: Path) -> str:
        rewritten(path, **after)
        (path / "fieldwork").mkdir(exist_ok=True)
        (path / "fieldwork" / "note.txt").write_text("done", encoding="utf-8")
        (path / "README.md").unlink()
        return "told"

    assert work_on(study, verb, by=owner, reason="a verb") == "told"
    now = study_content(study)
    assert now.files == {
        **{k: v for k, v in before.files.items() if k != "README.md"},
        "fieldwork/note.txt": b"done",
    }
    for name, frame in after.items():
        assert now.tables[name].equals(frame), name
    assert set(SampledUnit.objects.filter(study=study).values_list("assigned_to", flat=True)) == {owner.pk}
    by_code = {interview.interview_id: interview for interview in Interview.objects.filter(study=study)}
    assert by_code["i-1"].conducted_by == owner
    assert by_code["i-9"].conducted_by is None
    versions = {code: [v.reason for v in one.versions.all()] for code, one in by_code.items()}
    assert versions.pop("i-1") == ["", "a verb"]
    assert set(map(tuple, versions.values())) == {("",)}
    assert by_code["i-1"].versions.get(current=True).number == 2


def test_a_verb_that_changes_nothing_writes_nothing(study: Study, owner: User) -> None:
    before = study_content(study)
    work_on(study, lambda path: None, by=owner)
    _same(before, study_content(study))
    assert {one.versions.count() for one in Interview.objects.filter(study=study)} == {1}


def test_what_people_edit_meanwhile_stays(study: Study, owner: User) -> None:
    def verb(path: Path) -> None:
        SampledUnit.objects.filter(study=study).update(reason="rang, nobody there")
        facts = read_content(path, taken=TABLES).tables["facts"]
        rewritten(path, facts=facts.with_columns(source=pl.lit("catalogue")))

    work_on(study, verb, by=owner)
    assert set(SampledUnit.objects.filter(study=study).values_list("reason", flat=True)) == {"rang, nobody there"}
    assert set(study_content(study).tables["facts"]["source"]) == {"catalogue"}


def test_a_verb_that_fails_leaves_all_as_it_was_and_lets_go(study: Study, owner: User) -> None:
    before = study_content(study)

    def verb(path: Path) -> None:
        rewritten(path, facts=study_content(study).tables["facts"].clear())
        raise InputRefused([])

    with pytest.raises(InputRefused):
        work_on(study, verb, by=owner)
    _same(before, study_content(study))
    work_on(study, lambda path: None, by=owner)


def test_one_waits_for_the_other_and_is_told(study: Study, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    Study.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(StudyBusy, match=study.code):
        work_on(study, lambda path: None, by=owner)
    Study.objects.update(busy_until=timezone.now() - timedelta(seconds=1))  # whoever held it died
    work_on(study, lambda path: None, by=owner)


def test_of_a_process_that_died_nobody_waits_for_the_end_of_the_turn(study: Study, owner: User) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    later = timezone.now() + timedelta(minutes=1)
    Study.objects.update(busy_until=later, busy_by=f"{socket.gethostname()} {gone.pid}")
    began = time.monotonic()
    work_on(study, lambda path: None, by=owner)
    assert time.monotonic() - began < working.PATIENCE
    assert Study.objects.get(pk=study.pk).busy_by == ""


@pytest.mark.django_db(transaction=True)
def test_the_turn_is_renewed_while_one_works(study: Study, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LEASE", timedelta(seconds=0.5))
    monkeypatch.setattr(working, "PATIENCE", 0.0)

    def verb(path: Path) -> None:
        time.sleep(1.5)
        with pytest.raises(StudyBusy):  # another process, three leases later
            work_on(study, lambda path: None, by=owner)

    work_on(study, verb, by=owner)
    assert Study.objects.get(pk=study.pk).busy_until is None


def test_who_lost_the_turn_writes_nothing(study: Study, owner: User) -> None:
    before = study_content(study)

    def verb(path: Path) -> None:
        Study.objects.update(busy_by="elsewhere 1/2", busy_until=timezone.now() + timedelta(minutes=1))
        rewritten(path, facts=study_content(study).tables["facts"].clear())

    with pytest.raises(StudyBusy):
        work_on(study, verb, by=owner)
    _same(before, study_content(study))
    assert Study.objects.get(pk=study.pk).busy_by == "elsewhere 1/2"

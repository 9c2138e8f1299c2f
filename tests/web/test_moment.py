"""A case is read as it stood at one moment, and nobody who writes waits for it."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from django.db import connection

from tests.web.small_case import CODE, write_small_case
from tramite.store.submissions.tables import LIST
from tramite.web.actions.studies import import_study
from tramite.web.bridge import content as bridge_content
from tramite.web.bridge.content import study_content
from tramite.web.bridge.forms_part import FormsTouch, StudyPart
from tramite.web.bridge.frames import table_frame
from tramite.web.bridge.moment import one_moment
from tramite.web.models import Interview, Study, User


@pytest.fixture
def study(transactional_db: None, tmp_path: Path) -> Study:
    """Return a study that other connections see too."""
    owner = User.objects.create_user("owner@example.org", "", name="Olga", is_owner=True)
    return import_study(CODE, write_small_case(tmp_path / "case"), by=owner)


def meanwhile(study: Study) -> None:
    """Take the interviews away, on another connection."""

    def write() -> None:
        Interview.objects.filter(study=study).delete()
        connection.close()

    other = Thread(target=write)
    other.start()
    other.join(timeout=15)
    assert not other.is_alive()


def test_what_others_write_is_seen_after_the_moment(study: Study) -> None:
    count = Interview.objects.filter(study=study).count()
    with one_moment():
        assert Interview.objects.filter(study=study).count() == count
        meanwhile(study)
        assert Interview.objects.filter(study=study).count() == count
    assert (count > 0, Interview.objects.filter(study=study).count()) == (True, 0)


def test_a_moment_within_a_moment_is_the_same(study: Study) -> None:
    part = StudyPart(study, FormsTouch((), ()))
    study.files.create(path=LIST, content=b"")  # it tells of no form, and there is no ledger: all is read
    with one_moment():
        count = Interview.objects.filter(study=study).count()
        meanwhile(study)
        assert part.content().tables["interviews"].height == count > 0
        assert part.whole
    assert part.content().tables["interviews"].height == 0


def test_an_error_ends_the_moment(study: Study) -> None:
    with pytest.raises(LookupError), one_moment():
        raise LookupError
    assert Interview.objects.filter(study=study).update(mode="phone") > 0


def test_tables_of_a_case_fit_each_other_while_somebody_writes(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, pending = study_content(study), [study]

    def read(study: Study, name: str) -> pl.DataFrame:
        frame = table_frame(study, name)
        if pending:
            meanwhile(pending.pop())
        return frame

    monkeypatch.setattr(bridge_content, "table_frame", read)
    during = study_content(study)
    assert not pending
    assert {name: table.height for name, table in during.tables.items()} == {
        name: table.height for name, table in whole.tables.items()
    }
    assert study_content(study).tables["responses"].height == 0 < whole.tables["responses"].height

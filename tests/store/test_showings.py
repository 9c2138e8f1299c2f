from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tramite.store.showings import LOG, note_showings, read_showings
from tramite.voices.hearing.sealing import Showing, Showings

FIRST = Showing(datetime(2024, 11, 10, 14, 0, tzinfo=UTC), "partner", "dossier", date(2024, 11, 8))
SECOND = Showing(datetime(2024, 11, 12, 9, 30, tzinfo=UTC), "customer", "results", date(2024, 11, 11))


def test_what_is_noted_is_read_back_in_order(tmp_path: Path) -> None:
    assert read_showings(tmp_path) == Showings()
    assert note_showings(tmp_path, [FIRST]) == Showings((FIRST,))
    before = (tmp_path / LOG).read_text()
    assert note_showings(tmp_path, [SECOND]) == read_showings(tmp_path) == Showings((FIRST, SECOND))
    assert (tmp_path / LOG).read_text().startswith(before)
    assert note_showings(tmp_path, []) == Showings((FIRST, SECOND))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("2024-11-10", "2024-11-20"),
        lambda text: "".join(text.splitlines(keepends=True)[1:]),
        lambda text: "".join(reversed(text.splitlines(keepends=True))),
        lambda text: text + "{}\n",
        lambda text: text + "not a line\n",
        lambda _: "",
        lambda text: text.replace('"customer"', '"vendor"'),
    ],
    ids=["date", "first line gone", "moved", "empty line", "garbage", "emptied", "side"],
)
def test_a_changed_log_is_not_intact_and_takes_no_more(tmp_path: Path, change: object) -> None:
    note_showings(tmp_path, [FIRST, SECOND])
    file = tmp_path / LOG
    file.write_text(change(file.read_text()))  # type: ignore[operator]
    assert not read_showings(tmp_path).intact
    left = file.read_text()
    assert not note_showings(tmp_path, [SECOND]).intact
    assert file.read_text() == left


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "fieldwork").write_text("a file in the place of the folder")
    found = note_showings(tmp_path, [FIRST])
    assert found == Showings((FIRST,), noted=False)

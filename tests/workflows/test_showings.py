"""Results shown once are noted, and guesses given later no longer count."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from tests.beliefs.heard_voices import Heard
from tramite.store.showings import LOG, read_showings
from tramite.voices.hearing.sealing import Showing
from tramite.workflows.showings import guesses_too_late, note_results_shown

WHEN = datetime(2024, 11, 10, 15, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def interviews() -> pl.DataFrame:
    """Partners heard on the 4th of November, the vendor's people on the 4th; no customers."""
    made = Heard()
    made.hear("partner", "shops", 3, lambda _: {"PE01": 5.0})
    made.hear("vendor", "shops", 2, lambda _: {"VE01": 5.0})
    return made.study().interviews


def test_the_first_showing_is_noted_once_and_only_of_sides_that_were_heard(
    tmp_path: Path, interviews: pl.DataFrame
) -> None:
    for hours in (0, 5):
        note_results_shown(
            tmp_path, interviews, verb="dossier", simulated=False, when=WHEN + timedelta(hours=hours)
        )
    assert read_showings(tmp_path).entries == (Showing(WHEN, "partner", "dossier"),)


def test_simulated_voices_are_never_results_seen(tmp_path: Path, interviews: pl.DataFrame) -> None:
    note_results_shown(tmp_path, interviews, verb="dossier", simulated=True, when=WHEN)
    note_results_shown(tmp_path, None, verb="dossier", simulated=False, when=WHEN)
    assert not (tmp_path / LOG).exists()


def test_guesses_of_the_day_or_later_are_found(tmp_path: Path, interviews: pl.DataFrame) -> None:
    assert guesses_too_late(tmp_path, interviews)[1] == ()
    note_results_shown(tmp_path, interviews, verb="results", simulated=False, when=WHEN)
    first = pl.col("interview_id") == "i-vendor-shops-0"
    late = interviews.with_columns(pl.when(first).then(date(2024, 11, 10)).otherwise("date").alias("date"))
    showings, found = guesses_too_late(tmp_path, late)
    assert [(guess.interview_id, guess.because) for guess in found] == [("i-vendor-shops-0", "same_day")]
    assert showings.entries[0].verb == "results"

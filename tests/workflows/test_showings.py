"""Results of a wave shown once are noted, and guesses given later no longer count."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from tests.voices.estimation.waves_made import Rounds, names
from tramite.store.showings import LOG, read_showings
from tramite.voices.hearing.sealing import Showing
from tramite.workflows.showings import guesses_too_late, note_results_shown

WHEN = datetime(2024, 11, 10, 15, 0, tzinfo=timezone(timedelta(hours=1)))
FIELD, AGAIN = date(2024, 11, 4), date(2025, 11, 3)


def rounds(*guessed: date) -> Rounds:
    """Partners heard on the 4th of November, nobody of the customers, and the vendor's people on some days."""
    made = Rounds()
    made.hear(names("p", 3), FIELD, {"PE01": 5})
    for place, day in enumerate(guessed):
        made.hear([f"v{place}"], day, {"VE01": 5}, role="vendor")
    return made


def test_the_first_showing_is_noted_once_and_only_of_sides_that_were_heard(tmp_path: Path) -> None:
    for hours in (0, 5):
        note_results_shown(tmp_path, rounds().study(), verb="dossier", when=WHEN + timedelta(hours=hours))
    assert read_showings(tmp_path).entries == (Showing(WHEN, "partner", "dossier", FIELD),)


def test_the_first_showing_of_each_wave_is_noted(tmp_path: Path) -> None:
    made, later = rounds(), WHEN + timedelta(days=370)
    note_results_shown(tmp_path, made.study(), verb="dossier", when=WHEN)
    made.hear(names("p", 1), AGAIN, {"PE01": 5})  # the second wave has only begun
    note_results_shown(tmp_path, made.study(), verb="compare", when=later)
    made.hear(names("p", 3), AGAIN + timedelta(days=20), {"PE01": 5})
    note_results_shown(tmp_path, made.study(), verb="results", when=later + timedelta(days=30))
    assert read_showings(tmp_path).entries == (
        Showing(WHEN, "partner", "dossier", FIELD), Showing(later, "partner", "compare", AGAIN)
    )  # fmt: skip


def test_simulated_voices_are_never_results_seen(tmp_path: Path) -> None:
    note_results_shown(tmp_path, rounds().study(simulated=True), verb="dossier", when=WHEN)
    note_results_shown(tmp_path, None, verb="dossier", when=WHEN)
    assert not (tmp_path / LOG).exists()


def test_guesses_of_the_day_or_later_are_found(tmp_path: Path) -> None:
    made = rounds(date(2024, 11, 10), FIELD)
    assert guesses_too_late(tmp_path, made.standing())[1] == ()
    note_results_shown(tmp_path, made.study(), verb="results", when=WHEN)
    showings, found = guesses_too_late(tmp_path, made.standing())
    assert [(guess.interview_id[:2], guess.because) for guess in found] == [("v0", "same_day")]
    assert showings.entries[0].verb == "results"

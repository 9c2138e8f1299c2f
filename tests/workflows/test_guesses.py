"""Guesses of the vendor's people: sealed, counted as interviews, refused once results were shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.web.small_case import write_small_case
from tramite.kernel.errors import InputRefused
from tramite.store.outputs import save_bytes
from tramite.workflows.case import open_case
from tramite.workflows.guesses import GuessSheet, GuessTooLate, take_guesses
from tramite.workflows.showings import note_results_shown

NOW = datetime(2024, 11, 25, 9, 30, tzinfo=UTC)
ANSWERS = {"VE01": 8.0, "VE03": 6.0}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case with two partners heard on the days before, and two people of the vendor in the list."""
    path = write_small_case(tmp_path / "case")
    frame = path / "voices" / "frame.csv"
    people = "".join(f"V{n},vendor,shops,own-people,,active,\n" for n in (1, 2))
    save_bytes(frame, frame.read_bytes() + people.encode())
    (path / "voices" / "quality_decisions.csv").unlink()
    return path


def test_guesses_are_an_interview_of_the_vendor_and_count(case: Path) -> None:
    interview_id = take_guesses(case, GuessSheet("V1", "shops", ANSWERS), when=NOW)
    opened = open_case(case)
    row = opened.folder.frame("interviews").row(-1, named=True)
    assert (row["interview_id"], row["role"], row["level"], row["date"]) == (
        interview_id,
        "vendor",
        "c",
        NOW.date(),
    )
    told = opened.folder.frame("responses").filter(interview_id=interview_id)
    assert told.select("item_id", "number").rows() == [("VE01", 8.0), ("VE03", 6.0)]
    note_results_shown(case, opened.study, verb="dossier", when=NOW + timedelta(hours=6))
    assert open_case(case).sealed[1] == ()


def test_guesses_that_changed_after_the_seal_no_longer_count(case: Path) -> None:
    take_guesses(case, GuessSheet("V1", "shops", ANSWERS), when=NOW)
    note_results_shown(case, open_case(case).study, verb="dossier", when=NOW + timedelta(hours=6))
    file = case / "voices" / "responses.csv"
    save_bytes(file, file.read_bytes().replace(b";VE01;;8", b";VE01;;5"))
    assert {guess.because for guess in open_case(case).sealed[1]} == {"after"}


def test_guesses_are_refused_once_results_were_shown(case: Path) -> None:
    note_results_shown(case, open_case(case).study, verb="dossier", when=NOW)
    before = open_case(case).folder.frame("interviews")
    with pytest.raises(GuessTooLate, match="partners"):
        take_guesses(case, GuessSheet("V2", "shops", ANSWERS), when=NOW + timedelta(hours=1))
    assert open_case(case).folder.frame("interviews").equals(before)


def test_all_that_is_wrong_with_a_sheet_is_told_at_once(case: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        take_guesses(case, GuessSheet("P001", "shops", {"VE01": 11, "VE03": 2.5, "PE01": 3}), when=NOW)
    assert [fault.kind for fault in caught.value.faults] == [
        "not_of_the_vendor", "guess_off_scale", "guess_off_scale", "not_guessed_here"
    ]  # fmt: skip

"""The section on knowledge tells when results were shown, and which guesses came too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tramite.kernel.case import Simulated
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.dossier import Dossier
from tramite.reports.scribe import Scribe
from tramite.reports.section import Words
from tramite.reports.sections.knowledge import write_knowledge
from tramite.voices.hearing.sealing import LateGuess, Showing, Showings

SHOWN = datetime(2024, 11, 10, 14, 5, tzinfo=UTC)
LATE = LateGuess("i-7", "partner", date(2024, 11, 12), None, SHOWN, "after")


def words(dossier: Dossier, showings: Showings, language: Language, *late: LateGuess) -> list[Words]:
    """Return the paragraphs of the section for voices that are no simulation."""
    belief = dossier.beliefs.knowledge
    assert belief is not None
    real = dossier.definition.model_copy(update={"simulated": Simulated()})
    beliefs = replace(dossier.beliefs, knowledge=replace(belief, showings=showings, late=late))
    section = write_knowledge(Scribe(replace(dossier, definition=real, beliefs=beliefs), language))
    return [block for block in section.blocks if isinstance(block, Words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_showings_and_late_guesses_are_told_with_their_dates(dossier: Dossier, language: Language) -> None:
    told = words(dossier, Showings((Showing(SHOWN, "partner", "dossier", date(2024, 11, 8)),)), language, LATE)
    points = [point for block in told for point in block.points]
    assert sum("14:05" in point and "dossier" in point for point in points) == 1
    assert sum(point.startswith("i-7 (12 ") for point in points) == 1
    assert [block.tone for block in told if block.tone != "plain"] == []


@pytest.mark.parametrize("showings", [Showings(intact=False), Showings(noted=False)])
def test_a_log_that_is_broken_or_cannot_be_written_is_a_warning(dossier: Dossier, showings: Showings) -> None:
    assert [block.tone for block in words(dossier, showings, "en")].count("warning") == 1

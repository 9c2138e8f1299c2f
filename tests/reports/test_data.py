"""What is simulated and what is not: told on every page, and of every table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.sections.data import write_data

MIXED = {"interviews": 9, "responses": 90, "frame": 200}


def natures(dossier: Dossier) -> dict[str, str]:
    """Return where the rows of each table come from, by table."""
    scribe = Scribe(dossier, "en")
    tables = next(block for block in write_data(scribe).blocks if isinstance(block, Grid))
    return {row.label: row.cells[-1].text for row in tables.rows if row.label in MIXED}


def test_tables_of_a_simulated_case_say_so(dossier: Dossier) -> None:
    told = natures(replace(dossier, table_rows=MIXED))
    assert set(told.values()) == {"simulated by a program"}


def test_tables_that_hold_people_too_say_so(dossier: Dossier) -> None:
    told = natures(replace(dossier, table_rows=MIXED, heard_indeed=1))
    assert told == {
        "interviews": "simulated by a program, in part supplied",
        "responses": "simulated by a program, in part supplied",
        "frame": "simulated by a program",
    }


@pytest.mark.parametrize(("language", "words"), [("en", "not simulated: 3."), ("it", "non simulate: 3.")])
def test_every_page_says_how_many_were_heard_indeed(dossier: Dossier, language: Language, words: str) -> None:
    nobody = say("dossier.nobody_heard", language)
    assert words not in Scribe(dossier, language).badge("voices")
    assert nobody in Scribe(dossier, language).badge("voices")
    mixed = Scribe(replace(dossier, heard_indeed=3), language)
    assert words in mixed.badge("books", "voices")
    assert nobody not in mixed.badge("books", "voices")
    assert words not in mixed.badge("books")

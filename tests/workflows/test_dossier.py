"""The dossier of the whole example, made twice: in the case's language, and again in one that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.workflows.conftest import copy_example
from tramite.kernel.wording import Language
from tramite.workflows.dossier import SavedDossier, make_dossier
from tramite.workflows.dossier_stages import STAGES


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier, and the stages that were told while it was made."""

    saved: SavedDossier
    stages: Sequence[str]

    @property
    def page(self) -> str:
        return self.saved.page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_example(tmp_path_factory.mktemp("whole"))


def make(case: Path, output: Path | None, language: Language | None) -> Made:
    stages: list[str] = []
    return Made(make_dossier(case, output=output, language=language, progress=stages.append), stages)


@pytest.fixture(scope="module")
def italian(case: Path) -> Made:
    return make(case, None, None)


@pytest.fixture(scope="module")
def english(case: Path, italian: Made) -> Made:
    """Make it again, after the first and beside it."""
    return make(case, case.parent / "again", "en")


def test_dossier_goes_through_its_stages_and_writes_all(case: Path, italian: Made) -> None:
    saved = italian.saved
    assert tuple(italian.stages) == STAGES
    assert saved.page == case / "dossier" / "dossier.html"
    assert all(path.stat().st_size > 0 for path in (saved.page, saved.workbook, *saved.tables))
    assert saved.quarantine == ()
    assert sum(saved.content.refused.values()) == 0


def test_dossier_speaks_the_cases_language_or_the_one_asked_for(italian: Made, english: Made) -> None:
    assert [re.findall(r'<html[^>]* lang="(\w+)"', made.page) for made in (italian, english)] == [["it"], ["en"]]


def test_dossier_says_on_its_page_that_voices_are_simulated(italian: Made) -> None:
    assert "Nessun partner ha parlato: nessuno è stato intervistato" in italian.page
    assert "Le voci di questo esempio sono state generate da un programma" in italian.page


def test_same_case_gives_the_same_tables(italian: Made, english: Made) -> None:
    for first, second in zip(italian.saved.tables, english.saved.tables, strict=True):
        assert pl.read_parquet(first).equals(pl.read_parquet(second)), first.name

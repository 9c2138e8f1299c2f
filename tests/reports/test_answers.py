"""What was answered: in the page, the workbook and the tables; what is hidden is nowhere, and said."""

from __future__ import annotations

import re

import fastexcel
import polars as pl
import pytest

from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.page import render_html
from tramite.reports.scribe import Scribe
from tramite.reports.section import Fold, Picture, Section, grids
from tramite.reports.sections.answers import write_answers
from tramite.reports.tables import dossier_tables
from tramite.reports.workbook import render_workbook
from tramite.voices.disclosure.screening import ALL

from .answers_made import answered


@pytest.fixture(scope="module")
def heard(dossier: Dossier) -> Dossier:
    return answered(dossier)


def section(dossier: Dossier, language: Language = "en") -> Section:
    return write_answers(Scribe(dossier, language))


def test_parts_of_the_interview_are_folded_by_side(heard: Dossier) -> None:
    folds = [block for block in section(heard).blocks if isinstance(block, Fold)]
    assert [fold.id for fold in folds] == [
        "answers-partner-easy", "answers-partner-paradigm", "answers-partner-potential", "answers-vendor-easy"
    ]  # fmt: skip
    assert [block.id for block in folds[0].blocks if isinstance(block, Picture)] == ["answers-partner-easy-chart"]
    assert folds[0].text == "Partners: easy to work with · 4 questions"


def test_votes_and_revenue_stand_in_tables_of_their_own(heard: Dossier) -> None:
    made = {grid.id: grid for grid in grids([section(heard)])}
    votes, revenue = made["answers-partner-easy-vote"], made["answers-partner-easy-revenue"]
    assert (votes.sheet, revenue.sheet) == ("answers", "answers_revenue")
    assert [row.label for row in votes.rows] == [row.label for row in revenue.rows]
    estimate = votes.rows[0].cells[-1].estimate
    assert estimate is not None
    assert (estimate.weighting, estimate.n, estimate.N) == ("vote", 31, 120)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_channel_has_no_column_and_its_reason_is_told(heard: Dossier, language: Language) -> None:
    grid = {grid.id: grid for grid in grids([section(heard, language)])}["answers-partner-easy-vote"]
    assert len(grid.headers) == 3  # question, one channel, all: web has three answers, depots protect it
    few, residual = say("px.hidden_few", language), say("px.hidden_residual", language)
    assert [note.split(":")[0] for note in grid.notes if note.startswith((few, residual))] == [
        text.split(":")[0] for text in (residual, few)
    ]  # fmt: skip


def test_answers_that_touch_competition_are_named_and_not_shown(heard: Dossier) -> None:
    page = render_html(heard, "en")
    told = re.search(r'<section id="answers".*?</section>', page, re.S)
    assert told is not None
    assert "Share of wallet (PW01)" in told.group(0)
    assert 'id="answers-partner-competition"' not in page


def test_best_worst_scores_are_ranked(heard: Dossier) -> None:
    grid = next(grid for grid in grids([section(heard)]) if grid.id.endswith("PX03"))
    values = [row.cells[-1].value for row in grid.rows]
    assert values == sorted(values, key=lambda value: -(value or 0.0))
    assert values[:3] == [1.0, 1.0, 1.0]


def test_page_opens_parts_without_script(heard: Dossier) -> None:
    page = render_html(heard, "it")
    assert page.count('<details class="fold"') == page.count("</summary>") - page.count('class="sources"')
    assert "<script" not in page


def test_without_interviews_the_section_says_so(dossier: Dossier) -> None:
    assert [block.tone for block in section(dossier).blocks] == ["absent"]  # type: ignore[union-attr]


def test_workbook_has_the_numbers_of_the_page(heard: Dossier) -> None:
    sheet = fastexcel.read_excel(render_workbook(heard, "en")).load_sheet("Answers", header_row=None)
    grid = {grid.id: grid for grid in grids([section(heard)])}["answers-partner-easy-vote"]
    labels = {f"{row.label} – {row.about}": row.cells[0].value for row in grid.rows}
    written = {row[0]: float(row[1]) for row in sheet.to_polars().rows() if row[0] in labels}
    assert written == pytest.approx(labels)


def test_tables_hold_every_cell_and_of_a_hidden_one_only_that_it_is(heard: Dossier) -> None:
    tables = dossier_tables(heard)
    answers = tables["answers"]
    hidden = answers.filter("hidden")
    few = hidden.filter(hidden_because="few")
    assert set(few["channel_id"]) == {"web"}
    assert hidden.select("value", "lower", "upper", "n", "N").null_count().row(0) == (hidden.height,) * 5
    assert answers.filter(item_id="PM04", channel_id=ALL, weighting="vote")["value"].sum() == pytest.approx(
        1, abs=0.005
    )
    differences = tables["answer_differences"]
    assert set(differences["kind"]) == {"revenue_less_vote"}  # the guesses are of other channels than all
    shown = answers.filter(~pl.col("hidden")).select("item_id", "channel_id").unique()
    assert differences.join(shown, on=["item_id", "channel_id"], how="anti").height == 0
    assert tables["scales"]["scale"].to_list() == ["easy"]

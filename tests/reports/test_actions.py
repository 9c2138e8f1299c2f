"""The plan in the dossier: pictures, table, trace, what people changed, what was measured."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest

from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.page import render_html
from tramite.reports.scribe import Scribe
from tramite.reports.section import Fold, Words, grids
from tramite.reports.sections.actions import write_actions
from tramite.reports.tables import dossier_tables


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


def table(dossier: Dossier, language: Language, name: str) -> Grid:
    return next(grid for grid in grids([write_actions(Scribe(dossier, language))]) if grid.id == name)


def texts(dossier: Dossier, language: Language) -> str:
    section = write_actions(Scribe(dossier, language))
    folded = [part for block in section.blocks if isinstance(block, Fold) for part in block.blocks]
    words = [block for block in (*section.blocks, *folded) if isinstance(block, Words)]
    return "\n".join(line for block in words for line in (block.text, *block.points))


def test_plan_shows_every_action_once(dossier: Dossier, language: Language) -> None:
    plan = dossier.plan
    assert plan is not None
    rows = table(dossier, language, "actions-plan").rows
    assert [row.label for row in rows] == [one.words("title", language) for one in plan.actions]


def test_words_of_people_stay_as_they_wrote_them(dossier: Dossier, language: Language) -> None:
    rows = {row.label: row for row in table(dossier, language, "actions-plan").rows}
    assert "Ours" in rows  # title that somebody changed
    assert rows["Ours"].cells[1].text == "Anna Bianchi"
    assert rows["Ours"].cells[3].value == 12_000


def test_what_people_expect_ranks_as_an_assumption(dossier: Dossier, language: Language) -> None:
    row = next(r for r in table(dossier, language, "actions-plan").rows if r.label == "Visit the ten best dealers")
    assert row.cells[4].value == 20_000
    assert row.cells[6].value == pytest.approx(20_000 / 5_000 * 0.2)
    assert row.cells[7].text == "D"


def test_unknown_effect_cost_and_rank_are_nd(dossier: Dossier, language: Language) -> None:
    row = next(r for r in table(dossier, language, "actions-plan").rows if r.label == "Ours")
    assert (row.cells[4].value, row.cells[4].text, row.cells[6].text) == (None, "n.d.", "n.d.")


def test_each_action_is_traced_to_line_belief_and_sources(dossier: Dossier, language: Language) -> None:
    told = texts(dossier, language)
    origin = {"it": "Provenienza: conto economico, riga", "en": "Origin: income statement, line"}[language]
    plan = dossier.plan
    assert plan is not None
    assert told.count(origin) == sum(1 for one in plan.actions if one.proposal)


def test_gone_grounds_and_measured_effects_are_told(dossier: Dossier, language: Language) -> None:
    assert "Be paid in time" in texts(dossier, language)
    rows = table(dossier, language, "actions-measured-table").rows
    assert [row.label for row in rows] == ["Explain the rules", "Visit the ten best dealers"]
    assert (rows[0].cells[3].value, rows[0].cells[7].text) == (9.5, "C")
    assert rows[1].cells[3].value is None


def test_differences_stand_beside_what_people_wrote(dossier: Dossier, language: Language) -> None:
    rows = table(dossier, language, "actions-differences").rows
    assert ("Ours", "Anna Bianchi") in {(row.label, row.cells[1].text) for row in rows}


def test_law_is_a_flag_and_no_advice(dossier: Dossier, language: Language) -> None:
    told = texts(dossier, language)
    flags = [line for line in told.splitlines() if line.startswith(("Legge:", "Law:"))]
    assert flags
    assert [line for line in flags if not re.search(r"Da verificare con|To be checked with", line)] == []


def test_page_without_plan_says_so(dossier: Dossier) -> None:
    page = render_html(replace(dossier, plan=None), "en")
    section = page[page.index('<section id="actions"') :]
    section = section[: section.index("</section>")]
    assert (section.count('class="words absent"'), section.count("<svg")) == (1, 0)


def test_tidy_tables_hold_plan_and_measures(dossier: Dossier) -> None:
    plan, tables = dossier.plan, dossier_tables(dossier)
    assert plan is not None
    assert tables["actions"].height == len(plan.actions)
    assert tables["actions"].filter(pl.col("effect").is_null())["effect_low"].null_count() > 0
    done = tables["actions_measured"].filter(pl.col("measure") == "change")
    assert done.select("action", "value", "grade").rows() == [("ours-2", 9.5, "C")]
    assert plan.to_frame().height == len(plan.actions)
    assert str(plan).count("\n") == len(plan.actions) - 1

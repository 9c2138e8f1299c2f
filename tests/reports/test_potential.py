"""How far channels can go: plain words, one number one source, and nothing of few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.result import ChannelFrontier, PotentialBelief
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Words, grids
from tramite.reports.sections.potential import write_potential
from tramite.reports.tables import dossier_tables

from .conftest import SECRET, potential_belief


def sentences(blocks: tuple[Block, ...]) -> list[str]:
    return [text for block in blocks if isinstance(block, Words) for text in (block.text, *block.points)]


def written(dossier: Dossier, belief: PotentialBelief | None, language: Language = "en") -> list[str]:
    beliefs = replace(dossier.beliefs, potential=belief)
    return sentences(write_potential(Scribe(replace(dossier, beliefs=beliefs), language)).blocks)


def test_potential_says_what_limits_first_in_plain_words(dossier: Dossier) -> None:
    texts = [text.replace("\xa0", " ") for text in written(dossier, potential_belief())]
    assert "Dealers: 9.4 M EUR at most, 4.7% above today (0.7% to 8.7%); grade D." in texts
    expected = say("potential.binds", found=say("potential.the_capacity"), others=say("potential.the_coverage"),
                   probability="97.0%")  # fmt: skip
    assert expected in texts
    assert say("potential.confirmed", share="60.0%") in texts
    assert say("potential.conditions", conditions="higher earnings") in texts
    assert say("potential.untold", channels="Web, Depots") in texts


def test_potential_says_that_an_upper_bound_is_one(dossier: Dossier) -> None:
    texts = written(dossier, potential_belief())
    term = say(
        "potential.bound_of", term=say("potential.term_demand"), why=say("potential.missing_spending_hidden")
    )
    assert say("potential.bound", terms=term) in texts


def test_frontier_is_shown_with_its_disagreement_and_its_doubt(dossier: Dossier) -> None:
    texts = written(dossier, potential_belief())
    assert say("potential.frontier_above", channel="Dealers") in texts
    assert say("potential.frontier_unsure", channel="Dealers", p="20.0%") in texts
    assert say("potential.frontier_few", channel="Depots", n=12, least=50) in texts


@pytest.mark.parametrize("status", ["no_inefficiency", "no_resources"])
def test_a_channel_without_a_frontier_says_why(dossier: Dossier, status: str) -> None:
    without = ChannelFrontier("dealers", status, 60)  # type: ignore[arg-type]
    texts = written(dossier, replace(potential_belief(), frontiers={"dealers": without}))
    assert say(f"potential.frontier_{status}", channel="Dealers", n=60) in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_potential_tells_nothing_of_few(dossier: Dossier, language: Language) -> None:
    shown = [cell for grid in grids([write_potential(Scribe(dossier, language))])
             for row in grid.rows for cell in row.cells]  # fmt: skip
    assert [cell for cell in shown if cell.value is not None and abs(cell.value - SECRET) < 1] == []
    table = dossier_tables(dossier)["potential"]
    assert table.filter(table["measure"] == "demand.spending")["value"].to_list() == [None]


def test_limits_stand_in_one_table_with_a_mark_on_upper_bounds(dossier: Dossier) -> None:
    section = write_potential(Scribe(dossier, "en"))
    (grid,) = (block for block in section.blocks if isinstance(block, Grid) and block.id == "potential-limits")
    cells = {row.label: row.cells[0] for row in grid.rows}
    assert cells[say("potential.sales")].value == pytest.approx(8_980_000)
    assert cells[say("potential.demand")].text == say("dossier.hidden")
    assert (cells[say("potential.limit")].value, cells[say("potential.limit")].marks) == (9_400_000, "†")


def test_without_budgets_it_says_what_to_bring(dossier: Dossier) -> None:
    assert say("potential.budgets_missing") in written(dossier, replace(potential_belief(), budgets=()))


def test_frontiers_alone_are_shown_without_interviews(dossier: Dossier) -> None:
    texts = written(dossier, replace(potential_belief(), channels={}))
    assert texts[0] == say("potential.absent", n=50)
    assert say("potential.frontier_lead") in texts


def test_absent_potential_says_what_to_bring(dossier: Dossier) -> None:
    bare = replace(dossier, beliefs=Beliefs())
    assert write_potential(Scribe(bare, "it")).blocks == (
        Words(say("potential.absent", "it", n=50), tone="absent"),
    )  # fmt: skip


def test_tables_hold_limits_frontiers_and_budgets(dossier: Dossier) -> None:
    tables = dossier_tables(dossier)
    assert tables["potential_binding"]["limit"].to_list() == ["demand", "capacity", "coverage"]
    assert tables["potential_frontier"]["status"].to_list() == ["fitted"] * 3 + ["few"]
    assert tables["potential_budgets"]["status"].to_list() == ["fires"]

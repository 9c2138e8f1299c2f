"""Prices and earnings: the rule in words, break-even beside what is stated, nothing of few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.charts.break_even import break_even_chart
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words, grids
from tramite.reports.sections.law import write_law
from tramite.reports.sections.terms import write_terms
from tramite.reports.tables import dossier_tables

from .conftest import SECRET


def tables_of(dossier: Dossier, language: Language = "en") -> dict[str, Grid]:
    return {grid.id: grid for grid in grids([write_terms(Scribe(dossier, language))])}


def test_the_price_table_says_answer_numbers_and_who_blocks(dossier: Dossier) -> None:
    dealers, web = tables_of(dossier)["terms-prices"].rows
    texts = [cell.text for cell in dealers.cells]
    assert texts == ["open: the interval holds both", "12.0%", "7.0%", "5.7%", "6.1%", "9.0%", "17.0%", "60.0%"]
    assert dealers.cells[0].below == ("6.2% to 7.1%", "9.0% to 10.0%")
    assert dealers.cells[-1].below[-1] == "by customers: 40.0%"
    assert [cell.text for cell in web.cells][:3] == ["not evaluable", "0.0%", "n.d."]


def test_what_is_missing_is_said_with_its_sizes(dossier: Dossier) -> None:
    blocks = write_terms(Scribe(dossier, "en")).blocks
    points = [point for block in blocks if isinstance(block, Words) for point in block.points]
    asked = say("parameters.earnings_rise_asked", channel="Depots", size="27", asked="20")
    assert say("terms.lacks", channel="Depots", missing=asked) in points


def test_any_loss_and_no_gain_are_words(dossier: Dossier) -> None:
    rows = tables_of(dossier)["terms-earnings-grid"].rows
    words = [row.cells[2].text for row in rows if row.cells]
    assert words == ["12.0%", "21.4%", "any loss", "no gain"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_answers_are_not_shown(dossier: Dossier, language: Language) -> None:
    grid = tables_of(dossier, language)["terms-earnings-grid"]
    stated = [row.cells[1] for row in grid.rows if row.cells]
    assert [cell.value for cell in stated] == [0.05, 0.3, None, 0.04]
    sizes = dossier_tables(dossier)["verdict_sizes"]
    assert sizes.filter(channel_id="depots", figure="stated").select("value", "hidden").rows() == [(None, True)]
    assert SECRET / 100 not in sizes["value"].to_list()


def test_pictures_are_there_for_what_may_be_shown(dossier: Dossier) -> None:
    pictures = [block.id for block in write_terms(Scribe(dossier, "it")).blocks if isinstance(block, Picture)]
    assert pictures == ["terms-price-chart", "terms-cut-chart", "terms-rise-chart"]
    few = [one for one in dossier.verdicts if one.channel_id == "depots"]
    assert break_even_chart(Scribe(dossier, "it"), few, x_title="x", y_title="y") is None


def test_without_verdicts_the_section_says_so(dossier: Dossier) -> None:
    (only,) = write_terms(Scribe(replace(dossier, verdicts=()), "it")).blocks
    assert isinstance(only, Words)
    assert (only.text, only.tone) == (say("terms.missing", "it"), "absent")


def test_law_is_a_flag_with_its_source_and_no_advice(dossier: Dossier) -> None:
    section = write_law(Scribe(dossier, "it"))
    (grid,) = grids([section])
    group, notice, dependence = grid.rows
    assert (group.kind, group.label) == ("group", "Chiudere i magazzini all'ingrosso")
    assert [cell.text for cell in notice.cells][1:] == [
        "a condizioni", "5–8 mesi", "AEC Commercio del 4 giugno 2025, in vigore dal 1° luglio 2025",
    ]  # fmt: skip
    assert notice.cells[0].text.startswith("Se quell'accordo regola i contratti")
    assert "PE01–PF07" in dependence.cells[0].text
    assert "non consulenza legale" in section.blocks[0].text  # type: ignore[union-attr]

"""The section of imbalances: what fires first, what is missing said, nothing added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.books.imbalance_rule import Measure, RuleResult
from tramite.kernel.provenance import Source
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.charts.imbalance import imbalance_chart
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words
from tramite.reports.sections.imbalance import write_imbalance


def grids(dossier: Dossier, language: Language = "en") -> dict[str, Grid]:
    section = write_imbalance(Scribe(dossier, language))
    return {block.id: block for block in section.blocks if isinstance(block, Grid)}


def test_imbalance_shows_euro_at_stake_and_what_they_leave_out(dossier: Dossier) -> None:
    fires = grids(dossier)["imbalance-fires"]
    assert [(row.label, [cell.text for cell in row.cells]) for row in fires.rows] == [
        ("B3 Negative contribution", ["Depots", "−90,000", "0", "counted", "90,000", "0.9%"]),
        ("B7 Concentration", ["Dealers", "0.31", "0.25", "counted", "n.d.", "n.d."]),
    ]
    assert [row.cells[1].marks for row in fires.rows] == ["*", ""]
    assert "Cost of credit" in fires.notes[-1]
    assert fires.rows[1].cells[1].below == ("HHI", "largest partner: 45.0% (30.0%)")


def test_imbalance_says_what_is_missing_once_for_channels_alike(dossier: Dossier) -> None:
    rows = grids(dossier)["imbalance-missing"].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Dealers, Depots", say("rules.missing_stock_target"), "–"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_imbalance_has_one_bar_for_each_amount(dossier: Dossier, language: Language) -> None:
    scribe = Scribe(dossier, language)
    valued = [result for result in dossier.imbalance if result.at_stake]
    svg = to_svg(imbalance_chart(scribe, valued), language=language, picture_id="p", label="x")
    assert svg.count(">90,0<" if language == "it" else ">90.0<") == 1


def test_imbalance_where_nothing_fires_says_so_and_draws_nothing(dossier: Dossier) -> None:
    calm = tuple(result for result in dossier.imbalance if result.status != "fires")
    blocks = write_imbalance(Scribe(replace(dossier, imbalance=calm), "en")).blocks
    assert [block for block in blocks if isinstance(block, Picture)] == []
    words = [block.text for block in blocks if isinstance(block, Words)]
    assert words[1] == "No rule fires among those that can be evaluated."
    assert words[0].endswith("0 findings fire, 1 are clear, 2 are not evaluable.")


def test_imbalance_of_voices_says_its_interval_and_how_sure_it_is(dossier: Dossier) -> None:
    heard = RuleResult(
        "B13", "depots", "fires", (Measure("mix_distance", 0.27, "share", 0.2, 0.16, 0.38),), 5_000.0, 0.05,
        evidence=(Source("interviews", "CC01, CC02", simulated=True),), certainty="likely",
    )  # fmt: skip
    row = grids(replace(dossier, imbalance=(heard,)))["imbalance-fires"].rows[0]
    channel, measured, limit, certainty, stake, severity = row.cells
    assert (channel.text, limit.text, certainty.text, severity.text) == ("Depots", "20.0%", "likely", "5.0%")
    assert measured.below == ("spending that customers would move", "16.0% to 38.0%")
    assert (stake.text, stake.below) == ("5,000", ("net sales",))

"""Lines and segments: what loses money before any other cost is said first, and parts sum to the channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.charts.places import places_chart
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words
from tramite.reports.sections.places import write_places


def grid(dossier: Dossier) -> Grid:
    found = [block for block in write_places(Scribe(dossier, "en")).blocks if isinstance(block, Grid)]
    assert [one.id for one in found] == ["places-lines-grid"]
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_say_what_is_sold_below_cost(dossier: Dossier, language: Language) -> None:
    blocks = write_places(Scribe(dossier, language)).blocks
    warned = [block for block in blocks if isinstance(block, Words) and block.tone == "warning"]
    assert [len(block.points) for block in warned] == [1]
    assert "bolts" in warned[0].points[0]
    assert ("−777.000" if language == "it" else "−777,000") in warned[0].points[0]


def test_places_give_margins_and_shares_of_each_line(dossier: Dossier) -> None:
    rows = {(row.label, place): row for place, row in enumerate(grid(dossier).rows) if row.cells}
    first = next(row for (label, _), row in rows.items() if label == "screws")
    # three quarters of the web: net 5,970,000, gross margin 2,370,000, CM1 1,765,000, CM2 1,255,000
    assert [cell.value for cell in first.cells] == pytest.approx(
        [4_477_500, 2_370 / 5_970, 1_323_750, 1_765 / 5_970, 941_250, 1_255 / 5_970]
    )
    assert {cell.marks for cell in first.cells[2:]} == {"*"}


def test_places_end_with_the_channels_own_totals(dossier: Dossier) -> None:
    totals = [row for row in grid(dossier).rows if row.kind == "subtotal"]
    amounts = [dossier.statement.amount(c, "cm1") for c in (*dossier.statement.channels, "company")]
    assert [row.cells[2].value for row in totals] == amounts


def test_places_chart_marks_a_negative_gross_margin(dossier: Dossier) -> None:
    assert dossier.by_line is not None
    scribe = Scribe(dossier, "en")
    svg = to_svg(
        places_chart(scribe, dossier.by_line, scribe.product_line), language="en", picture_id="p", label="x"
    )
    assert svg.count(">▼ ") == 1


def test_places_say_what_to_bring_without_lines_or_segments(dossier: Dossier) -> None:
    blocks = write_places(Scribe(replace(dossier, by_line=None), "en")).blocks
    assert [block.tone for block in blocks if isinstance(block, Words)] == ["plain", "absent", "absent"]
    assert [block for block in blocks if isinstance(block, Picture)] == []

"""What goes together, as a reader meets it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.beliefs.drivers.result import Drivers
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.charts.drivers import drivers_chart
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Heading, Picture, Words
from tramite.reports.sections.drivers import write_drivers


@pytest.fixture(scope="module")
def found(dossier: Dossier) -> Drivers:
    assert dossier.beliefs.drivers is not None
    return dossier.beliefs.drivers


def with_drivers(dossier: Dossier, found: Drivers) -> Dossier:
    return replace(dossier, beliefs=replace(dossier.beliefs, drivers=found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_outcome_is_told_or_says_why_not(dossier: Dossier, language: Language) -> None:
    section = write_drivers(Scribe(dossier, language))
    headings = [block.id for block in section.blocks if isinstance(block, Heading)]
    assert headings == ["drivers-recommendation", "drivers-continuity", "drivers-growth", "drivers-classes"]
    assert [block.id for block in section.blocks if isinstance(block, Picture)] == ["drivers-recommendation-chart"]
    words = " ".join(block.text for block in section.blocks if isinstance(block, Words))
    assert ("PR09" in words, "n.d." in words) == (True, False)
    assert section.badge


def test_shares_are_read_from_the_largest_down(dossier: Dossier, found: Drivers) -> None:
    section = write_drivers(Scribe(dossier, "en"))
    grid = next(block for block in section.blocks if isinstance(block, Grid))
    shares = [row.cells[0].value or 0.0 for row in grid.rows]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == len(found.outcomes["recommendation"].drivers)


def test_twins_are_said_not_to_be_told_apart(dossier: Dossier, found: Drivers) -> None:
    told = replace(found.outcomes["recommendation"], twins=(("easy", "predictable"),), condition=45.0)
    twin = with_drivers(dossier, replace(found, outcomes={"recommendation": told}))
    points = [p for block in write_drivers(Scribe(twin, "en")).blocks if isinstance(block, Words)
              for p in block.points]  # fmt: skip
    assert any(
        "“Easy” and “Predictable” go together so much that the two cannot be told apart" in p for p in points
    )
    assert any("condition number 45.0" in p for p in points)


def test_a_predictor_whose_score_is_hidden_is_not_drawn(dossier: Dossier, found: Drivers) -> None:
    told = found.outcomes["recommendation"]
    bare = replace(told, drivers=(replace(told.drivers[0], score=None, quadrant=None), *told.drivers[1:]))
    scribe = Scribe(dossier, "en")
    whole, less = (
        to_svg(drivers_chart(scribe, one), language="en", picture_id="p", label="x") for one in (told, bare)
    )
    name = {"easy": "Easy", "predictable": "Predictable", "profitable": "Profitable"}.get(told.drivers[0].name, "")
    assert (f">{name}<" in whole, f">{name}<" in less) == (True, False)
    shown = with_drivers(dossier, replace(found, outcomes={"recommendation": bare}))
    grid = next(block for block in write_drivers(Scribe(shown, "en")).blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.rows[0].cells[3:5]] == ["hidden", "–"]

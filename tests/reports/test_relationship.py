"""What stands around PX, as a reader meets it."""

from __future__ import annotations

import pytest

from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Heading, Picture, Section, Words
from tramite.reports.sections.relationship import write_relationship


def written(dossier: Dossier, language: Language) -> Section:
    return write_relationship(Scribe(dossier, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_has_words_a_picture_a_table_and_limits(dossier: Dossier, language: Language) -> None:
    blocks = written(dossier, language).blocks
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
    parts = [blocks[a:b] for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    assert len(parts) == 4
    for part in parts:
        assert sum(isinstance(block, Picture) for block in part) == 1
        assert any(isinstance(block, Grid) for block in part)
        assert isinstance(part[1], Words)
        assert part[1].points
        assert isinstance(part[-1], Words)


def test_a_direct_channel_has_no_partners_and_few_customers_are_hidden(dossier: Dossier) -> None:
    grids = [block for block in written(dossier, "en").blocks if isinstance(block, Grid)]
    beside = next(grid for grid in grids if grid.id == "relationship-customers-cx")
    cells = {row.label: [cell.text for cell in row.cells] for row in beside.rows}
    assert cells["Web"][0] == "no partners"
    assert cells["Depots"][1:] == ["hidden", "not compared"]
    assert cells["All channels"][2] == "not compared"


def test_what_was_not_asked_is_named(dossier: Dossier) -> None:
    texts = [block.text for block in written(dossier, "en").blocks if isinstance(block, Words)]
    unasked = next(text for text in texts if text.startswith("Not asked"))
    assert unasked == (
        "Not asked, so that nothing is known of it: Commitment, Good personal relations, Absence of pressure, "
        "Absence of tension."
    )


def test_correlations_have_two_decimals_and_continuity_says_what_it_needs(dossier: Dossier) -> None:
    blocks = written(dossier, "en").blocks
    points = [point for block in blocks if isinstance(block, Words) for point in block.points]
    assert "Continuity: n.d.: nobody answered PR09." in points
    rho = next(block for block in blocks if isinstance(block, Grid) and block.id == "relationship-validity-rho")
    shown = [cell.text for row in rho.rows for cell in row.cells if cell.value is not None]
    assert shown
    assert {len(text.split(".")[-1]) for text in shown} == {2}

"""The section of the position: one picture, one table, and what is not asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import LANGUAGES, Language, phrase
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words
from tramite.reports.sections.position import write_position
from tramite.reports.tables import dossier_tables


def grids(dossier: Dossier, language: Language = "en") -> dict[str, Grid]:
    blocks = write_position(Scribe(dossier, language)).blocks
    return {block.id: block for block in blocks if isinstance(block, Grid)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_position_is_one_picture_and_one_table(dossier: Dossier, language: Language) -> None:
    blocks = write_position(Scribe(dossier, language)).blocks
    assert [block.id for block in blocks if isinstance(block, Picture)] == ["position-chart"]
    assert "position-grid" in grids(dossier, language)


def test_position_hides_three_customers_and_shows_the_others(dossier: Dossier) -> None:
    row = next(r for r in grids(dossier)["position-grid"].rows if r.label == "Share of wallet – customers")
    web, dealers, _, _ = row.cells
    assert (web.text, web.value) == ("hidden", None)
    assert dealers.value == pytest.approx(0.465)


def test_position_leaves_what_partners_sell_of_others_to_the_clean_team(dossier: Dossier) -> None:
    labels = {row.label for row in grids(dossier)["position-grid"].rows}
    assert "Share of wallet – partners" not in labels
    assert set(dossier_tables(dossier)["position"].filter(figure="wallet")["side"]) == {"customer"}
    words = [p for b in write_position(Scribe(dossier, "en")).blocks if isinstance(b, Words) for p in b.points]
    assert sum("PW01" in point for point in words) == 1


def test_position_tells_roles_where_they_are_believed(dossier: Dossier) -> None:
    belief = dossier.beliefs.position
    assert belief is not None
    told = replace(belief, roles={"dealers": phrase("position.role")})
    with_roles = replace(dossier, beliefs=replace(dossier.beliefs, position=told))
    rows = [row for row in grids(with_roles)["position-grid"].rows if row.label == "Primary role"]
    assert [[cell.text for cell in row.cells] for row in rows] == [["–", "Primary role", "–", "–"]]
    assert not any(row.label == "Primary role" for row in grids(dossier)["position-grid"].rows)


def test_position_divides_each_line_among_channels(dossier: Dossier) -> None:
    for row in grids(dossier)["position-sold"].rows:
        assert sum(cell.value or 0.0 for cell in row.cells) == pytest.approx(1)


def test_position_sets_weights_beside_the_services(dossier: Dossier) -> None:
    rows = {row.label: row for row in grids(dossier)["position-fit-grid"].rows}
    assert rows["Service and help"].cells[1].below[-1].startswith("weighs ")
    assert not any(line.startswith("weighs ") for line in rows["Right quantities and lot sizes"].cells[1].below)

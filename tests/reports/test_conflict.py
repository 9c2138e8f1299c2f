"""The section of conflict: what is heavy first, stated and measured apart, nothing hidden told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.beliefs.held import Beliefs
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.charts.conflict import conflict_chart
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words
from tramite.reports.sections.conflict import write_conflict
from tramite.reports.tables import dossier_tables


def grids(dossier: Dossier, language: Language = "en") -> dict[str, Grid]:
    blocks = write_conflict(Scribe(dossier, language)).blocks
    return {block.id: block for block in blocks if isinstance(block, Grid)}


def test_conflict_keeps_views_apart_and_puts_the_guess_beside_the_votes(dossier: Dossier) -> None:
    found = grids(dossier)
    assert [row.label for row in found["conflict-vote"].rows][-1] == "What our people guess"
    assert [row.label for row in found["conflict-revenue"].rows][-1] == "All channels"


def test_conflict_ranks_the_heaviest_first(dossier: Dossier) -> None:
    rows = grids(dossier)["conflict-priority"].rows
    values = [row.cells[3].value for row in rows]
    known = [value for value in values if value is not None]
    assert len(known) > 2
    assert known == sorted(known, reverse=True)


def test_conflict_of_voices_and_of_books_are_two_tables(dossier: Dossier) -> None:
    found = grids(dossier)
    assert [row.label for row in found["conflict-moved-books"].rows] == ["From Dealers to Web"]
    assert {row.label for row in found["conflict-moved-voices"].rows} == {
        "From Dealers to Web", "From Depots to Web",
    }  # fmt: skip
    # the dealers' end-customer spend is n.d.: their loss has a share and no amount
    assert [cell.value for cell in found["conflict-moved-voices"].rows[0].cells[1:]] == [None, None]


def test_conflict_names_no_coopetition_and_says_who_may_read_it(dossier: Dossier) -> None:
    section = write_conflict(Scribe(dossier, "en"))
    limits = [point for block in section.blocks if isinstance(block, Words) for point in block.points]
    assert sum("clean team" in point for point in limits) == 1
    assert "coopetition" not in set(dossier_tables(dossier)["conflict"]["kind"])


def test_conflict_hides_the_wishes_of_three(dossier: Dossier) -> None:
    mix = grids(dossier)["conflict-mix-grid"]
    web = [row for row in mix.rows if row.label.startswith("Web")]
    assert {cell.text for row in web for cell in row.cells} <= {"hidden", "–"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_conflict_chart_has_a_panel_for_each_conflict(dossier: Dossier, language: Language) -> None:
    belief, scribe = dossier.beliefs.conflict, Scribe(dossier, language)
    assert belief is not None
    svg = to_svg(conflict_chart(scribe, belief.levels), language=language, picture_id="p", label="x")
    for kind in ("domain", "vertical", "horizontal"):
        assert f">{scribe.tell(f'conflict.{kind}')}<" in svg


def test_conflict_without_voices_says_what_to_bring(dossier: Dossier) -> None:
    section = write_conflict(Scribe(replace(dossier, beliefs=Beliefs()), "it"))
    assert [block.tone for block in section.blocks if isinstance(block, Words)] == ["absent"]
    assert not any(isinstance(block, Picture) for block in section.blocks)

"""End customers: only counts that name nobody are written, on the page and in the tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Words
from tramite.reports.sections.customers import write_customers
from tramite.reports.shown import ShownPair, may_show_pair, shown_pairs, shown_reach
from tramite.reports.tables import dossier_tables


def grids(dossier: Dossier, language: Language = "en") -> dict[str, Grid]:
    blocks = write_customers(Scribe(dossier, language)).blocks
    return {block.id: block for block in blocks if isinstance(block, Grid)}


def test_matrix_hides_a_handful_from_both_sides(dossier: Dossier) -> None:
    found = [[cell.text for cell in row.cells] for row in grids(dossier)["overlap-channels"].rows]
    assert found == [["120", "40", "hidden"], ["40", "90", "0"], ["hidden", "0", "60"]]


def test_matrix_tells_amounts_of_our_own_invoices_only(dossier: Dossier) -> None:
    web, dealers, _ = grids(dossier)["overlap-channels"].rows
    assert (web.cells[1].below, dealers.cells[0].below) == (("33.3%", "40,000\xa0EUR"), ("44.4%",))


def test_pairs_and_reach_leave_out_a_handful(dossier: Dossier) -> None:
    found = grids(dossier)
    assert [[cell.text for cell in row.cells] for row in found["overlap-pairs"].rows] == [["40", "33.3%", "44.4%"]]
    assert [row.label for row in found["reach-grid"].rows] == ["d1"]
    assert len(found["overlap-pairs"].notes) == len(found["reach-grid"].notes) == 1


def test_tables_hold_only_what_the_page_may_show(dossier: Dossier) -> None:
    tables = dossier_tables(dossier)
    assert tables["overlap"].select("between", "one", "other", "customers").rows() == [
        ("channels", "dealers", "web", 40), ("partners", "d1", "d2", 40),
    ]  # fmt: skip
    assert tables["reach"]["partner_id"].to_list() == ["d1"]


@pytest.mark.parametrize(
    ("customers", "of_one", "of_other", "shown"),
    [(5, 10, 10, True), (4, 10, 10, False), (6, 10, 20, False), (10, 10, 15, True), (10, 10, 14, False)],
)
def test_pair_is_shown_if_neither_it_nor_its_rest_is_a_handful(
    dossier: Dossier, customers: int, of_one: int, of_other: int, shown: bool
) -> None:
    assert dossier.overlap is not None
    one, other = dossier.overlap.cells[0].one, dossier.overlap.cells[1].one
    pair = ShownPair(one, other, customers, of_one, of_other)
    assert may_show_pair(pair, method=dossier.method) is shown


def test_cannibalisation_is_hidden_where_few_customers_tell_it(dossier: Dossier) -> None:
    assert [cell.text for cell in grids(dossier)["cannibalisation-grid"].rows[0].cells][:3] == [
        "10.0%",
        "4.0%",
        "6.0%",
    ]
    few = replace(dossier.cannibalisation[0], gross=replace(dossier.cannibalisation[0].gross, n=4))
    hidden = replace(dossier, cannibalisation=(few,))
    assert {cell.text for cell in grids(hidden)["cannibalisation-grid"].rows[0].cells} == {"hidden"}
    assert dossier_tables(hidden)["cannibalisation"]["value"].to_list() == [None, None, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_shared_customers_it_says_what_to_bring(dossier: Dossier, language: Language) -> None:
    alone = replace(dossier, overlap=None, channel_overlap=None, reach=None, cannibalisation=())
    (only,) = write_customers(Scribe(alone, language)).blocks
    assert isinstance(only, Words)
    assert (only.tone, "tramite link" in only.text) == ("absent", True)


def test_shown_counts_are_ordered_by_size(dossier: Dossier) -> None:
    assert dossier.overlap is not None
    assert dossier.reach is not None
    assert [pair.customers for pair in shown_pairs(dossier.overlap, method=dossier.method)[0]] == [40]
    assert [found.partner_id for found in shown_reach(dossier.reach, method=dossier.method)] == ["d1"]

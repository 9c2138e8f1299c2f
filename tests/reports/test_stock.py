"""Stock: how many pairs add up, what the others are worth, and nothing passed without being checked."""

from __future__ import annotations

from dataclasses import replace

from tramite.kernel.wording import say
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Words
from tramite.reports.sections.stock import write_stock

from .conftest import stock


def test_stock_counts_and_values_what_does_not_add_up(dossier: Dossier) -> None:
    blocks = write_stock(Scribe(dossier, "en")).blocks
    texts = [block.text for block in blocks if isinstance(block, Words)]
    assert "10 partner × product pairs checked; 9 add up, 1 do not." in texts[1]
    assert "300 EUR" in texts[1].replace("\xa0", " ")
    assert texts[2] == say("stock.silent", count="1")
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert [cell.value for cell in grid.rows[0].cells] == [40, 100, 90, 4, 40, 6, 300]


def test_stock_without_reports_is_not_passed(dossier: Dossier) -> None:
    silent = replace(stock(), check=replace(stock().check, checked=0, differences=()), differences=())
    blocks = write_stock(Scribe(replace(dossier, stock=silent), "en")).blocks
    assert say("stock.nobody") in [block.text for block in blocks if isinstance(block, Words)]


def test_stock_without_tables_says_what_to_bring(dossier: Dossier) -> None:
    assert write_stock(Scribe(replace(dossier, stock=None), "it")).blocks == (
        Words(say("stock.absent", "it"), tone="absent"),
    )

"""Key figures, rules, stock, growth and partner pages are the same on Polars and on DuckDB, cell by cell."""

from __future__ import annotations

import polars as pl

from tramite.books.growth import decompose_growth
from tramite.books.imbalance import imbalance
from tramite.books.kpi_ground import ground_of
from tramite.books.kpis import key_figures
from tramite.books.partner_page import partner_figures
from tramite.books.stock import check_stock
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

from .conftest import Books, on_polars


def computed(books: Books, definition: CaseDefinition, period: Period) -> list[object]:
    """Return every result of these modules."""
    ground = ground_of(books, definition=definition, period=period)
    return [
        *key_figures(ground),
        *imbalance(ground, tables=books),
        *decompose_growth(ground, tables=books),
        check_stock(books, period=period),
        *(partner_figures(books, definition=definition, period=period, partner_id=p) for p in ("a", "b", "c")),
    ]


def test_results_are_the_same_on_duckdb(
    full: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    odd = full["sell_in"].filter(pl.col("document_id") == "shops-202403-1").with_columns(
        document_id=pl.lit("odd"), product_id=pl.lit("p2"), units=pl.lit(-7.0), cost_amount=None
    )  # fmt: skip
    frames = full | {"sell_in": pl.concat([full["sell_in"], odd.cast(full["sell_in"].schema)])}
    with open_engine() as engine:
        other = computed(engine.tables(frames), definition, period)
    one = computed(on_polars(frames), definition, period)
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []

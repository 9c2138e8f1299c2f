"""All tables of the books, by contract name."""

from __future__ import annotations

import polars as pl

from recipe import agreements, ledger, sales
from recipe.source import Source


def make_books(source: Source) -> dict[str, pl.DataFrame]:
    """Return the tables of the books, by contract name."""
    lines = sales.sell_in(source)
    return {
        "partners": sales.partners(source),
        "customers": sales.customers(source),
        "products": sales.products(source),
        "sell_in": lines,
        "sell_out": sales.sell_out(source),
        "costs": ledger.costs(source, lines, agreements.seller_rates(source)),
        "ledger": ledger.ledger(source),
        "budgets": agreements.budgets(source),
        "terms": agreements.terms(source),
    }

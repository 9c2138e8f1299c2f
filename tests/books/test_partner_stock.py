from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.books.partner_stock import StockFindings, stock_findings
from tramite.kernel.periods import Period

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


def found(frames: Frames, period: Period) -> StockFindings:
    findings = stock_findings(on_polars(frames), period=period)
    assert findings is not None
    return findings


def lose(frames: Frames, period: Period, pieces: float) -> Frames:
    last = pl.col("month") == period.last
    stock = frames["stock"].with_columns(
        units=pl.when(last).then(pl.col("units") - pieces).otherwise(pl.col("units"))
    )
    return frames | {"stock": stock}


def test_stock_that_adds_up_has_no_differences(full: Frames, period: Period) -> None:
    assert (found(full, period).differences, found(full, period).value) == ((), 0)


def test_a_difference_is_worth_what_the_product_was_invoiced_at(full: Frames, period: Period) -> None:
    # 240 pieces were invoiced at 2,400 in all: 10 each
    (row,) = found(lose(full, period, 3), period).differences
    assert [row.found.difference, row.value] == pytest.approx([3, 30])


def test_a_product_without_invoices_is_worth_its_standard_cost_or_nd(
    full: Frames, period: Period, make_table: Any
) -> None:
    more = [
        {"month": period.last, "partner_id": "a", "product_id": product, "units": units}
        for product, units in (("p2", 4.0), ("p3", 900.0))
    ]
    products = [{"product_id": "p2", "standard_cost": Decimal(7)}, {"product_id": "p3"}]
    given = full | {
        "stock": pl.concat([full["stock"], make_table("stock", more)]),
        "products": pl.concat([full["products"], make_table("products", products)]),
    }
    rows = found(given, period).differences
    assert [(row.found.product_id, row.found.difference, row.value) for row in rows] == [
        ("p2", -4, pytest.approx(-28)), ("p3", -900, None),
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["stock", "sell_in", "sell_out"])
def test_stock_is_nd_without_its_table(full: Frames, period: Period, missing: str) -> None:
    rest = on_polars({name: frame for name, frame in full.items() if name != missing})
    assert stock_findings(rest, period=period) is None

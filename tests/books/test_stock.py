from __future__ import annotations

import polars as pl
import pytest

from tramite.books.stock import StockDifference, check_stock
from tramite.kernel.periods import Period

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


def test_stock_that_adds_up_has_no_difference(full: Frames, period: Period) -> None:
    check = check_stock(on_polars(full), period=period)
    assert check is not None
    assert (check.checked, check.differences, check.silent) == (1, (), ("b",))


def test_stock_tells_the_product_that_does_not_add_up(full: Frames, period: Period) -> None:
    more = full["sell_in"].filter(pl.col("document_id") == "shops-202403-1").with_columns(
        document_id=pl.lit("more"), product_id=pl.lit("p2"), units=pl.lit(7.0)
    )  # fmt: skip
    check = check_stock(on_polars(full | {"sell_in": pl.concat([full["sell_in"], more])}), period=period)
    assert check is not None
    assert check.checked == 2
    # p2 is on no stock list: its seven pieces should be there and are not
    assert check.differences == (StockDifference("a", "p2", 0.0, 7.0, 0.0, 0.0, 0.0),)
    assert check.to_frame()["difference"].to_list() == [7.0]
    assert str(check) == (
        "Stock 2024-01/2024-12: 1 of 2 partner × product pairs do not add up; 1 partners do not report."
    )


def test_stock_counts_returns_to_the_vendor(full: Frames, period: Period) -> None:
    back = full["sell_in"].filter(pl.col("document_id") == "shops-202403-1").with_columns(
        document_id=pl.lit("back"), units=pl.lit(-3.0)
    )  # fmt: skip
    books = on_polars(full | {"sell_in": pl.concat([full["sell_in"], back])})
    check = check_stock(books, period=period)
    assert check is not None
    (row,) = check.differences
    assert (row.sell_in, row.returns, row.difference) == (120.0, 3.0, -3.0)


@pytest.mark.parametrize("missing", ["stock", "sell_in", "sell_out"])
def test_stock_is_nd_without_a_table(full: Frames, period: Period, missing: str) -> None:
    rest = {name: frame for name, frame in full.items() if name != missing}
    assert check_stock(on_polars(rest), period=period) is None

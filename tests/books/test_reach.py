from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tramite.books.reach import CustomerReach, Reach, customer_reach
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

NOW, BEFORE = date(2024, 6, 1), date(2023, 2, 1)
# Planted: x and y are one company.
LINES = [
    ("x", "shops", "a", 10, NOW), ("y", "web", None, 5, BEFORE), ("z", "shops", "a", 20, NOW),
    ("w", "shops", "a", 40, NOW), ("w", "shops", "b", 1, NOW), ("v", "shops", "a", 80, BEFORE),
]  # fmt: skip


@pytest.fixture
def sold(make_table: Any) -> dict[str, pl.DataFrame]:
    rows = [
        {"document_id": str(n), "document_line": 1, "date": day, "channel_id": channel, "partner_id": partner,
         "customer_id": customer, "product_id": "p1", "units": 1.0, "net_amount": Decimal(net)}
        for n, (customer, channel, partner, net, day) in enumerate(LINES)
    ]  # fmt: skip
    links = [{"customer_id": c, "entity_id": "x", "ground": "person"} for c in ("x", "y")]
    return {"sell_out": make_table("sell_out", rows), "links": make_table("links", links)}


def reach(frames: dict[str, pl.DataFrame], period: Period, months: int = 24) -> CustomerReach:
    method = Method().overridden({"access_lookback_months": months})
    lazy = {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}
    found = customer_reach(lazy, last=period, method=method)
    assert found is not None
    return found


def test_reach_counts_customers_with_no_other_purchase_in_the_look_back(
    sold: dict[str, pl.DataFrame], period: Period
) -> None:
    found = reach(sold, period)
    assert found.partners == (
        Reach("a", 4, 2, Decimal(150), Decimal(100)), Reach("b", 1, 0, Decimal(1), Decimal(0)),
    )  # fmt: skip
    a = found.of("a")
    assert a is not None
    assert a.share == 0.5
    assert found.of("nobody") is None


def test_reach_forgets_what_lies_before_the_look_back(sold: dict[str, pl.DataFrame], period: Period) -> None:
    assert reach(sold, period, months=12).of("a") == Reach("a", 3, 2, Decimal(70), Decimal(30))


def test_reach_tells_whether_the_books_cover_the_look_back(sold: dict[str, pl.DataFrame], period: Period) -> None:
    assert [reach(sold, period, months=months).complete for months in (12, 23, 24)] == [True, True, False]


def test_reach_is_the_same_on_duckdb(sold: dict[str, pl.DataFrame], period: Period) -> None:
    with open_engine() as engine:
        on_duckdb = customer_reach(engine.tables(sold), last=period, method=Method())
    assert on_duckdb == reach(sold, period)


def test_reach_needs_sell_out(period: Period) -> None:
    assert customer_reach({}, last=period, method=Method()) is None

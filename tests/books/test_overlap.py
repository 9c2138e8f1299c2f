from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tramite.books.overlap import CustomerOverlap, Seller, customer_overlap
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

A, B, WEB = Seller("partner", "a"), Seller("partner", "b"), Seller("channel", "web")
SHOPS = Seller("channel", "shops")
# Planted: x and y are one company; z gave back what it bought from b; a line of b names nobody.
LINES = [
    ("x", "shops", "a", 100), ("y", "shops", "b", 60), ("z", "shops", "a", 30), ("z", "shops", "b", 20),
    ("z", "shops", "b", -20), ("w", "web", None, 50), ("y", "web", None, 5), (None, "shops", "b", 7),
]  # fmt: skip
LINKS = [{"customer_id": c, "entity_id": "x", "ground": "model"} for c in ("x", "y")]


@pytest.fixture
def sold(make_table: Any, period: Period) -> dict[str, pl.DataFrame]:
    rows = [
        {"document_id": str(n), "document_line": 1, "date": day, "channel_id": channel, "partner_id": partner,
         "customer_id": customer, "product_id": "p1", "units": 1.0, "net_amount": Decimal(net)}
        for n, (customer, channel, partner, net, day) in enumerate(
            [*((*line, date(2024, 3, 1)) for line in LINES), ("w", "shops", "a", 999, date(2023, 12, 31))]
        )
    ]  # fmt: skip
    return {"sell_out": make_table("sell_out", rows), "links": make_table("links", LINKS)}


def found(frames: dict[str, pl.DataFrame], period: Period, **how: Any) -> CustomerOverlap:
    result = customer_overlap(
        {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}, period=period, **how
    )
    assert result is not None
    return result


def matrix(overlap: CustomerOverlap) -> dict[tuple[str, str], tuple[int, Decimal | None, float]]:
    return {(c.one.id, c.other.id): (c.customers, c.revenue, c.share) for c in overlap.cells}


def test_overlap_counts_linked_customers_once(sold: dict[str, pl.DataFrame], period: Period) -> None:
    overlap = found(sold, period)
    assert matrix(overlap) == {
        ("a", "a"): (2, Decimal(130), 1.0), ("a", "b"): (1, Decimal(100), 0.5),
        ("a", "web"): (1, Decimal(100), 0.5), ("b", "b"): (1, Decimal(60), 1.0), ("b", "a"): (1, Decimal(60), 1.0),
        ("b", "web"): (1, Decimal(60), 1.0),
        ("web", "web"): (2, Decimal(55), 1.0), ("web", "a"): (1, Decimal(5), 0.5),
        ("web", "b"): (1, Decimal(5), 0.5),
    }  # fmt: skip
    assert overlap.unnamed_revenue == Decimal(7)
    assert [source.name for source in overlap.sources] == ["sell_out", "links"]


def test_overlap_without_links_takes_each_entry_for_a_customer(
    sold: dict[str, pl.DataFrame], period: Period
) -> None:
    overlap = found({"sell_out": sold["sell_out"]}, period)
    assert (overlap.cell(A, B), overlap.cell(A, WEB)) == (None, None)
    with_web = overlap.cell(B, WEB)
    assert with_web is not None
    assert (with_web.customers, with_web.revenue) == (1, Decimal(60))


def test_overlap_between_channels(sold: dict[str, pl.DataFrame], period: Period) -> None:
    overlap = found(sold, period, between="channels")
    assert {(c.one, c.other): c.customers for c in overlap.cells} == {
        (SHOPS, SHOPS): 2, (SHOPS, WEB): 1, (WEB, SHOPS): 1, (WEB, WEB): 2,
    }  # fmt: skip


def test_overlap_by_counts_only_tells_no_amount(sold: dict[str, pl.DataFrame], period: Period) -> None:
    overlap = found(sold, period, counts_only=True)
    assert {cell.revenue for cell in overlap.cells} == {None}
    assert overlap.unnamed_revenue is None
    assert [row["customers"] for row in overlap.to_rows()] == [cell.customers for cell in overlap.cells]


def test_overlap_is_the_same_on_duckdb(sold: dict[str, pl.DataFrame], period: Period) -> None:
    with open_engine() as engine:
        on_duckdb = customer_overlap(engine.tables(sold), period=period)
    assert on_duckdb == found(sold, period)


def test_overlap_needs_sell_out(period: Period) -> None:
    assert customer_overlap({}, period=period) is None

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl

from tests.books.conftest import on_polars
from tramite.books.sampling_frame import customer_units, non_buyers, partner_units
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

NOW, BEFORE, LONG_AGO = date(2024, 5, 5), date(2023, 5, 5), date(2022, 5, 5)


def line(day: date, net: int, cost: int | None = 60, **more: Any) -> dict[str, Any]:
    return {
        "date": day, "channel_id": "shops", "net_amount": Decimal(net),
        "cost_amount": None if cost is None else Decimal(cost), **more,
    }  # fmt: skip


def collected(frame: nw.LazyFrame[Any] | None, *names: str) -> list[tuple[object, ...]]:
    assert frame is not None
    found: pl.DataFrame = frame.collect("polars").to_native()
    return found.sort("unit_id").select("unit_id", *names).rows()


def test_partners_are_active_or_lost_with_what_they_bring(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    sell_in = make_table(
        "sell_in",
        [
            line(NOW, 100, partner_id="active"), line(BEFORE, 500, partner_id="active"),
            line(BEFORE, 300, 100, partner_id="lost"), line(NOW, -50, -10, partner_id="lost"),
            line(LONG_AGO, 900, partner_id="forgotten"),
            line(NOW, 70, None, partner_id="costless"), line(NOW, 30, 10, partner_id="costless"),
            line(NOW, 10, 20, partner_id="unlisted"),
        ],
    )  # fmt: skip
    partners = make_table(
        "partners",
        [
            {"partner_id": "active", "channel_id": "web", "role": "franchisee", "name": "A", "area": "N",
             "category_sales": Decimal(900)},
            {"partner_id": "lost", "channel_id": "shops"}, {"partner_id": "costless", "channel_id": "shops"},
            {"partner_id": "sleeping", "channel_id": "shops"},
        ],
    )  # fmt: skip
    frames = {"sell_in": sell_in, "partners": partners}
    expected = [
        ("active", "franchisee", "web", "active", Decimal(100), Decimal(40)),
        ("costless", "reseller", "shops", "active", Decimal(100), None),
        ("lost", "reseller", "shops", "lost", Decimal(-50), Decimal(200)),
        ("unlisted", "reseller", "shops", "active", Decimal(10), Decimal(-10)),
    ]
    columns = ("role", "channel_id", "status", "revenue", "contribution")
    with open_engine() as engine:
        for books in (on_polars(frames), engine.tables(frames)):
            assert collected(partner_units(books, definition=definition, period=period), *columns) == expected
        alone = partner_units(on_polars({"sell_in": sell_in}), definition=definition, period=period)
        assert collected(alone, "channel_id")[0] == ("active", "shops")
    assert partner_units({}, definition=definition, period=period) is None


def test_customers_stand_in_their_main_channel_and_once(
    make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    sell_out = make_table(
        "sell_out",
        [
            line(NOW, 100, customer_id="a", channel_id="web"), line(NOW, 300, 200, customer_id="a2"),
            line(BEFORE, 80, 30, customer_id="b", channel_id="web"), line(NOW, 9, customer_id=None),
        ],
    )  # fmt: skip
    links = make_table("links", [{"customer_id": "a2", "entity_id": "a"}, {"customer_id": "a", "entity_id": "a"}])
    customers = make_table("customers", [{"customer_id": "a", "name": "Anna", "area": "N"}])
    books = on_polars({"sell_out": sell_out, "links": links, "customers": customers})
    found = customer_units(books, definition=definition, period=period)
    assert collected(found, "channel_id", "revenue", "contribution", "status", "name") == [
        ("a", "shops", Decimal(400), None, "active", "Anna"),
        ("b", "web", Decimal(0), Decimal(50), "lost", None),
    ]
    unlinked = customer_units(on_polars({"sell_out": sell_out}), definition=definition, period=period)
    assert collected(unlinked, "channel_id", "contribution") == [
        ("a", "web", Decimal(40)), ("a2", "shops", None), ("b", "web", Decimal(50)),
    ]  # fmt: skip


def test_non_buyers_asked_and_never_bought(make_table: Any, period: Period) -> None:
    deals = make_table(
        "deals",
        [
            {"deal_id": "1", "date": NOW, "channel_id": "web", "customer_id": "n", "outcome": "lost"},
            {"deal_id": "2", "date": NOW, "channel_id": "web", "customer_id": "buyer", "outcome": "open"},
            {"deal_id": "3", "date": NOW, "channel_id": "web", "customer_id": "won", "outcome": "won"},
            {"deal_id": "4", "date": LONG_AGO, "channel_id": "web", "customer_id": "old", "outcome": "lost"},
        ],
    )
    sell_out = make_table("sell_out", [line(BEFORE, 80, customer_id="buyer", channel_id="web")])
    books = on_polars({"deals": deals, "sell_out": sell_out})
    assert collected(non_buyers(books, period=period), "channel_id", "revenue", "status") == [
        ("n", "web", Decimal(0), "non_buyer"),
    ]
    assert non_buyers(on_polars({"deals": deals}), period=period) is None

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from tests.conftest import Maker
from tramite.books.sales_around import sales_around

Books = dict[str, nw.LazyFrame[Any]]


def around(tables: Books, horizon: int) -> dict[str, tuple[float, float]]:
    found = sales_around(tables, month=date(2023, 6, 1), horizon=horizon)
    assert found is not None
    rows = found.collect().to_native()
    return {unit: (before, after) for unit, before, after in pl.DataFrame(rows).iter_rows()}


def line(make_table: Maker, table: str, *rows: tuple[str, date, int]) -> nw.LazyFrame[Any]:
    column = "partner_id" if table == "sell_in" else "customer_id"
    made = [
        {"document_id": f"d{n}", "document_line": 1, "date": day, "channel_id": "x", column: unit,
         "product_id": "p", "units": 1.0, "net_amount": net}
        for n, (unit, day, net) in enumerate(rows)
    ]  # fmt: skip
    return nw.from_native(make_table(table, made).lazy())


def test_years_before_and_after_by_buyer(make_table: Maker) -> None:
    tables = {
        "sell_in": line(
            make_table, "sell_in", ("a", date(2022, 7, 1), 10), ("a", date(2023, 6, 30), 5),
            ("a", date(2022, 6, 30), 99), ("a", date(2023, 7, 1), 7), ("a", date(2024, 6, 30), 1),
            ("a", date(2024, 7, 1), 40), ("b", date(2023, 1, 1), 3),
        ),
        "sell_out": line(make_table, "sell_out", ("c", date(2023, 5, 1), 2), ("c", date(2025, 6, 30), 4)),
    }  # fmt: skip
    assert around(tables, 12) == {"a": (15, 8), "b": (3, 0), "c": (2, 0)}
    assert around(tables, 24) == {"a": (15, 40), "b": (3, 0), "c": (2, 4)}


def test_what_a_partner_sells_is_not_what_we_invoice(make_table: Maker) -> None:
    rows = [
        {"document_id": "1", "document_line": 1, "date": date(2023, 5, 1), "channel_id": "x", "partner_id": "a",
         "customer_id": "c", "product_id": "p", "units": 1.0, "net_amount": 2}
    ]  # fmt: skip
    assert around({"sell_out": nw.from_native(make_table("sell_out", rows).lazy())}, 12) == {}


def test_without_sales_nothing_is_known() -> None:
    assert sales_around({}, month=date(2023, 6, 1), horizon=12) is None

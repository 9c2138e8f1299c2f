"""The hand-worked case with goods and credit at the partners: partner a reports, partner b is silent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tramite.kernel.periods import Period, add_months

Books = dict[str, nw.LazyFrame[Any]]


def on_polars(frames: dict[str, pl.DataFrame]) -> Books:
    """Return frames as lazy books on Polars."""
    return {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}


@pytest.fixture
def full(frames: dict[str, pl.DataFrame], make_table: Any, period: Period) -> dict[str, pl.DataFrame]:
    """Return the books of both years with stock, receivables, terms and deals.

    Partner a sells 8 of the 10 pieces it buys each month, at 12, bought at 10; its stock is 4 at the end of 2023
    and grows by 2 a month, to 28. At the end a owes 300 and b 100; 30 days are agreed with the channel.
    """
    before = period.previous()
    out = [
        {
            "document_id": f"a-{m:%Y%m}", "document_line": 1, "date": m.replace(day=20), "channel_id": "shops",
            "partner_id": "a", "product_id": "p1", "units": 8.0, "net_amount": Decimal(96),
            "cost_amount": Decimal(80),
        }
        for m in (*before, *period)
    ]  # fmt: skip
    months = [add_months(period.first, -1), *period]
    stock = [
        {
            "month": m,
            "partner_id": "a",
            "product_id": "p1",
            "units": 4.0 + 2 * n,
            "cost_amount": Decimal(40 + 20 * n),
        }
        for n, m in enumerate(months)
    ]
    owed = [
        {"month": period.last, "partner_id": p, "amount": Decimal(amount)}
        for p, amount in (("a", 300), ("b", 100))
    ]
    deals = [
        {"deal_id": f"d{n}", "date": period.first, "channel_id": "shops", "outcome": outcome}
        for n, outcome in enumerate(("won", "won", "won", "lost", "open"))
    ]
    more = {
        "sell_out": pl.concat([frames["sell_out"], make_table("sell_out", out)]),
        "stock": make_table("stock", stock),
        "receivables": make_table("receivables", owed),
        "terms": make_table(
            "terms", [{"party": "channel", "party_id": "shops", "since": before.first, "payment_days": 30}]
        ),
        "deals": make_table("deals", deals),
        "products": make_table("products", [
            {"product_id": "p1", "list_price": Decimal(15), "flagship": True, "line_id": "tools"},
        ]),
        "customers": make_table("customers", [{"customer_id": f"c{n}"} for n in range(1, 9)]),
    }  # fmt: skip
    return frames | more

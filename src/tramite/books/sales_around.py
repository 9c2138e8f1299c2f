"""What each partner, and each customer of ours, bought before a month, and in a year some time after."""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period
from tramite.kernel.periods import Period, add_months

_YEAR = 12
_BUYERS = {"sell_in": "partner_id", "sell_out": "customer_id"}


def sales_around(tables: Tables, *, month: date, horizon: int) -> nw.LazyFrame[Any] | None:
    """Sum what was invoiced in the twelve months up to a month, and in the last twelve of the horizon after it.

    «In 24 months as much as today» is the second year after against the last one before. Whoever bought before and
    nothing after is there with 0: the caller sees to it that the books reach that far.

    Args:
        month: first day of the month of the interviews. horizon: months after it, twelve at least.

    Returns: ``unit_id`` (partner, or customer of a direct channel), ``before``, ``after``; ``None`` without sales.
    """
    before = Period(add_months(month, 1 - _YEAR), month)
    after = Period(add_months(month, horizon + 1 - _YEAR), add_months(month, horizon))
    parts = []
    for table, column in _BUYERS.items():
        if table not in tables:
            continue
        lines = tables[table]
        if table == "sell_out":  # what a partner sells is not what we invoice
            lines = lines.filter(nw.col("partner_id").is_null())
        named = lines.filter(~nw.col(column).is_null()).select(
            "date",
            nw.col(column).alias("unit_id"),
            nw.col("net_amount").cast(nw.Float64).alias("net"),
        )
        parts += [
            in_period(named, before).select("unit_id", nw.col("net").alias("before"), nw.lit(0.0).alias("after")),
            in_period(named, after).select("unit_id", nw.lit(0.0).alias("before"), nw.col("net").alias("after")),
        ]
    if not parts:
        return None
    return nw.concat(parts).group_by("unit_id").agg(nw.col("before").sum(), nw.col("after").sum())

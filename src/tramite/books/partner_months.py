"""What each partner was invoiced, month by month."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period
from tramite.kernel.periods import Period


def partner_months(tables: Tables, *, period: Period) -> nw.LazyFrame[Any] | None:
    """Sum what partners were invoiced, by partner, channel and month; a month without an invoice has no row.

    Returns: ``partner_id``, ``channel_id``, ``year``, ``month``, ``net``; ``None`` without sell-in.
    """
    if "sell_in" not in tables:
        return None
    lines = in_period(tables["sell_in"], period).select(
        "partner_id",
        "channel_id",
        nw.col("date").dt.year().alias("year"),
        nw.col("date").dt.month().alias("month"),
        nw.col("net_amount").cast(nw.Float64).alias("net"),
    )
    return lines.group_by("partner_id", "channel_id", "year", "month").agg(nw.col("net").sum())

"""What partners report that they sold on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.places import BY_CHANNEL, Dimension, Place, placed
from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import Channel
from tramite.kernel.periods import Period

Reported = dict[Place, tuple[float, ...]]


def reported_sell_out(
    channel: Channel, tables: Tables, period: Period, dimensions: Sequence[Dimension] = BY_CHANNEL
) -> Reported | None:
    """Return the sell-out of an indirect channel by place and month, if it is whole: every month, every partner.

    A part would pass for the channel's: a month or a partner without a report understates what customers spend.
    """
    if "sell_out" not in tables or "sell_in" not in tables:
        return None
    columns = ("date", "channel_id", "product_id", "partner_id", "net_amount")
    sold = in_period(tables["sell_out"].select(*columns), period).filter(nw.col("channel_id") == channel.id)
    monthly = (
        placed(sold, tables, dimensions, reach="indirect")
        .with_columns(month=nw.col("date").dt.truncate("1mo"))
        .group_by(*dimensions, "month")
        .agg(nw.col("net_amount").sum().alias("net_amount"))
    )
    amounts: dict[Place, dict[date, float]] = {}
    for row in rows_of(monthly):
        place = tuple(row[name] for name in dimensions)
        amounts.setdefault(place, {})[month_key(row["month"])] = float(row["net_amount"])
    if {month for months in amounts.values() for month in months} != set(period):
        return None
    bought = in_period(tables["sell_in"], period).filter(nw.col("channel_id") == channel.id)
    if not _partners(bought) <= _partners(sold):
        return None
    return {place: tuple(months.get(month, 0.0) for month in period) for place, months in amounts.items()}


def _partners(lines: nw.LazyFrame[Any]) -> set[str]:
    return {row["partner_id"] for row in rows_of(lines.select("partner_id").unique())}

"""What partners report that they sold on."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.sales import Tables, in_period, month_key, rows_of
from tramite.kernel.case import Channel
from tramite.kernel.periods import Period


def reported_sell_out(channel: Channel, tables: Tables, period: Period) -> tuple[float, ...] | None:
    """Return the sell-out of an indirect channel by month, if it is whole: every month, every partner who bought.

    A part would pass for the channel's: a month or a partner without a report understates what customers spend.
    """
    if "sell_out" not in tables or "sell_in" not in tables:
        return None
    sold = in_period(tables["sell_out"], period).filter(nw.col("channel_id") == channel.id)
    monthly = (
        sold.with_columns(month=nw.col("date").dt.truncate("1mo"))
        .group_by("month")
        .agg(nw.col("net_amount").sum().alias("net_amount"))
    )
    amounts = {month_key(row["month"]): float(row["net_amount"]) for row in rows_of(monthly)}
    if set(amounts) != set(period):
        return None
    bought = in_period(tables["sell_in"], period).filter(nw.col("channel_id") == channel.id)
    if not _partners(bought) <= _partners(sold):
        return None
    return tuple(amounts[month] for month in period)


def _partners(lines: nw.LazyFrame[Any]) -> set[str]:
    return {row["partner_id"] for row in rows_of(lines.select("partner_id").unique())}

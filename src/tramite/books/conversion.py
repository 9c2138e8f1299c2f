"""What end customers spend in a channel, and what of it reaches us: the common measure of every shift."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.cells import Cell
from tramite.books.sales import ChannelSales, Tables, in_period, month_key, rows_of
from tramite.kernel.case import Channel
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


def end_customer_spend(
    channel: Channel, sales: ChannelSales | None, tables: Tables, period: Period, simulated: bool
) -> Cell:
    """Tell the end-customer spend E_c of a channel, without tax, per month (METHOD §5.3).

    In a direct channel it is what we invoice (v = 1). In an indirect one it is, in this order: the partners'
    reported sell-out; the units at list price × the share of list price that end customers are assumed to pay
    (``end_price_share`` of the channel); else n.d.
    """
    code = "end_customer_spend"
    if sales is None:
        return Cell(channel.id, code, None)
    if channel.reach == "direct":
        monthly = tuple(float(amount) for amount in sales.sums["net_amount"])
        return Cell(
            channel.id,
            code,
            monthly,
            sources=(Source("table", sales.table, phrase("methods.direct_spend"), simulated=simulated),),
        )
    reported = _reported_sell_out(channel, tables, period)
    if reported is not None:
        return Cell(
            channel.id,
            code,
            reported,
            sources=(Source("table", "sell_out", channel.id, simulated=simulated),),
        )
    if channel.end_price_share is None or "list_value" not in sales.sums:
        return Cell(channel.id, code, None)
    share = channel.end_price_share.likely
    monthly = tuple(float(amount) * share for amount in sales.sums["list_value"])
    ground = Source("assumption", f"end_price_share {channel.id} = {share:g}", channel.end_price_share.source)
    return Cell(channel.id, code, monthly, sources=(ground, Source("table", "products", "list_price")))


def _reported_sell_out(channel: Channel, tables: Tables, period: Period) -> tuple[float, ...] | None:
    """Return the sell-out of each month, if it is whole: every month, and every partner who bought.

    A month or a partner without a report would understate what end customers spend.
    """
    if "sell_out" not in tables:
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

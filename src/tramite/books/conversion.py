"""What end customers spend in a channel, and what of it reaches us: the common measure of every shift."""

from __future__ import annotations

from tramite.books.cells import Cell
from tramite.books.sales import ChannelSales, Tables
from tramite.books.sell_out import reported_sell_out
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
    reported = reported_sell_out(channel, tables, period)
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

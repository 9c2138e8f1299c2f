"""What end customers spend in a channel, and what of it reaches us: the common measure of every shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tramite.books.cells import Cell
from tramite.books.end_prices import EndPrices, end_prices
from tramite.books.partner_tables import channel_of_partner
from tramite.books.places import Dimension, Place, in_order
from tramite.books.rows import Tables
from tramite.books.sales import Sales, sales_by_place
from tramite.books.sell_out import reported_sell_out
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_CODE = "end_customer_spend"


def end_customer_spend(
    tables: Tables,
    definition: CaseDefinition,
    period: Period,
    sales: Mapping[Place, Sales],
    dimensions: Sequence[Dimension],
) -> dict[Place, Cell]:
    """Tell the end-customer spend E of each place, without tax, per month (METHOD §5.3).

    In a direct channel it is what we invoice (v = 1). In an indirect one it is, in this order: the partners'
    reported sell-out; the units at list price × the share of it that ``terms`` agree; the same × the share that
    end customers are assumed to pay (``end_price_share`` of the channel); else n.d.
    """
    agreed = end_prices(tables, channel_of_partner(tables))
    finest = in_order((*dimensions, "line", "partner"))
    of = {c.id for c in definition.selling_channels if c.reach == "indirect"} & agreed.channels
    finer = sales_by_place(tables, definition, period, finest, of=of, measures=("list_value",))
    cells: dict[Place, Cell] = {}
    for channel in definition.selling_channels:
        here = {place: part for place, part in sales.items() if place[0] == channel.id}
        if channel.reach == "direct":
            cells |= {place: _invoiced(part, definition) for place, part in here.items()}
            continue
        reported = reported_sell_out(channel, tables, period, dimensions)
        if reported is not None:
            source = Source("table", "sell_out", channel.id, simulated=definition.simulated.books)
            zeros = (0.0,) * period.months
            for place in dict.fromkeys((*here, *reported)):
                cells[place] = Cell(_CODE, reported.get(place, zeros), sources=(source,))
        elif channel.id in agreed.channels:
            cells |= _agreed(channel, finer, agreed, period, dimensions)
        else:
            cells |= {place: _assumed(channel, part) for place, part in here.items()}
    return cells


def _invoiced(sales: Sales, definition: CaseDefinition) -> Cell:
    source = Source("table", sales.table, phrase("methods.direct_spend"), simulated=definition.simulated.books)
    return Cell(_CODE, tuple(float(amount) for amount in sales.sums["net_amount"]), sources=(source,))


def _assumed(channel: Channel, sales: Sales) -> Cell:
    if channel.end_price_share is None or "list_value" not in sales.sums:
        return Cell(_CODE, None)
    share = channel.end_price_share.likely
    return Cell(
        _CODE, tuple(float(amount) * share for amount in sales.sums["list_value"]), sources=_grounds(channel)
    )


def _agreed(
    channel: Channel,
    finer: Mapping[Place, Sales],
    agreed: EndPrices,
    period: Period,
    dimensions: Sequence[Dimension],
) -> dict[Place, Cell]:
    """Price each partner's units of each product line by its own terms, else by the channel's assumption."""
    finest = in_order((*dimensions, "line", "partner"))
    kept = [finest.index(dimension) for dimension in dimensions]
    line, partner = finest.index("line"), finest.index("partner")
    spent: dict[Place, list[float] | None] = {}
    assumed = False
    for fine, sales in finer.items():
        if fine[0] != channel.id:
            continue
        place = tuple(fine[position] for position in kept)
        so_far = spent.setdefault(place, [0.0] * period.months)
        if so_far is None or "list_value" not in sales.sums:
            spent[place] = None
            continue
        for position, month in enumerate(period):
            share = agreed.share(channel.id, fine[partner], fine[line], month)
            value = float(sales.sums["list_value"][position])
            if share is None and value:
                if channel.end_price_share is None:
                    spent[place] = None
                    break
                assumed, share = True, channel.end_price_share.likely
            so_far[position] += value * (share or 0.0)
    terms = Source("table", "terms", "end_price_share")
    sources = (terms, *_grounds(channel)) if assumed else (terms, Source("table", "products", "list_price"))
    return {
        place: Cell(_CODE, None if monthly is None else tuple(monthly), sources=sources)
        for place, monthly in spent.items()
    }


def _grounds(channel: Channel) -> tuple[Source, ...]:
    share = channel.end_price_share
    if share is None:
        return ()
    assumption = Source("assumption", f"end_price_share {channel.id} = {share.likely:g}", share.source)
    return (assumption, Source("table", "products", "list_price"))

"""The lines of the income statement of every place: the one computation behind every cut of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tramite.books.allocation import Charges, Driven, charge_costs
from tramite.books.cells import Cell, subtotal, sum_cells
from tramite.books.conversion import end_customer_spend
from tramite.books.lines import LINES, UNALLOCATED
from tramite.books.places import Dimension, Place, place_order, revenue_table
from tramite.books.rows import Tables
from tramite.books.sales import Sales, sales_by_place
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_MEASURES = {
    "invoiced": ("net_amount", 1), "gross_sales": ("list_amount", 1), "discounts": ("discount_amount", -1),
    "cogs": ("cost_amount", -1), "logistics": ("freight_amount", -1),
}  # fmt: skip


def cells_by_place(
    tables: Tables, *, definition: CaseDefinition, period: Period, dimensions: Sequence[Dimension]
) -> dict[tuple[Place, str], Cell]:
    """Compute every line of every place: lines 1–7 from the invoices, 8–18 from costs charged to the place.

    Args:
        dimensions: of a place, the channel first.

    Returns: (place, line) to cell, channels in the order of the case, places inside them by name; a place without
        invoices has zeros where the channel's are known. Costs that no driver can split come last.
    """
    sales = sales_by_place(tables, definition, period, dimensions)
    charges = charge_costs(tables, definition, period, sales, dimensions)
    spend = end_customer_spend(tables, definition, period, sales, dimensions)
    cells: dict[tuple[Place, str], Cell] = {}
    for place in _places(definition, (*sales, *charges.places, *spend), dimensions):
        invoices = _invoices(place, sales.get(place), tables, definition, period)
        parts = _with_costs(invoices, place, charges, definition.simulated.books)
        for line in LINES:
            if line.role == "subtotal":
                parts[line.code] = subtotal(line.code, parts)
        parts |= _memo(place, parts["net_sales"], spend, period)
        for line in LINES:
            cells[place, line.code] = parts.get(line.code, Cell(line.code, None))
    return cells


def _places(definition: CaseDefinition, found: Sequence[Place], dimensions: Sequence[Dimension]) -> list[Place]:
    """Return each place once; by channel alone, every selling channel has one."""
    order = {channel.id: position for position, channel in enumerate(definition.selling_channels)}
    listed = dict.fromkeys(found)
    if len(dimensions) == 1:
        listed |= dict.fromkeys((channel_id,) for channel_id in order)
    return sorted(listed, key=lambda place: (order.get(str(place[0]), len(order)), place_order(place[1:])))


def _invoices(
    place: Place, sales: Sales | None, tables: Tables, definition: CaseDefinition, period: Period
) -> dict[str, Cell]:
    zeros = (0.0,) * period.months
    if place[0] == UNALLOCATED:
        return {code: Cell(code, zeros) for code in _MEASURES if code != "logistics"}
    channel = definition.channel(str(place[0]))
    table = revenue_table(channel)
    simulated = definition.simulated.books
    cells = {}
    for code, (measure, sign) in _MEASURES.items():
        monthly = zeros if sales is None and table in tables else None
        detail = phrase("methods.rows", measure=measure, channel=channel.id, period=period)
        if sales is not None and measure in sales.sums:
            monthly = tuple(float(amount) * sign for amount in sales.sums[measure])
        elif sales is not None:
            detail = phrase("methods.rows_lacking", rows=detail, count=sales.lacking[measure])
        cells[code] = Cell(code, monthly, sources=(Source("table", table, detail, simulated=simulated),))
    return cells


def _with_costs(cells: Mapping[str, Cell], place: Place, charges: Charges, simulated: bool) -> dict[str, Cell]:
    result = dict(cells)
    for line in LINES:
        charge = charges.of(place, line.code) if line.role in ("cost", "memo") else None
        if charge is None:
            continue
        table = Source("table", "costs", Driven(line.code, tuple(charge.grounds)), simulated=simulated)
        sources = charges.derived.get(line.code, (table,))
        cost = Cell(line.code, tuple(-x for x in charge.monthly), -charge.allocated, (), sources)
        known = result.get(line.code)
        result[line.code] = sum_cells([known, cost], line.code) if known and known.monthly is not None else cost
    return result


def _memo(place: Place, net: Cell, spend: Mapping[Place, Cell], period: Period) -> dict[str, Cell]:
    """Return what end customers spend in a place, and the margin of the partners between."""
    nothing = place not in spend and net.monthly is not None  # no invoice here: nobody spent
    spent = Cell("end_customer_spend", (0.0,) * period.months if nothing else None)
    spent = spend.get(place, spent)
    margin = None
    if spent.monthly is not None and net.monthly is not None:
        margin = tuple(s - n for s, n in zip(spent.monthly, net.monthly, strict=True))
    if place[0] == UNALLOCATED:
        margin = spent.monthly
    sources = (*spent.sources, *net.sources) if spent.sources else ()
    return {"end_customer_spend": spent, "partner_margin": Cell("partner_margin", margin, sources=sources)}

"""What one partner has of us: its margin, its stock, what it owes, the time it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from tramite.books.cells import Cell
from tramite.books.conversion import end_customer_spend
from tramite.books.formulas import weeks_of_stock
from tramite.books.partner_flows import WEEKS, monthly_by_partner
from tramite.books.places import Dimension
from tramite.books.rows import Tables, in_period, rows_of
from tramite.books.sales import sales_by_place
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source

_OF_PARTNER = ("sell_in", "sell_out", "stock", "receivables", "touches")
_PLACE: tuple[Dimension, ...] = ("channel", "partner")


@dataclass(frozen=True, slots=True)
class Touches:
    """Contacts of one kind over the period; ``minutes`` is ``None`` where one does not tell its own."""

    kind: str
    count: int
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Known:
    """A number and where it comes from; ``None`` is n.d."""

    value: float | None
    sources: tuple[Source, ...] = ()


def tables_of(tables: Tables, partner_id: str) -> dict[str, nw.LazyFrame[Any]]:
    """Keep the rows of one partner in the tables that name partners."""
    mine = {
        name: tables[name].filter(nw.col("partner_id") == partner_id) for name in _OF_PARTNER if name in tables
    }
    return {**tables, **mine}


def earned(own: Tables, *, definition: CaseDefinition, period: Period, net: Cell | None) -> Known:
    """Tell what the partner earns on our goods, in the system view (METHOD §5.1, §5.3).

    Its reported sell-out minus the cost of that sell-out, where every month and every cost is there. Else what it
    bought at the price that end customers pay (agreed in ``terms``, or assumed for the channel), minus what it
    paid: the same goods on both sides, whether sold on or still in stock.

    Args:
        own: tables of this partner. net: net sales to it.
    """
    simulated = definition.simulated.books
    sold = monthly_by_partner(in_period(own["sell_out"], period), "date") if "sell_out" in own else {}
    months: Mapping[date, Mapping[str, Any]] = next(iter(sold.values()), {})
    if set(months) == set(period) and not any(row["lacking"] for row in months.values()):
        margin = sum(float(row["net_amount"]) - float(row["cost_amount"]) for row in months.values())
        return Known(margin, (Source("table", "sell_out", str(period), simulated=simulated),))
    bought = {name: table for name, table in own.items() if name != "sell_out"}
    sales = sales_by_place(bought, definition, period, _PLACE)
    spend = end_customer_spend(bought, definition, period, sales, _PLACE)
    spent = [cell.amount for cell in spend.values()]
    paid = None if net is None else net.amount
    if not spent or paid is None or any(amount is None for amount in spent):
        return Known(None)
    sources = dict.fromkeys(source for cell in spend.values() for source in cell.sources)
    return Known(sum(amount or 0.0 for amount in spent) - paid, (*sources, *(net.sources if net else ())))


def stock_of(own: Tables, *, period: Period) -> tuple[float | None, float | None, float | None]:
    """Return pieces in stock at the end, their cost, and the weeks that they last; what is not told is ``None``.

    Weeks need sell-out in every month of the period (METHOD §5.2).
    """
    if "stock" not in own:
        return None, None, None
    last = Period(period.last, period.last)
    months = next(iter(monthly_by_partner(in_period(own["stock"], last, "month"), "month").values()), {})
    row = months.get(period.last)
    if row is None:
        return None, None, None
    units, cost = float(row["units"]), None if row["lacking"] else float(row["cost_amount"])
    if "sell_out" not in own:
        return units, cost, None
    inside = in_period(own["sell_out"], period)
    if set(next(iter(monthly_by_partner(inside, "date").values()), {})) != set(period):
        return units, cost, None
    recent = inside.filter(nw.col("date") >= period.end - timedelta(weeks=WEEKS))
    sold = float(rows_of(recent.select(nw.col("units").sum()))[0]["units"] or 0.0)
    return units, cost, weeks_of_stock(units, sell_out=sold)


def owed_by(tables: Tables, partner_id: str, *, period: Period) -> tuple[float | None, float | None]:
    """Return what the partner owes at the end of the period, and what of it is overdue.

    The vendor keeps these accounts: in a month that is recorded at all, a partner without a row owes nothing.
    """
    if "receivables" not in tables:
        return None, None
    rows = rows_of(tables["receivables"].filter(nw.col("month") == period.last))
    mine = [row for row in rows if row["partner_id"] == partner_id]
    if not rows:
        return None, None
    overdue = None if any(row["overdue_amount"] is None for row in mine) else 0.0
    if overdue is not None:
        overdue = sum(float(row["overdue_amount"]) for row in mine)
    return sum(float(row["amount"]) for row in mine), overdue


def touches_of(own: Tables, *, period: Period) -> tuple[Touches, ...] | None:
    """Count the contacts with the partner by kind; ``None`` without the table."""
    if "touches" not in own:
        return None
    rows = rows_of(
        in_period(own["touches"], period)
        .group_by("kind")
        .agg(nw.len().alias("count"), nw.col("minutes").sum(), nw.col("minutes").null_count().alias("lacking"))
    )
    return tuple(
        Touches(row["kind"], int(row["count"]), None if row["lacking"] else float(row["minutes"]))
        for row in sorted(rows, key=lambda row: (-row["count"], row["kind"]))
    )

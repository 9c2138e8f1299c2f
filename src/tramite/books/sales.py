"""Sales by place and month: the vendor's own invoices, to partners and, in direct channels, to end customers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw

from tramite.books.places import BY_CHANNEL, Dimension, Place, columns_needed, place_order, placed, revenue_table
from tramite.books.rows import Tables, counting, exact, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

_AMOUNTS = ("units", "list_amount", "discount_amount", "net_amount", "cost_amount", "freight_amount")
MEASURES = (*_AMOUNTS, "list_value")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of one place, month by month of a period.

    Attributes:
        sums: measure to one exact amount per month. Measures: ``units``, ``list_amount``, ``discount_amount``,
            ``net_amount`` (invoiced), ``cost_amount``, ``freight_amount``, and ``list_value``, the units at the
            list price that the end customer sees. A measure that any line of the period lacks is not there: a
            partial sum would pass for a whole one.
        lacking: measure to the number of lines that lack it.
    """

    table: str
    sums: Mapping[str, tuple[Decimal, ...]]
    lacking: Mapping[str, int]

    def total(self, measure: str) -> Decimal | None:
        """Return the sum over the period; ``None`` is n.d."""
        return sum(self.sums[measure], Decimal(0)) if measure in self.sums else None


def sales_by_place(
    tables: Tables,
    definition: CaseDefinition,
    period: Period,
    dimensions: Sequence[Dimension],
    *,
    of: Collection[str] | None = None,
    measures: Sequence[str] = MEASURES,
) -> dict[Place, Sales]:
    """Sum the vendor's sales by place and month.

    Args:
        dimensions: of a place, the channel first.
        of: channels; all, unless given. measures: what is summed; by fine places each takes its time.

    Returns: places with lines. A channel whose table is there has one even without lines: its sales are zero.
    """
    found: dict[Place, Sales] = {}
    for table in ("sell_in", "sell_out"):
        selling = [c.id for c in definition.selling_channels if revenue_table(c) == table]
        channels = [channel for channel in selling if of is None or channel in of]
        if table not in tables or not channels:
            continue
        rows = _monthly_rows(tables, table, channels, period, dimensions, measures)
        found |= {place: _sales(table, months, period, measures) for place, months in rows.items()}
        if len(dimensions) == 1:
            for channel in channels:
                found.setdefault((channel,), _sales(table, {}, period, measures))
    return found


def sales_by_channel(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, Sales]:
    """Sum the vendor's sales by channel and month.

    Returns: one entry per selling channel whose table is there, in the order of the case.
    """
    found = sales_by_place(tables, definition, period, BY_CHANNEL)
    return {c.id: found[c.id,] for c in definition.selling_channels if (c.id,) in found}


def summed_by_channel(
    sales: Mapping[Place, Sales], tables: Tables, definition: CaseDefinition, period: Period
) -> dict[str, Sales]:
    """Add places up to their channels; as :func:`sales_by_channel`, without asking the tables again."""
    result = {}
    for channel in definition.selling_channels:
        table = revenue_table(channel)
        if table in tables:
            parts = [part for place, part in sales.items() if place[0] == channel.id]
            result[channel.id] = _added(table, parts, period)
    return result


def orders_by_place(
    tables: Tables, definition: CaseDefinition, period: Period, dimensions: Sequence[Dimension] = BY_CHANNEL
) -> dict[Place, int]:
    """Count distinct documents by place; one that spans several places counts in each.

    It is asked for apart from the sums, and only where it is needed: of all measures it alone must remember every
    document that it has seen. Where the engine finds too many lines for that, it is an estimate (see ``Books``).
    """
    counts: dict[Place, int] = {}
    for table in ("sell_in", "sell_out"):
        channels = [c for c in definition.selling_channels if revenue_table(c) == table]
        if table not in tables or not channels:
            continue
        if len(dimensions) == 1:
            counts |= {(channel.id,): 0 for channel in channels}
        lines = _lines(tables, table, [c.id for c in channels], period, ("document_id",), dimensions)
        count, _ = counting(tables)
        for row in rows_of(count(lines, dimensions, "document_id")):
            counts[tuple(row[name] for name in dimensions)] = int(row["count"])
    return counts


def _lines(
    tables: Tables,
    table: str,
    channels: Sequence[str],
    period: Period,
    columns: Sequence[str],
    dimensions: Sequence[Dimension],
    of_product: Sequence[str] = (),
) -> nw.LazyFrame[Any]:
    """Return the invoice lines of some channels, with a column per dimension."""
    buyers = [name for name in columns_needed(dimensions) if name != "customer_id" or table == "sell_out"]
    read = tables[table].select("date", "channel_id", "product_id", *columns, *buyers)
    lines = in_period(read, period).filter(nw.col("channel_id").is_in(channels))
    reach = "direct" if table == "sell_out" else "indirect"
    return placed(lines, tables, dimensions, reach=reach, of_product=of_product)


def _monthly_rows(
    tables: Tables,
    table: str,
    channels: Sequence[str],
    period: Period,
    dimensions: Sequence[Dimension],
    measures: Sequence[str],
) -> dict[Place, dict[date, dict[str, Any]]]:
    lines = _lines(tables, table, channels, period, _AMOUNTS, dimensions, of_product=("list_price",))
    monthly = (
        lines.with_columns(
            list_value=nw.col("units") * nw.col("list_price"), month=nw.col("date").dt.truncate("1mo")
        )
        .group_by(*dimensions, "month")
        .agg(
            *(nw.col(name).sum().alias(name) for name in measures),
            *(nw.col(name).count().alias(f"known_{name}") for name in measures),
            lines=nw.len(),
        )
    )
    by_place: dict[Place, dict[date, dict[str, Any]]] = {}
    for row in rows_of(monthly):
        place = tuple(row[name] for name in dimensions)
        by_place.setdefault(place, {})[month_key(row["month"])] = row
    # Engines return groups in any order, and sums of floats depend on it.
    return {place: by_place[place] for place in sorted(by_place, key=place_order)}


def _sales(table: str, rows: Mapping[date, Mapping[str, Any]], period: Period, measures: Sequence[str]) -> Sales:
    lacking = {name: sum(int(row["lines"] - row[f"known_{name}"]) for row in rows.values()) for name in measures}
    at = [(place, rows[month]) for place, month in enumerate(period) if month in rows]
    sums: dict[str, tuple[Decimal, ...]] = {}
    for name in (name for name in measures if not lacking[name]):
        by_month = [_ZERO] * period.months  # most places have sales in few months
        for place, row in at:
            by_month[place] = exact(row[name])
        sums[name] = tuple(by_month)
    return Sales(table, sums, {name: count for name, count in lacking.items() if count})


def _added(table: str, parts: Iterable[Sales], period: Period) -> Sales:
    terms = list(parts)
    lacking = {name: sum(part.lacking.get(name, 0) for part in terms) for name in MEASURES}
    zeros = (Decimal(0),) * period.months
    sums = {
        name: tuple(sum(month, Decimal(0)) for month in zip(zeros, *(p.sums[name] for p in terms), strict=True))
        for name in MEASURES
        if not lacking[name]
    }
    return Sales(table, sums, {name: count for name, count in lacking.items() if count})

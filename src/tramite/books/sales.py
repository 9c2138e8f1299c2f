"""Sales by channel and month: the vendor's own invoices, to partners and, in direct channels, to end customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw

from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.periods import Period

Tables = Mapping[str, nw.LazyFrame[Any]]
_COMMON = (
    "document_id", "date", "channel_id", "product_id", "units",
    "list_amount", "discount_amount", "net_amount", "cost_amount", "freight_amount",
)  # fmt: skip
_SUMS = (
    "units",
    "list_amount",
    "discount_amount",
    "net_amount",
    "cost_amount",
    "freight_amount",
    "list_value",
)


@dataclass(frozen=True, slots=True)
class ChannelSales:
    """Sales of one channel, month by month of a period.

    Attributes:
        sums: measure to one exact amount per month. Measures: ``units``, ``list_amount``, ``discount_amount``,
            ``net_amount`` (invoiced), ``cost_amount``, ``freight_amount``, and ``list_value``, the units at the
            list price that the end customer sees. A measure that any line of the period lacks is not there: a
            partial sum would pass for a whole one.
        orders: distinct documents per month.
        lacking: measure to the number of lines that lack it.
    """

    channel_id: str
    table: str
    sums: Mapping[str, tuple[Decimal, ...]]
    orders: tuple[int, ...]
    lacking: Mapping[str, int]

    def total(self, measure: str) -> Decimal | None:
        """Return the sum over the period; ``None`` is n.d."""
        return sum(self.sums[measure], Decimal(0)) if measure in self.sums else None


def revenue_table(channel: Channel) -> str:
    """Name the table that holds the vendor's own invoices in a channel."""
    return "sell_out" if channel.reach == "direct" else "sell_in"


def sales_by_channel(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, ChannelSales]:
    """Sum the vendor's sales by channel and month.

    Returns: one entry per selling channel whose table is there; a channel without lines has zeros.
    """
    result = {}
    for table in ("sell_in", "sell_out"):
        channels = [c for c in definition.selling_channels if revenue_table(c) == table]
        if table not in tables or not channels:
            continue
        rows = _monthly_rows(tables, table, [c.id for c in channels], period)
        for channel in channels:
            result[channel.id] = _channel_sales(channel.id, table, rows.get(channel.id, {}), period)
    return {c.id: result[c.id] for c in definition.selling_channels if c.id in result}


def in_period(frame: nw.LazyFrame[Any], period: Period, column: str = "date") -> nw.LazyFrame[Any]:
    """Keep the rows whose day or month lies in a period."""
    return frame.filter(nw.col(column) >= period.first, nw.col(column) < period.end)


def rows_of(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Compute a lazy frame and return its rows: only for what is already small."""
    return frame.collect().rows(named=True)


def month_key(value: date | datetime) -> date:
    """Return the month of a row as a date: engines truncate a date to a date or to a time."""
    return value.date() if isinstance(value, datetime) else value


def _monthly_rows(
    tables: Tables, table: str, channel_ids: Sequence[str], period: Period
) -> dict[str, dict[date, dict[str, Any]]]:
    lines = in_period(tables[table].select(*_COMMON), period).filter(nw.col("channel_id").is_in(channel_ids))
    if "products" in tables:
        prices = tables["products"].select("product_id", "list_price")
        lines = lines.join(prices, on="product_id", how="left").with_columns(
            list_value=nw.col("units") * nw.col("list_price")
        )
    else:
        lines = lines.with_columns(list_value=nw.lit(None, dtype=nw.Float64))
    monthly = (
        lines.with_columns(month=nw.col("date").dt.truncate("1mo"))
        .group_by("channel_id", "month")
        .agg(
            *(nw.col(name).sum().alias(name) for name in _SUMS),
            *(nw.col(name).is_null().sum().alias(f"lacking_{name}") for name in _SUMS),
            orders=nw.col("document_id").n_unique(),
        )
    )
    by_channel: dict[str, dict[date, dict[str, Any]]] = {}
    for row in rows_of(monthly):
        by_channel.setdefault(row["channel_id"], {})[month_key(row["month"])] = row
    return by_channel


def _channel_sales(
    channel_id: str, table: str, rows: Mapping[date, Mapping[str, Any]], period: Period
) -> ChannelSales:
    lacking = {name: sum(int(row[f"lacking_{name}"]) for row in rows.values()) for name in _SUMS}
    sums = {
        name: tuple(_decimal(rows[month][name]) if month in rows else Decimal(0) for month in period)
        for name in _SUMS
        if not lacking[name]
    }
    orders = tuple(int(rows[month]["orders"]) if month in rows else 0 for month in period)
    return ChannelSales(channel_id, table, sums, orders, {name: n for name, n in lacking.items() if n})


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))

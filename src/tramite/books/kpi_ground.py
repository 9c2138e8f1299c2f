"""What the formulas of the key figures read, gathered once from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from tramite.books.budgets import budgets_by_channel
from tramite.books.buyers import Buyers, buyers_by_channel
from tramite.books.lines import COMPANY
from tramite.books.outlets import Outlets, outlets_by_channel
from tramite.books.partner_flows import StockFlow, holders_by_channel, stock_flows
from tramite.books.partner_tables import (
    category_sales,
    deal_outcomes,
    enrolled_partners,
    owed_by_channel,
    partner_sales,
)
from tramite.books.places import revenue_table
from tramite.books.rows import Tables, counting, in_period, month_key, rows_of
from tramite.books.sales import Sales, orders_by_place, sales_by_channel
from tramite.books.sell_out import reported_sell_out
from tramite.books.statement import IncomeStatement, income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.periods import Period, month_of


@dataclass(frozen=True, slots=True)
class Ground:
    """What the formulas read; a part that the tables do not give has no key.

    Attributes:
        now, before: statements of the period and of the one of equal length before.
        since: table of invoices to the month of its first line.
        partners, partners_before: channel (and company) to partner to net amount invoiced.
        orders: distinct documents by channel; estimates where not ``orders_exact``.
        customers: by channel; only where every line of the period names its customer.
        holders: channel to partner to whether there is stock, of partners who report it.
    """

    definition: CaseDefinition
    method: Method
    period: Period
    now: IncomeStatement
    before: IncomeStatement
    since: Mapping[str, date]
    sales: Mapping[str, Sales]
    orders: Mapping[str, int]
    orders_exact: bool
    partners: Mapping[str, Mapping[str, float]]
    partners_before: Mapping[str, Mapping[str, float]]
    enrolled: Mapping[str, int]
    category_sales: Mapping[str, Mapping[str, float]]
    customers: Mapping[str, Buyers]
    register: int
    budget: Mapping[str, float]
    flagship: Mapping[str, float]
    sell_out: Mapping[str, float]
    stock: Mapping[str, StockFlow]
    holders: Mapping[str, Mapping[str, bool]]
    receivables: Mapping[str, float]
    deals: Mapping[str, tuple[int, int]]
    outlets: Mapping[str, Outlets]

    @property
    def days(self) -> int:
        """Days of the period."""
        return (self.period.end - self.period.first).days

    def two_periods(self, channel: str) -> bool:
        """Tell whether the invoices reach back over the whole period before: half a year is not a year."""
        ids = [c.id for c in self.definition.selling_channels] if channel == COMPANY else [channel]
        tables = {revenue_table(self.definition.channel(c)) for c in ids}
        return all(table in self.since and self.since[table] <= self.period.previous().first for table in tables)

    def spend_rise(self, channel: str) -> float | None:
        """Return by how much trade marketing and avoidable fixed costs rose, charged directly in both periods.

        What a driver splits by sales rises with sales by construction: it is no investment in the channel.
        """
        rises = []
        for line in ("trade_marketing", "fixed_avoidable"):
            cells = [statement.cell(channel, line) for statement in (self.before, self.now)]
            before, now = (cell.amount for cell in cells)
            if (now is None) != (before is None) or any(cell.allocated for cell in cells):
                return None
            if now is not None and before is not None:
                rises.append(before - now)
        return sum(rises) if rises else None


def ground_of(tables: Tables, *, definition: CaseDefinition, period: Period) -> Ground:
    """Gather what the formulas read, of a period and of the one before."""
    since = _since(tables)
    before = period.previous()
    reaches_back = since.get("sell_in", period.end) <= before.first
    return Ground(
        definition=definition,
        method=definition.method,
        period=period,
        now=income_statement(tables, definition=definition, period=period),
        before=income_statement(tables, definition=definition, period=before),
        since=since,
        sales=sales_by_channel(tables, definition, period),
        orders_exact=counting(tables)[1],
        orders={str(place[0]): count for place, count in orders_by_place(tables, definition, period).items()},
        partners=partner_sales(tables, definition, period),
        partners_before=partner_sales(tables, definition, before) if reaches_back else {},
        enrolled=enrolled_partners(tables),
        category_sales=category_sales(tables),
        customers=buyers_by_channel(tables, period=period, since=since.get("sell_out"), method=definition.method),
        register=_register(tables),
        budget={channel: budget.amount for channel, budget in budgets_by_channel(tables, period).items()},
        flagship=_flagship(tables, definition, period),
        sell_out=_sell_out(tables, definition, period),
        stock=stock_flows(tables, definition, period),
        holders=holders_by_channel(tables, period),
        receivables=owed_by_channel(tables, definition, period),
        deals=deal_outcomes(tables, period),
        outlets=outlets_by_channel(tables),
    )


def _since(tables: Tables) -> dict[str, date]:
    first = {}
    for name in ("sell_in", "sell_out"):
        if name in tables:
            found = rows_of(tables[name].select(nw.col("date").min().alias("date")))[0]["date"]
            if found is not None:
                first[name] = month_of(month_key(found))
    return first


def _sell_out(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, float]:
    indirect = (channel for channel in definition.selling_channels if channel.reach == "indirect")
    reported = {channel.id: reported_sell_out(channel, tables, period) for channel in indirect}
    return {channel: sum(map(sum, places.values())) for channel, places in reported.items() if places is not None}


def _register(tables: Tables) -> int:
    if "customers" not in tables:
        return 0
    return int(rows_of(tables["customers"].select(nw.col("customer_id").n_unique().alias("count")))[0]["count"])


def _flagship(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, float]:
    """Return the flagship products' share of what was invoiced, where every product sold tells its own."""
    shares: dict[str, float] = {}
    totals = []
    for channel in definition.selling_channels:
        table = revenue_table(channel)
        if table not in tables or "products" not in tables:
            continue
        rows = rows_of(
            in_period(tables[table].select("date", "channel_id", "product_id", "net_amount"), period)
            .filter(nw.col("channel_id") == channel.id)
            .join(tables["products"].select("product_id", "flagship"), on="product_id", how="left")
            .group_by("flagship")
            .agg(nw.col("net_amount").sum().alias("net_amount"))
        )
        amounts = {row["flagship"]: float(row["net_amount"]) for row in rows}
        if None not in amounts and sum(amounts.values()) > 0:
            shares[channel.id] = amounts.get(True, 0.0) / sum(amounts.values())
            totals.append((amounts.get(True, 0.0), sum(amounts.values())))
    if len(totals) == len(definition.selling_channels):
        shares[COMPANY] = sum(part for part, _ in totals) / sum(whole for _, whole in totals)
    return shares

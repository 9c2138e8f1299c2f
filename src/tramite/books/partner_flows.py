"""Goods at the partners who report: stock, sell-in and sell-out, by channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from tramite.books.partner_tables import channel_of_partner
from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period, add_months

WEEKS = 13
Months = Mapping[date, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StockFlow:
    """Goods at the reporting partners of a channel, over a period.

    Attributes:
        reporters: partners who report sell-out for every month and stock at both ends. partners: who bought.
        opening, sell_in, sell_out, closing, sell_out_13_weeks: pieces.
        sell_out_net, sell_out_cost, mean_cost: in the currency of the case; ``None`` where a row lacks it.
    """

    reporters: int
    partners: int
    opening: float
    sell_in: float
    sell_out: float
    closing: float
    sell_out_13_weeks: float
    sell_out_net: float
    sell_out_cost: float | None
    mean_cost: float | None


def stock_flows(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, StockFlow]:
    """Sum the goods of the partners who report, by indirect channel; a channel without reporters is not here.

    A partner's stock list of a month is taken for whole: a product that it leaves out has no stock there. A
    partner without a list, or with a month without sell-out, does not report.
    """
    channels = channel_of_partner(tables)
    if not channels or any(name not in tables for name in ("stock", "sell_in", "sell_out")):
        return {}
    span = Period(add_months(period.first, -1), period.last)
    stock = monthly_by_partner(in_period(tables["stock"], span, "month"), "month")
    inside = in_period(tables["sell_out"], period)
    sold = monthly_by_partner(inside, "date")
    last = _units(inside.filter(nw.col("date") >= period.end - timedelta(weeks=WEEKS)))
    bought = _units(in_period(tables["sell_in"], period))
    flows = {}
    for channel in definition.selling_channels:
        members = [partner for partner, its in channels.items() if its == channel.id]
        reporters = sorted(
            p for p in members
            if set(sold.get(p, {})) == set(period) and {span.first, span.last} <= set(stock.get(p, {}))
        )  # fmt: skip
        if channel.reach == "indirect" and reporters:
            buying = len({p for p in members if p in bought})
            flows[channel.id] = _flow(reporters, buying, span, stock, sold, bought, last)
    return flows


def _flow(
    reporters: Iterable[str],
    partners: int,
    span: Period,
    stock: Mapping[str, Months],
    sold: Mapping[str, Months],
    bought: Mapping[str, float],
    last: Mapping[str, float],
) -> StockFlow:
    names = tuple(reporters)
    stocks = [[stock[p].get(month) for month in span] for p in names]
    whole = all(row is not None and not row["lacking"] for rows in stocks for row in rows)
    sales = [row for p in names for row in sold[p].values()]
    return StockFlow(
        reporters=len(names),
        partners=partners,
        opening=sum(float(stock[p][span.first]["units"]) for p in names),
        sell_in=sum(bought.get(p, 0.0) for p in names),
        sell_out=sum(float(row["units"]) for row in sales),
        closing=sum(float(stock[p][span.last]["units"]) for p in names),
        sell_out_13_weeks=sum(last.get(p, 0.0) for p in names),
        sell_out_net=sum(float(row["net_amount"]) for row in sales),
        sell_out_cost=None
        if any(row["lacking"] for row in sales)
        else sum(float(row["cost_amount"]) for row in sales),
        mean_cost=sum(float(row["cost_amount"]) for rows in stocks for row in rows if row) / span.months
        if whole
        else None,
    )


def holders_by_channel(tables: Tables, period: Period) -> dict[str, dict[str, bool]]:
    """Tell of each partner with a stock list of the last month whether it holds any stock, by channel."""
    channels = channel_of_partner(tables)
    if "stock" not in tables or not channels:
        return {}
    units = _units(tables["stock"].filter(nw.col("month") == period.last))
    result: dict[str, dict[str, bool]] = {}
    for partner in sorted(units):
        if partner in channels:
            result.setdefault(channels[partner], {})[partner] = units[partner] > 0
    return result


def _units(frame: nw.LazyFrame[Any]) -> dict[str, float]:
    named = frame.filter(~nw.col("partner_id").is_null())
    rows = rows_of(named.group_by("partner_id").agg(nw.col("units").sum().alias("units")))
    return {row["partner_id"]: float(row["units"]) for row in rows}


def monthly_by_partner(frame: nw.LazyFrame[Any], column: str) -> dict[str, dict[date, dict[str, Any]]]:
    """Sum pieces and amounts by partner and month; ``lacking`` counts the rows without a cost."""
    measures = [name for name in ("units", "cost_amount", "net_amount") if name in frame.collect_schema().names()]
    summed = (
        frame.filter(~nw.col("partner_id").is_null())
        .with_columns(in_month=nw.col(column).dt.truncate("1mo"))
        .group_by("partner_id", "in_month")
        .agg(
            *(nw.col(name).sum().alias(name) for name in measures),
            nw.col("cost_amount").null_count().alias("lacking"),
        )
    )
    result: dict[str, dict[date, dict[str, Any]]] = {}
    for row in sorted(rows_of(summed), key=lambda row: (row["partner_id"], row["in_month"])):
        result.setdefault(row["partner_id"], {})[month_key(row["in_month"])] = row
    return result

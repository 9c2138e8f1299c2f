"""Key figures of goods and credit at the partners: sell-in, sell-out, stock, receivables."""

from __future__ import annotations

from tramite.books import formulas
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_registry import Figures

FIGURES = Figures()


@FIGURES.figure("sell_in", "money", "invoiced to partners", "neither", "sell_in")
def _sell_in(ground: Ground, channel: str) -> float | None:
    return sum(ground.partners[channel].values()) if channel in ground.partners else None


@FIGURES.figure("sell_out", "money", "invoiced by partners to end customers", "high", "sell_out")
def _sell_out(ground: Ground, channel: str) -> float | None:
    return ground.sell_out.get(channel)


@FIGURES.figure(
    "sell_through_rate", "share", "sell-out / (opening stock + sell-in), pieces", "high",
    "stock", "sell_in", "sell_out", "partners",
)  # fmt: skip
def _sell_through_rate(ground: Ground, channel: str) -> float | None:
    flow = ground.stock.get(channel)
    if flow is None:
        return None
    return formulas.sell_through_rate(flow.sell_out, opening=flow.opening, sell_in=flow.sell_in)


@FIGURES.figure(
    "weeks_of_stock", "weeks", "stock / mean weekly sell-out of the last 13 weeks, pieces", "low",
    "stock", "sell_out", "partners",
)  # fmt: skip
def weeks_of_stock(ground: Ground, channel: str) -> float | None:
    """Return for how many weeks the stock of the reporting partners lasts."""
    flow = ground.stock.get(channel)
    return None if flow is None else formulas.weeks_of_stock(flow.closing, sell_out=flow.sell_out_13_weeks)


@FIGURES.figure(
    "dio", "days", "mean stock at cost / cost of the sell-out × days", "low", "stock", "sell_out", "partners"
)
def _dio(ground: Ground, channel: str) -> float | None:
    flow = ground.stock.get(channel)
    if flow is None or flow.mean_cost is None or flow.sell_out_cost is None:
        return None
    return formulas.days_of(flow.mean_cost, flow=flow.sell_out_cost, days=ground.days)


@FIGURES.figure(
    "gmroi", "ratio", "partners' gross margin / mean stock at cost", "high", "stock", "sell_out", "partners"
)
def _gmroi(ground: Ground, channel: str) -> float | None:
    flow = ground.stock.get(channel)
    if flow is None or flow.mean_cost is None or flow.sell_out_cost is None:
        return None
    return formulas.stock_return(flow.sell_out_net - flow.sell_out_cost, flow.mean_cost)


@FIGURES.figure(
    "numeric_distribution", "share", "partners with stock / partners who report stock", "high", "stock", "partners"
)
def _numeric_distribution(ground: Ground, channel: str) -> float | None:
    holders = ground.holders.get(channel)
    return sum(holders.values()) / len(holders) if holders else None


@FIGURES.figure(
    "weighted_distribution", "share", "their category sales / category sales of all who report stock", "high",
    "stock", "partners",
)  # fmt: skip
def _weighted_distribution(ground: Ground, channel: str) -> float | None:
    holders, sales = ground.holders.get(channel, {}), ground.category_sales.get(channel, {})
    total = sum(sales.get(partner, 0.0) for partner in holders)
    if total <= 0 or any(partner not in sales for partner in holders):
        return None
    return sum(sales[partner] for partner, holds in holders.items() if holds) / total


@FIGURES.figure(
    "dso", "days", "receivables at the end / net sales × days", "low", "receivables", "sell_in", "partners"
)
def dso(ground: Ground, channel: str) -> float | None:
    """Return how many days of net sales partners owe."""
    owed, net = ground.receivables.get(channel), ground.now.amount(channel, "net_sales")
    return None if owed is None or net is None else formulas.days_of(owed, flow=net, days=ground.days)

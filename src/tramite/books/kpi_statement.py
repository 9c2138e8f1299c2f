"""Key figures that the income statement and the orders give."""

from __future__ import annotations

from tramite.books.kpi_ground import Ground
from tramite.books.kpi_registry import Figures
from tramite.books.lines import COMPANY
from tramite.books.outlets import Outlets

FIGURES = Figures()


@FIGURES.figure("net_sales", "money", "line 5", "high", "sell_in", "sell_out")
def _net_sales(ground: Ground, channel: str) -> float | None:
    return ground.now.amount(channel, "net_sales")


@FIGURES.figure("growth", "share", "net sales / net sales of the period before − 1", "high", "sell_in", "sell_out")
def _growth(ground: Ground, channel: str) -> float | None:
    now, before = ground.now.amount(channel, "net_sales"), ground.before.amount(channel, "net_sales")
    return None if now is None or not before or not ground.two_periods(channel) else now / before - 1


@FIGURES.figure("sales_share", "share", "net sales / company's net sales", "neither", "sell_in", "sell_out")
def _sales_share(ground: Ground, channel: str) -> float | None:
    part, whole = ground.now.amount(channel, "net_sales"), ground.now.amount(COMPANY, "net_sales")
    return None if part is None or not whole else part / whole


@FIGURES.figure("price_realisation", "share", "line 5 / line 1", "high", "sell_in", "sell_out")
def _price_realisation(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "net_sales", "gross_sales")


@FIGURES.figure("return_rate", "share", "line 4 / (line 5 + line 4)", "low", "sell_in", "sell_out", "costs")
def return_rate(ground: Ground, channel: str) -> float | None:
    """Return the returns as a share of the sales before returns."""
    returns, net = ground.now.amount(channel, "returns"), ground.now.amount(channel, "net_sales")
    if returns is None or net is None or net - returns <= 0:
        return None
    return _positive(returns / (net - returns))


@FIGURES.figure("gross_margin_ratio", "share", "line 7 / line 5", "high", "sell_in", "sell_out")
def _gross_margin_ratio(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "gross_margin")


@FIGURES.figure("cm1_ratio", "share", "line 14 / line 5", "high", "sell_in", "sell_out", "costs")
def _cm1_ratio(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "cm1")


@FIGURES.figure("cm2_ratio", "share", "line 16 / line 5", "high", "sell_in", "sell_out", "costs")
def _cm2_ratio(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "cm2")


@FIGURES.figure("commission_rate", "share", "line 8 / line 5", "low", "sell_in", "sell_out", "costs")
def _commission_rate(ground: Ground, channel: str) -> float | None:
    return _positive(ground.now.ratio(channel, "commissions"))


@FIGURES.figure(
    "cost_to_serve_ratio", "share", "(lines 10 + 11 + 12) / line 5", "low", "sell_in", "sell_out", "costs"
)
def cost_to_serve_ratio(ground: Ground, channel: str) -> float | None:
    """Return the cost-to-serve per euro of net sales."""
    parts = [ground.now.ratio(channel, line) for line in ("logistics", "cost_to_serve", "payment_fees")]
    known = [part for part in parts if part is not None]
    # Payment fees are often not kept apart: the ratio needs at least carriage and service.
    return None if parts[0] is None or parts[1] is None else _positive(sum(known))


@FIGURES.figure(
    "conversion", "share", "v = line 5 / end-customer spend", "neither", "sell_in", "sell_out", "products", "terms"
)
def _conversion(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "net_sales", "end_customer_spend")


@FIGURES.figure(
    "partner_margin_ratio", "share", "partner margin / end-customer spend", "neither",
    "sell_in", "sell_out", "products", "terms",
)  # fmt: skip
def _partner_margin_ratio(ground: Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "partner_margin", "end_customer_spend")


@FIGURES.figure("lease_payments", "money", "yearly rents × months / 12", "low", "shops")
def _lease_payments(ground: Ground, channel: str) -> float | None:
    rents = [outlets.yearly_rent for outlets in _outlets(ground, channel)]
    known = [rent for rent in rents if rent is not None]
    return sum(known) * ground.period.months / 12 if rents and len(known) == len(rents) else None


@FIGURES.figure(
    "capital_employed", "money", "capital of outlets + receivables at the end", "neither", "shops", "receivables"
)
def capital_employed(ground: Ground, channel: str) -> float | None:
    """Return the capital tied up in outlets and receivables; n.d. where an outlet does not tell its own."""
    outlets = [found.capital for found in _outlets(ground, channel)]
    owed = sum(ground.receivables.values()) if channel == COMPANY else ground.receivables.get(channel, 0.0)
    known = [capital for capital in outlets if capital is not None]
    return None if len(known) < len(outlets) or not (outlets or owed) else sum(known) + owed


@FIGURES.figure(
    "return_on_capital", "share", "line 16 × 12 / months / capital employed", "high",
    "sell_in", "sell_out", "costs", "shops", "receivables",
)  # fmt: skip
def _return_on_capital(ground: Ground, channel: str) -> float | None:
    cm2, capital = ground.now.amount(channel, "cm2"), capital_employed(ground, channel)
    return None if cm2 is None or not capital else cm2 * 12 / ground.period.months / capital


@FIGURES.figure(
    "channel_return", "ratio", "change of line 16 / rise of (lines 9 + 15)", "high", "sell_in", "sell_out", "costs"
)
def _channel_return(ground: Ground, channel: str) -> float | None:
    """Return ΔCM2 per euro of added spend; n.d. unless two periods of spend are known and it rose."""
    now, before = ground.now.amount(channel, "cm2"), ground.before.amount(channel, "cm2")
    rise = ground.spend_rise(channel)
    if now is None or before is None or rise is None or rise <= 0 or not ground.two_periods(channel):
        return None
    return (now - before) / rise


@FIGURES.figure("orders", "count", "distinct documents", "high", "sell_in", "sell_out")
def orders(ground: Ground, channel: str) -> float | None:
    """Return the distinct documents."""
    chosen = _chosen(ground, channel)
    return None if chosen is None else float(sum(ground.orders[found] for found in chosen))


@FIGURES.figure("order_value", "money", "net sales / orders", "high", "sell_in", "sell_out")
def _order_value(ground: Ground, channel: str) -> float | None:
    net, count = ground.now.amount(channel, "net_sales"), orders(ground, channel)
    return None if net is None or not count else net / count


@FIGURES.figure(
    "flagship_mix", "share", "invoiced, flagship products / all", "neither", "sell_in", "sell_out", "products"
)
def _flagship_mix(ground: Ground, channel: str) -> float | None:
    return ground.flagship.get(channel)


@FIGURES.figure("budget_attainment", "share", "net sales / budget", "high", "sell_in", "sell_out", "budgets")
def _budget_attainment(ground: Ground, channel: str) -> float | None:
    budget = ground.budget.get(channel)
    if not budget or channel == COMPANY:
        return None
    fed = [c for c in ground.definition.channel(channel).sells_to if c != "end-customer"]
    net = [ground.now.amount(c, "net_sales") for c in fed or [channel]]
    return None if None in net else sum(x for x in net if x is not None) / budget


def _outlets(ground: Ground, channel: str) -> list[Outlets]:
    if channel == COMPANY:
        return list(ground.outlets.values())
    return [ground.outlets[channel]] if channel in ground.outlets else []


def _positive(value: float | None) -> float | None:
    return None if value is None else -value + 0.0


def _chosen(ground: Ground, channel: str) -> tuple[str, ...] | None:
    """Return the channels that a figure sums; ``None`` where one has no table of sales."""
    chosen = tuple(c.id for c in ground.definition.selling_channels) if channel == COMPANY else (channel,)
    return chosen if all(found in ground.sales for found in chosen) else None

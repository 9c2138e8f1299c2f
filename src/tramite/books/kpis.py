"""Key figures of channel sales, in one registry (METHOD §5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from tramite.books.lines import COMPANY
from tramite.books.sales import ChannelSales, Tables, in_period, rows_of, sales_by_channel
from tramite.books.statement import IncomeStatement, income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.figures import Unit
from tramite.kernel.periods import Period, add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


@dataclass(frozen=True, slots=True)
class KpiDefinition:
    """What a figure is: unit, formula in words, which way is better, which tables it needs.

    Label and definition in both languages are the sentences ``kpis.<code>`` and ``kpis.<code>_about``.
    """

    code: str
    unit: Unit
    formula: str
    better: Literal["high", "low", "neither"]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of one channel (or ``company``); ``value`` is ``None`` where data is missing."""

    definition: KpiDefinition
    channel_id: str
    value: float | None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the formulas read."""

    definition: CaseDefinition
    period: Period
    now: IncomeStatement
    before: IncomeStatement
    sales: Mapping[str, ChannelSales]
    partners: Mapping[str, Mapping[str, float]]  # channel -> partner -> net sales
    enrolled: Mapping[str, int]
    customers: Mapping[str, int]
    budget: Mapping[str, float]


_Formula = Callable[[_Ground, str], float | None]
_REGISTRY: dict[KpiDefinition, _Formula] = {}


def _kpi(
    code: str, unit: Unit, formula: str, better: Literal["high", "low", "neither"], *needs: str
) -> Callable[[_Formula], _Formula]:
    def register(function: _Formula) -> _Formula:
        _REGISTRY[KpiDefinition(code, unit, formula, better, needs)] = function
        return function

    return register


def definitions() -> tuple[KpiDefinition, ...]:
    """Return all key figures, in the order in which they are shown."""
    return tuple(_REGISTRY)


def key_figures(tables: Tables, *, definition: CaseDefinition, period: Period) -> tuple[Kpi, ...]:
    """Compute every key figure for every selling channel and the company.

    A figure whose data is missing has the value ``None`` («n.d.»), never zero. A channel that only feeds others
    has the figures that make sense for it: its budget, against the sales of the channels that it feeds.
    Source: METHOD §5.2.
    """
    ground = _ground(tables, definition, period)
    feeders = [c.id for c in definition.channels if not c.sells and c.id in ground.budget]
    selling = [c.id for c in definition.selling_channels]
    return tuple(
        Kpi(kpi, channel, formula(ground, channel), _sources(kpi, channel, ground))
        for kpi, formula in _REGISTRY.items()
        for channel in (*selling, *(feeders if kpi.code == "budget_attainment" else ()), COMPANY)
    )


def _sources(kpi: KpiDefinition, channel: str, ground: _Ground) -> tuple[Source, ...]:
    simulated = ground.definition.simulated.books
    detail = phrase("methods.rows", measure=kpi.formula, channel=channel, period=ground.period)
    return tuple(Source("table", name, detail, simulated=simulated) for name in kpi.needs)


@_kpi("net_sales", "money", "line 5", "high", "sell_in", "sell_out")
def _net_sales(ground: _Ground, channel: str) -> float | None:
    return ground.now.amount(channel, "net_sales")


@_kpi("growth", "share", "net sales / net sales of the 12 months before − 1", "high", "sell_in", "sell_out")
def _growth(ground: _Ground, channel: str) -> float | None:
    now, before = ground.now.amount(channel, "net_sales"), ground.before.amount(channel, "net_sales")
    return None if now is None or not before else now / before - 1


@_kpi("sales_share", "share", "net sales / company's net sales", "neither", "sell_in", "sell_out")
def _sales_share(ground: _Ground, channel: str) -> float | None:
    part, whole = ground.now.amount(channel, "net_sales"), ground.now.amount(COMPANY, "net_sales")
    return None if part is None or not whole else part / whole


@_kpi("price_realisation", "share", "line 5 / line 1", "high", "sell_in", "sell_out")
def _price_realisation(ground: _Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "net_sales", "gross_sales")


@_kpi("gross_margin_ratio", "share", "line 7 / line 5", "high", "sell_in", "sell_out")
def _gross_margin_ratio(ground: _Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "gross_margin")


@_kpi("cm1_ratio", "share", "line 14 / line 5", "high", "sell_in", "sell_out", "costs")
def _cm1_ratio(ground: _Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "cm1")


@_kpi("cm2_ratio", "share", "line 16 / line 5", "high", "sell_in", "sell_out", "costs")
def _cm2_ratio(ground: _Ground, channel: str) -> float | None:
    return ground.now.ratio(channel, "cm2")


@_kpi("commission_rate", "share", "line 8 / line 5", "low", "sell_in", "sell_out", "costs")
def _commission_rate(ground: _Ground, channel: str) -> float | None:
    return _positive(ground.now.ratio(channel, "commissions"))


@_kpi("cost_to_serve_ratio", "share", "(lines 10 + 11 + 12) / line 5", "low", "sell_in", "sell_out", "costs")
def _cost_to_serve_ratio(ground: _Ground, channel: str) -> float | None:
    parts = [ground.now.ratio(channel, line) for line in ("logistics", "cost_to_serve", "payment_fees")]
    known = [part for part in parts if part is not None]
    # Payment fees are often not kept apart: the ratio needs at least carriage and service.
    return None if parts[0] is None or parts[1] is None else _positive(sum(known))


@_kpi("orders", "count", "distinct documents", "high", "sell_in", "sell_out")
def _orders(ground: _Ground, channel: str) -> float | None:
    chosen = _chosen(ground, channel)
    return None if chosen is None else float(sum(sum(sales.orders) for sales in chosen))


@_kpi("order_value", "money", "net sales / orders", "high", "sell_in", "sell_out")
def _order_value(ground: _Ground, channel: str) -> float | None:
    net, orders = ground.now.amount(channel, "net_sales"), _orders(ground, channel)
    return None if net is None or not orders else net / orders


@_kpi("customers", "count", "distinct end customers who bought", "high", "sell_out")
def _customers(ground: _Ground, channel: str) -> float | None:
    return None if channel not in ground.customers else float(ground.customers[channel])


@_kpi("partners_enrolled", "count", "partners in the register", "neither", "partners")
def _partners_enrolled(ground: _Ground, channel: str) -> float | None:
    return None if channel not in ground.enrolled else float(ground.enrolled[channel])


@_kpi("partners_active", "count", "partners who bought", "high", "sell_in")
def _partners_active(ground: _Ground, channel: str) -> float | None:
    return None if channel not in ground.partners else float(len(ground.partners[channel]))


@_kpi("activity", "share", "active / enrolled partners", "high", "sell_in", "partners")
def _activity(ground: _Ground, channel: str) -> float | None:
    active, enrolled = _partners_active(ground, channel), _partners_enrolled(ground, channel)
    return None if active is None or not enrolled else active / enrolled


@_kpi("hhi", "ratio", "Σ s², s = partner's share of the channel's net sales", "low", "sell_in")
def _hhi(ground: _Ground, channel: str) -> float | None:
    shares = _partner_shares(ground, channel)
    return None if shares is None else herfindahl(shares)


@_kpi("top_1", "share", "largest partner / net sales", "low", "sell_in")
def _top_1(ground: _Ground, channel: str) -> float | None:
    shares = _partner_shares(ground, channel)
    return None if shares is None else sum(shares[:1])


@_kpi("top_5", "share", "five largest partners / net sales", "low", "sell_in")
def _top_5(ground: _Ground, channel: str) -> float | None:
    shares = _partner_shares(ground, channel)
    return None if shares is None else sum(shares[:5])


@_kpi("budget_attainment", "share", "net sales / budget", "high", "sell_in", "sell_out", "budgets")
def _budget_attainment(ground: _Ground, channel: str) -> float | None:
    budget = ground.budget.get(channel)
    if not budget or channel == COMPANY:
        return None
    fed = [c for c in ground.definition.channel(channel).sells_to if c != "end-customer"]
    net = [ground.now.amount(c, "net_sales") for c in fed or [channel]]
    return None if None in net else sum(x for x in net if x is not None) / budget


def herfindahl(shares: list[float]) -> float:
    """Return the concentration HHI = Σ s² of shares that sum to 1 (METHOD §5.2)."""
    return sum(share * share for share in shares)


def _positive(value: float | None) -> float | None:
    return None if value is None else -value + 0.0


def _chosen(ground: _Ground, channel: str) -> list[ChannelSales] | None:
    if channel != COMPANY:
        return [ground.sales[channel]] if channel in ground.sales else None
    complete = len(ground.sales) == len(ground.definition.selling_channels)
    return list(ground.sales.values()) if complete else None


def _partner_shares(ground: _Ground, channel: str) -> list[float] | None:
    sales = sorted(ground.partners.get(channel, {}).values(), reverse=True)
    total = sum(sales)
    return [amount / total for amount in sales] if total > 0 else None


def _ground(tables: Tables, definition: CaseDefinition, period: Period) -> _Ground:
    return _Ground(
        definition=definition,
        period=period,
        now=income_statement(tables, definition=definition, period=period),
        before=income_statement(tables, definition=definition, period=period.previous()),
        sales=sales_by_channel(tables, definition, period),
        partners=_partner_sales(tables, definition, period),
        enrolled=dict(_counts(tables, "partners", "partner_id")),
        customers=_customer_counts(tables, period),
        budget=_budgets(tables, definition, period),
    )


def _partner_sales(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, dict[str, float]]:
    if "sell_in" not in tables:
        return {}
    summed = (
        in_period(tables["sell_in"], period)
        .group_by("channel_id", "partner_id")
        .agg(nw.col("net_amount").sum().alias("net_amount"))
    )
    result: dict[str, dict[str, float]] = {c.id: {} for c in definition.selling_channels if c.reach == "indirect"}
    company: dict[str, float] = {}
    for row in rows_of(summed):
        amount = float(row["net_amount"])
        result.setdefault(row["channel_id"], {})[row["partner_id"]] = amount
        company[row["partner_id"]] = company.get(row["partner_id"], 0.0) + amount
    return result | {COMPANY: company}


def _counts(tables: Tables, table: str, column: str) -> Iterator[tuple[str, int]]:
    if table not in tables:
        return
    rows = rows_of(tables[table].group_by("channel_id").agg(nw.col(column).n_unique().alias("count")))
    yield from ((row["channel_id"], int(row["count"])) for row in rows)
    yield COMPANY, sum(int(row["count"]) for row in rows)


def _customer_counts(tables: Tables, period: Period) -> dict[str, int]:
    if "sell_out" not in tables:
        return {}
    known = in_period(tables["sell_out"], period).filter(~nw.col("customer_id").is_null())
    by_channel = rows_of(known.group_by("channel_id").agg(nw.col("customer_id").n_unique().alias("count")))
    return {row["channel_id"]: int(row["count"]) for row in by_channel}


def _budgets(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, float]:
    """Return the budget by channel, by the months of each budget that lie in the period."""
    if "budgets" not in tables:
        return {}
    budgets: dict[str, float] = {}
    inside = tables["budgets"].select("month", "months", "channel_id", "net_amount").collect()
    for row in inside.rows(named=True):
        budget = Period(row["month"], add_months(row["month"], row["months"] - 1))
        share = sum(1 for month in budget if period.first <= month <= period.last) / budget.months
        budgets[row["channel_id"]] = budgets.get(row["channel_id"], 0.0) + float(row["net_amount"]) * share
    return {channel: amount for channel, amount in budgets.items() if amount}

"""Key figures of end customers: how many, how faithful, what one is worth and what a new one costs."""

from __future__ import annotations

from tramite.books.formulas import acquisition_cost, lifetime_value
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_registry import Figures

FIGURES = Figures()


@FIGURES.figure("customers", "count", "distinct end customers who bought", "high", "sell_out")
def _customers(ground: Ground, channel: str) -> float | None:
    return float(ground.customers[channel].now) if channel in ground.customers else None


@FIGURES.figure(
    "customers_new", "count", "end customers whose first purchase lies in the period", "high", "sell_out"
)
def _customers_new(ground: Ground, channel: str) -> float | None:
    buyers = ground.customers.get(channel)
    return None if buyers is None or buyers.new is None else float(buyers.new)


@FIGURES.figure(
    "customer_retention", "share", "customers of the period before who bought again / all of them", "high",
    "sell_out",
)  # fmt: skip
def _customer_retention(ground: Ground, channel: str) -> float | None:
    buyers = ground.customers.get(channel)
    return None if buyers is None or not buyers.before else buyers.kept / buyers.before


@FIGURES.figure("customer_churn", "share", "1 − customer retention", "low", "sell_out")
def _customer_churn(ground: Ground, channel: str) -> float | None:
    retention = _customer_retention(ground, channel)
    return None if retention is None else 1 - retention


@FIGURES.figure(
    "customer_renewal", "share", "Σ min(now, before) / Σ before, invoiced by customer", "high", "sell_out"
)
def _customer_renewal(ground: Ground, channel: str) -> float | None:
    buyers = ground.customers.get(channel)
    if buyers is None or not buyers.before or buyers.amount_before <= 0:
        return None
    return buyers.amount_kept / buyers.amount_before


@FIGURES.figure(
    "coverage", "share", "customers who bought / customers in the register", "high", "sell_out", "customers"
)
def _coverage(ground: Ground, channel: str) -> float | None:
    now = _customers(ground, channel)
    return None if now is None or not ground.register else now / ground.register


@FIGURES.figure("cac", "money", "line 9 / new customers", "low", "sell_out", "costs")
def _cac(ground: Ground, channel: str) -> float | None:
    new, spend = _customers_new(ground, channel), ground.now.amount(channel, "trade_marketing")
    return None if not new or spend is None else acquisition_cost(-spend + 0.0, new)


@FIGURES.figure(
    "ltv", "money", "m·(1+d)/(1+d−r), m = line 14 / customers a year, r = retention, d = discount rate", "high",
    "sell_out", "costs",
)  # fmt: skip
def _ltv(ground: Ground, channel: str) -> float | None:
    customers, retention = _customers(ground, channel), _customer_retention(ground, channel)
    margin = ground.now.amount(channel, "cm1")
    if not customers or retention is None or margin is None or ground.period.months != 12:
        return None
    return lifetime_value(margin / customers, retention=retention, discount=ground.method.discount_rate)


@FIGURES.figure("ltv_cac", "ratio", "LTV / CAC", "high", "sell_out", "costs")
def _ltv_cac(ground: Ground, channel: str) -> float | None:
    value, cost = _ltv(ground, channel), _cac(ground, channel)
    return None if value is None or not cost else value / cost

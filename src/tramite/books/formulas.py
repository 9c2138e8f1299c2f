"""Formulas of the key figures and of the levers on price and pay, each by its symbol (METHOD §5.2, §5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def herfindahl(shares: Sequence[float]) -> float:
    """Return the concentration HHI = Σ s² of shares that sum to 1 (Herfindahl 1950; METHOD §5.2)."""
    return sum(share * share for share in shares)


def lifetime_value(margin: float, *, retention: float, discount: float) -> float:
    """Return what a customer is worth: LTV = Σ_t m·rᵗ/(1+d)ᵗ = m·(1+d)/(1+d−r), first payment now (METHOD §5.2).

    Args:
        margin: m, yearly contribution of one customer. retention: r, 0–1, yearly. discount: d > 0, yearly.
    """
    return margin * (1 + discount) / (1 + discount - retention)


def acquisition_cost(spend: float, new_customers: float) -> float | None:
    """Return CAC = spend on new customers / new customers; ``None`` without a new customer (METHOD §5.2)."""
    return spend / new_customers if new_customers > 0 else None


def partner_roi(earnings: float, *, own_costs: float, capital_cost: float) -> float | None:
    """Return a partner's (earnings − own costs)/(own costs + cost of capital); ``None`` without any (METHOD §5.2).

    Args:
        earnings: what the partner earns with us in a year. own_costs: what that takes (item PS02).
    """
    base = own_costs + capital_cost
    return (earnings - own_costs) / base if base > 0 else None


def sell_through_rate(sell_out: float, *, opening: float, sell_in: float) -> float | None:
    """Return sell-out/(opening stock + sell-in), in pieces; ``None`` with nothing to sell (METHOD §5.2)."""
    available = opening + sell_in
    return sell_out / available if available > 0 else None


def weeks_of_stock(stock: float, *, sell_out: float, weeks: int = 13) -> float | None:
    """Return stock/(mean weekly sell-out of the last ``weeks``); ``None`` without sell-out (METHOD §5.2)."""
    return stock * weeks / sell_out if sell_out > 0 else None


def days_of(balance: float, *, flow: float, days: int) -> float | None:
    """Return balance/flow × days: DSO of receivables by net sales, DIO of stock by its cost sold (METHOD §5.2)."""
    return balance / flow * days if flow > 0 else None


def stock_return(gross_margin: float, mean_stock: float) -> float | None:
    """Return GMROI = gross margin/mean stock at cost; ``None`` without stock (METHOD §5.2)."""
    return gross_margin / mean_stock if mean_stock > 0 else None


def commission_break_even(cut: float, *, margin: float) -> float | None:
    """Return the loss of sales at which a cut of commission stops paying: Δ/(cm + Δ) (METHOD §5.4).

    Args:
        cut: Δ, cut of the commission as a share of sales. margin: cm, contribution margin ratio before the cut.
    """
    return cut / (margin + cut) if margin + cut > 0 else None


def price_break_even(rise: float, *, margin: float) -> float | None:
    """Return the loss of volume at which a price rise stops paying: p/(p + cm) (METHOD §5.4).

    Args:
        rise: p, net of commissions that follow the price. margin: cm, contribution margin ratio before the rise.
    """
    return rise / (rise + margin) if rise + margin > 0 else None


def required_price(costs: float, *, sales: float, margin: float) -> float | None:
    """Return the price rise that reaches a margin at constant volume: p* = C/(S(1 − m*)) − 1 (METHOD §5.4).

    Args:
        costs: C, in the currency of ``sales`` S. margin: m*, margin aimed at, as a share of sales, below 1.
    """
    return costs / (sales * (1 - margin)) - 1 if sales > 0 and margin < 1 else None


def shares_of(amounts: Iterable[float]) -> list[float] | None:
    """Return each amount as a share of their sum, largest first; ``None`` without a positive sum."""
    ordered = sorted(amounts, reverse=True)
    total = sum(ordered)
    return [amount / total for amount in ordered] if total > 0 else None

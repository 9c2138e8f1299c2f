"""Key figures of partners: how many, how active, how concentrated, how faithful."""

from __future__ import annotations

from tramite.books.formulas import herfindahl, shares_of
from tramite.books.kpi_ground import Ground
from tramite.books.kpi_registry import Figures

FIGURES = Figures()


@FIGURES.figure("partners_enrolled", "count", "partners in the register", "neither", "partners")
def _partners_enrolled(ground: Ground, channel: str) -> float | None:
    return None if channel not in ground.enrolled else float(ground.enrolled[channel])


@FIGURES.figure("partners_active", "count", "partners who bought", "high", "sell_in")
def _partners_active(ground: Ground, channel: str) -> float | None:
    return None if channel not in ground.partners else float(len(ground.partners[channel]))


@FIGURES.figure("activity", "share", "active / enrolled partners", "high", "sell_in", "partners")
def _activity(ground: Ground, channel: str) -> float | None:
    active, enrolled = _partners_active(ground, channel), _partners_enrolled(ground, channel)
    return None if active is None or not enrolled else active / enrolled


@FIGURES.figure(
    "partner_retention", "share", "partners of the period before who bought again / all of them", "high", "sell_in"
)
def _partner_retention(ground: Ground, channel: str) -> float | None:
    before = ground.partners_before.get(channel)
    if not before or channel not in ground.partners:
        return None
    return sum(1 for partner in before if partner in ground.partners[channel]) / len(before)


@FIGURES.figure("partner_churn", "share", "1 − partner retention", "low", "sell_in")
def _partner_churn(ground: Ground, channel: str) -> float | None:
    retention = _partner_retention(ground, channel)
    return None if retention is None else 1 - retention


@FIGURES.figure(
    "partner_renewal", "share", "Σ min(now, before) / Σ before, net sales by partner", "high", "sell_in"
)
def _partner_renewal(ground: Ground, channel: str) -> float | None:
    before, now = ground.partners_before.get(channel), ground.partners.get(channel)
    if not before or now is None or sum(before.values()) <= 0:
        return None
    return sum(min(now.get(partner, 0.0), sales) for partner, sales in before.items()) / sum(before.values())


@FIGURES.figure("hhi", "ratio", "Σ s², s = partner's share of the channel's net sales", "low", "sell_in")
def hhi(ground: Ground, channel: str) -> float | None:
    """Return the concentration of a channel's partners."""
    shares = shares_of(ground.partners.get(channel, {}).values())
    return None if shares is None else herfindahl(shares)


@FIGURES.figure("top_1", "share", "largest partner / net sales", "low", "sell_in")
def top_1(ground: Ground, channel: str) -> float | None:
    """Return the share of the largest partner."""
    shares = shares_of(ground.partners.get(channel, {}).values())
    return None if shares is None else sum(shares[:1])


@FIGURES.figure("top_5", "share", "five largest partners / net sales", "low", "sell_in")
def _top_5(ground: Ground, channel: str) -> float | None:
    shares = shares_of(ground.partners.get(channel, {}).values())
    return None if shares is None else sum(shares[:5])


@FIGURES.figure(
    "wallet_share", "share", "sell-in at end price / category sales, of partners whose category sales are known",
    "high", "sell_in", "partners", "products",
)  # fmt: skip
def _wallet_share(ground: Ground, channel: str) -> float | None:
    """Return our share in what partners sell of the category, both at the price of the end customer."""
    spend = ground.now.ratio(channel, "end_customer_spend")
    known = {p: sales for p, sales in ground.category_sales.get(channel, {}).items() if sales > 0}
    if spend is None or not known or channel not in ground.partners:
        return None
    ours = sum(ground.partners[channel].get(partner, 0.0) for partner in known) * spend
    return ours / (sum(known.values()) * ground.period.months / 12)


@FIGURES.figure("win_rate", "share", "deals won / (won + lost)", "high", "deals")
def _win_rate(ground: Ground, channel: str) -> float | None:
    won, lost = ground.deals.get(channel, (0, 0))
    return won / (won + lost) if won + lost else None

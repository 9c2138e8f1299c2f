"""What partners of a channel earn per unit of our net sales, and which line of our statement pays for it."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from tramite.books.statement import IncomeStatement
from tramite.decisions.market import REVENUE, VARIABLE, Market
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Draws

Through = Literal["price-list", "discounts", "bonuses"]
LINES: Final[dict[str, str]] = {"price-list": "gross_sales", "discounts": "discounts", "bonuses": "bonuses"}
COMMISSIONS: Final = "commissions"


def line_of(market: Market, channel: int, through: Through) -> str:
    """Return the line that changes: commissions of agents and of our own people; else what resellers pay us.

    A reseller earns what end customers pay minus what it pays us: at the same end price a point of its margin is a
    point of our price list, discounts or bonuses (METHOD §5.3, §5.4).
    """
    on_commission = market.on_commission[channel] or not market.indirect[channel]
    return COMMISSIONS if on_commission else LINES[through]


def paid_per_sales(market: Market, channel: int, cells: frozenset[int], line: str) -> float:
    """Return a line of the base year in some cells, per unit of net sales there, signed; 0 without sales."""
    _, amounts, net = _base_year(market, channel, cells)
    return float(amounts[VARIABLE.index(line)] / net) if net else 0.0


def earned_per_sales(market: Market, channel: int, cells: frozenset[int], price_scale: Draws) -> Draws:
    """Return what partners earn in some market cells per unit of our net sales there, in the base year: (d,).

    Commissions / net sales where they are paid by commission; (E − net sales) / net sales where they resell
    (METHOD §5.1, system view); 0 without sales.

    Args:
        price_scale: (d,) end price as a multiple of what it is taken for.
    """
    spend, amounts, net = _base_year(market, channel, cells)
    if not net:
        return np.zeros_like(price_scale)
    if line_of(market, channel, "discounts") == COMMISSIONS:
        return np.full_like(price_scale, -amounts[VARIABLE.index(COMMISSIONS)] / net)
    earned: Draws = (spend * price_scale - net) / net
    return earned


def sales_of_base_year(market: Market, channel: int, cells: frozenset[int]) -> float:
    """Return the net sales of a channel in some cells in the base year, in the currency of the case."""
    return _base_year(market, channel, cells)[2]


def lowest_end_price(statement: IncomeStatement, definition: CaseDefinition, channel_id: str) -> float:
    """Return the lowest end price that is thought possible, as a multiple of what it is taken for."""
    assumed = definition.channel(channel_id).end_price_share
    sources = statement.cell(channel_id, "end_customer_spend").sources
    if assumed is None or not any(source.kind == "assumption" for source in sources):
        return 1.0
    return assumed.low / assumed.likely


def _base_year(market: Market, channel: int, cells: frozenset[int]) -> tuple[float, Draws, float]:
    """Return end-customer spend, every variable line, and net sales of some cells."""
    chosen = sorted(cells)
    spend = market.spend[channel][:, chosen].sum(axis=0)
    amounts: Draws = spend @ market.rates[channel, chosen]
    return float(spend.sum()), amounts, float(amounts[: len(REVENUE)].sum())

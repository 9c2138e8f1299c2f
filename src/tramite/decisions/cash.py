"""Cash: EBITDA contribution minus one-off costs minus what partners come to owe, and when it is paid back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tramite.decisions.market import REVENUE, Market
from tramite.decisions.missing import Missing
from tramite.decisions.path import Path
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate

_DAYS_OF_MONTH: Final = 365 / 12
_HALF_A_CENT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Payback:
    """When an alternative has paid back what it took.

    Attributes:
        none_needed: share of draws in which it is never below today. share: of the others, those that are paid
            back within the horizon; ``None`` where there are none.
        likely, lower, upper: months from the beginning until the cumulated change stays at zero or above, median
            and interval of all draws; 0 is at once, ``None`` beyond the horizon.
    """

    none_needed: float
    share: float | None
    likely: int | None
    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class CashCurve:
    """What an alternative does to cash, not discounted.

    Attributes:
        by_month: cash of each month. change: against today, cumulated.
        lowest: of the cumulated change, the lowest point of each draw; 0 where it is never below today.
        lowest_month: month of the lowest mean, from 0; ``None`` where the mean is never below today.
        left_out: channels of which the books do not tell how late partners pay: what is owed there is not in it.
    """

    by_month: Path
    change: Path
    lowest: Estimate
    lowest_month: int | None
    payback: Payback
    left_out: tuple[Missing, ...]


def receivables(sales: Draws, market: Market, days: Mapping[str, float]) -> Draws:
    """Return what is owed at the end of each month, from month −1 on: (d, t + 1).

    R_t = Σ_k Σ_m clip(D_k/30.4 − m, 0, 1)·S_k,t−m: the sales of the last D_k days, D_k the days of sales
    outstanding that the books show today; before the horizon the sales of the base year (METHOD §5.2, DSO).

    Args:
        sales: net sales by channel (d, t, k). days: D by channel; a channel without adds nothing.
    """
    draws, months, _ = sales.shape
    before = np.einsum("kbj,kj->bk", market.spend, market.rates[..., : len(REVENUE)].sum(axis=-1))
    owed = np.zeros((draws, months + 1))
    for k, channel in enumerate(market.channels):
        length = days.get(channel, 0.0) / _DAYS_OF_MONTH
        back = math.ceil(length)
        earlier = np.resize(before[::-1, k], back + 1)[::-1]
        run = np.concatenate([np.broadcast_to(earlier, (draws, back + 1)), sales[:, :, k]], axis=1)
        for age in range(back):
            owed += min(length - age, 1.0) * run[:, back - age : back - age + months + 1]
    return owed


def cash_by_month(ebitda: Draws, sales: Draws, market: Market, days: Mapping[str, float]) -> Draws:
    """Return the cash of each month: (d, t): EBITDA contribution, one-off costs in it, minus the rise of R."""
    found: Draws = ebitda - np.diff(receivables(sales, market, days), axis=1)
    return found


def cumulated_change(cash: Draws, today: Draws) -> Draws:
    """Return the cumulated change of cash against today: (d, t). Less than half a cent is what rounding leaves."""
    change = (cash - today).cumsum(axis=1)
    found: Draws = np.where(np.abs(change) < _HALF_A_CENT, 0.0, change)
    return found


def payback_of(change: Draws, level: float) -> Payback:
    """Tell when a cumulated change (d, t) stays at zero or above for good."""
    below = change < 0
    ever = below.any(axis=1)
    last = change.shape[1] - np.argmax(below[:, ::-1], axis=1)  # months up to the last one below
    months = np.where(ever, np.where(below[:, -1], np.inf, last + 1.0), 0.0)
    ends = [_months(months, place) for place in (0.5, (1 - level) / 2, (1 + level) / 2)]
    share = float(np.isfinite(months[ever]).mean()) if ever.any() else None
    return Payback(float(1 - ever.mean()), share, *ends)


def _months(months: NDArray[np.float64], place: float) -> int | None:
    found = float(np.quantile(months, place, method="inverted_cdf"))
    return int(found) if math.isfinite(found) else None


def lowest_of(change: Draws) -> Draws:
    """Return the lowest point of each draw, 0 where it is never below: (d,)."""
    found: Draws = np.minimum(change.min(axis=1), 0.0)
    return found

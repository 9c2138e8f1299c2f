"""The simulation again, as plainly as NumPy says it: every market cell in every draw, nothing added up before.

Slow and large, and written from the formulas of the method (§5.3, §5.4), not from the program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.decisions.ground import Future
from tramite.decisions.levers.close_channel import CloseChannelDraws
from tramite.decisions.levers.shift_investment import ShiftInvestmentDraws
from tramite.decisions.market import REVENUE, VARIABLE, Market

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """Close channel 0 for the cells ``closing``, then invest in channel 1 for the cells ``investing``."""

    closing: list[int]
    close_start: int
    months_to_close: int
    investing: list[int]
    invest_start: int
    monthly: float


def ramp(months: int, start: int, length: Array) -> Array:
    done = (np.arange(months)[np.newaxis] - start + 1) / np.maximum(length, 1)[:, np.newaxis]
    return np.clip(done, 0, 1)


def statement(
    market: Market, future: Future, plan: Plan, close: CloseChannelDraws, invest: ShiftInvestmentDraws
) -> Array:
    """Return every variable line of every draw, month, channel and cell: (d, t, k, j, c)."""
    _, months, channels = future.growth.shape
    seasons = np.arange(months) % market.spend.shape[1]
    base = np.moveaxis(market.spend[:, seasons], 0, 1)  # (t, k, j)
    own = base[np.newaxis] * (future.growth * future.price_scale[:, np.newaxis])[..., np.newaxis]
    new = np.zeros_like(own)
    before = own.copy()

    gone = np.zeros((1, months, market.spend.shape[2]))
    gone[0, :, plan.closing] = ramp(months, plan.close_start, np.array([float(plan.months_to_close)]))[0]
    whole, part = before[:, :, 0].sum(axis=(1, 2)), before[:, :, 0, plan.closing].sum(axis=(1, 2))
    own[:, :, 0] -= before[:, :, 0] * gone
    caught = before[:, :, 0] * gone * ramp(months, plan.close_start, close.ramp_months)[..., np.newaxis]
    for k in range(1, channels):
        new[:, :, k] += caught * close.diversion[:, k, np.newaxis, np.newaxis]
    if close.halo is not None:
        places = (before.sum(axis=(1, 3)) * market.physical).sum(axis=1)
        when = ramp(months, plan.close_start, np.array([float(plan.months_to_close)]))
        lost = (close.halo * part / whole * before[:, :, 0].sum(axis=(1, 2)) / places)[:, np.newaxis] * when
        for k in np.flatnonzero(market.physical == 0).tolist():
            own[:, :, k] -= before[:, :, k] * lost[..., np.newaxis]

    z, f = invest.zero_spend_share, invest.saturation_factor
    b = -np.log((f - 1) / (f - z)) / invest.today_monthly
    multiple = z + (f - z) * (1 - np.exp(-b * (invest.today_monthly + plan.monthly)))
    works = (multiple - 1)[:, np.newaxis] * ramp(months, plan.invest_start, invest.response_months)
    gain = np.zeros_like(own[:, :, 1])
    gain[:, :, plan.investing] = own[:, :, 1, plan.investing] * works[..., np.newaxis]
    own[:, :, 1] += gain
    others = [k for k in range(channels) if k != 1]
    in_reach = (own + new)[:, :, others][..., plan.investing].sum(axis=(2, 3))
    taken = np.minimum(gain.sum(axis=2) * (1 - invest.incremental_share)[:, np.newaxis], in_reach)
    left = 1 - np.where(in_reach > 0, taken / np.where(in_reach > 0, in_reach, 1), 0)
    for k in others:
        for j in plan.investing:
            own[:, :, k, j] *= left
            new[:, :, k, j] *= left

    spend = (own + new) / future.price_scale[:, np.newaxis, :, np.newaxis]
    amounts = spend[..., np.newaxis] * market.rates
    sales = amounts[..., : len(REVENUE)].sum(axis=-1)
    amounts[..., VARIABLE.index("cogs")] += sales * future.margin_shift[:, np.newaxis, :, np.newaxis]
    found: Array = amounts
    return found


def value(
    market: Market, future: Future, plan: Plan, close: CloseChannelDraws, invest: ShiftInvestmentDraws
) -> Array:
    """Return V: (d,)."""
    amounts = statement(market, future, plan, close, invest)
    months = len(future.discount)
    when = ramp(months, plan.close_start, np.array([float(plan.months_to_close)]))
    base = market.spend[:, np.arange(months) % market.spend.shape[1]]
    seen = base[0].T[np.newaxis] * future.growth[:, :, 0, np.newaxis].transpose(0, 2, 1)
    part = seen[:, plan.closing].sum(axis=(1, 2)) / seen.sum(axis=(1, 2))
    kept = 1 - (part * close.avoidable_share)[:, np.newaxis] * when
    monthly = amounts.sum(axis=(2, 3, 4)) + market.fixed[0].sum() * kept + market.fixed[1:].sum()
    monthly += market.overhead.sum() + market.unallocated
    monthly[:, min(plan.close_start + plan.months_to_close, months - 1)] -= close.exit_cost
    monthly -= plan.monthly * ramp(months, plan.invest_start, np.zeros(1))
    found: Array = monthly @ future.discount
    return found

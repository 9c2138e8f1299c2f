"""Direct sales again, as plainly as NumPy says it: every market cell in every draw, from METHOD §5.3 and §5.4."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tramite.decisions.ground import Future
from tramite.decisions.levers.open_direct import OpenDirectDraws
from tramite.decisions.market import REVENUE, VARIABLE, Market

Array = NDArray[np.float64]


def value(market: Market, future: Future, drawn: OpenDirectDraws, cells: list[int], start: int) -> Array:
    """Return V of direct sales in channel 1, or in the last if it was opened: (d,)."""
    draws, months, channels = future.growth.shape
    direct = channels - 1 if drawn.of_spend else 1
    base = np.moveaxis(market.spend[:, np.arange(months) % market.spend.shape[1]], 0, 1)
    today = base[np.newaxis] * (future.growth * future.price_scale[:, np.newaxis])[..., np.newaxis]  # (d, t, k, j)
    spend = today.copy()
    elapsed = np.arange(months) - start + 1
    ramp = np.clip(elapsed[np.newaxis] / np.maximum(drawn.ramp_months, 1)[:, np.newaxis], 0, 1)
    done = (ramp * drawn.offered_share[:, np.newaxis])[..., np.newaxis]  # (d, t, 1)
    sources = [market.channels.index(source) for source in drawn.sources]
    won, owed, fell = np.zeros((3, draws, months))
    for s, f in enumerate(sources):
        theirs = today[:, :, f, cells]
        come = drawn.uptake[:, s, np.newaxis, np.newaxis] * done * theirs
        new = drawn.new_buyers[:, np.newaxis, np.newaxis] * done * theirs
        less = -drawn.reaction[:, s, np.newaxis, np.newaxis] * done * theirs
        fall = np.where(less > come, less - come, 0.0)
        spend[:, :, f, cells] -= come + fall
        spend[:, :, direct, cells] += come + new
        for k in range(channels):
            if k != f:
                stated = np.maximum(-drawn.reaction[:, s], 1e-300)  # the fall, which holds those who would leave
                leave = np.where(drawn.reaction[:, s] < 0, np.minimum(drawn.leaving[:, s] / stated, 1.0), 0.0)
                follow = leave * drawn.following[:, s, k]
                spend[:, :, k, cells] += follow[:, np.newaxis, np.newaxis] * fall
        won += (come + new).sum(axis=2)
        if market.physical[f]:
            fell += fall.sum(axis=2)
        if market.on_commission[f] and drawn.owed is not None:
            yearly = market.spend[f][:, cells].sum(axis=0)
            sales = (yearly @ market.rates[f][cells][:, : len(REVENUE)]).sum()
            rate = -(yearly @ market.rates[f][cells][:, VARIABLE.index("commissions")]) / sales
            v = revenue_rates(market, drawn, direct)[:, cells]
            web = (come / future.price_scale[:, direct, np.newaxis, np.newaxis] * v[:, np.newaxis]).sum(axis=2)
            owed += drawn.owed[:, np.newaxis] * rate * web
    places = np.flatnonzero(market.physical).tolist()
    online = np.flatnonzero(market.physical == 0).tolist()
    if drawn.halo is not None:
        kept = 1 - drawn.halo[:, np.newaxis] * fell / today[:, :, places].sum(axis=(2, 3))
        spend[:, :, online] *= kept[..., np.newaxis, np.newaxis]

    monthly = margin(market, future, drawn, spend, direct) - owed - drawn.acquisition[:, np.newaxis] * won
    monthly += market.fixed.sum() + market.overhead.sum() + market.unallocated
    monthly[:, start:] -= drawn.platform[:, np.newaxis]
    monthly[:, start] -= drawn.set_up
    found: Array = monthly @ future.discount
    return found


def margin(market: Market, future: Future, drawn: OpenDirectDraws, spend: Array, direct: int) -> Array:
    """Return contribution margin 1 of all channels: (d, t)."""
    draws, months, channels, _ = spend.shape
    spend = spend / future.price_scale[:, np.newaxis, :, np.newaxis]
    found = np.zeros((draws, months))
    for k in range(channels):
        for c, line in enumerate(VARIABLE):
            factor = drawn.of_spend.get(line, np.ones(draws)) if k == direct else np.ones(draws)
            amount = (spend[:, :, k] @ market.rates[k, :, c]) * factor[:, np.newaxis]
            shift = future.margin_shift[:, k, np.newaxis] if line in REVENUE else 0.0
            found += amount * (1 + shift)
    return found


def revenue_rates(market: Market, drawn: OpenDirectDraws, direct: int) -> Array:
    """Return our net sales per unit of spend in the direct channel: (d, j)."""
    draws = len(drawn.offered_share)
    found = np.zeros((draws, market.rates.shape[1]))
    for c, line in enumerate(REVENUE):
        factor = drawn.of_spend.get(line, np.ones(draws))
        found += factor[:, np.newaxis] * market.rates[direct, :, c]
    return found

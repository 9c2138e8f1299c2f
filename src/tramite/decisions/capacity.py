"""What an alternative brings to a channel, against what the channel can sell in a year (METHOD §3.10, §5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tramite.beliefs.potential.result import PotentialBelief
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.kernel.method import Method
from tramite.kernel.wording import phrase

_NOTHING: Final = 1e-9  # of today's sales: what rounding may move


@dataclass(frozen=True, slots=True)
class Limit:
    """Net sales in a year that a channel can reach at most, and with the means of today: (e,) each.

    Attributes:
        today: ``None`` where partners did not say what they could sell as things stand.
        upper_bound: the true limit is at most this one.
    """

    most: Draws
    today: Draws | None
    estimate: Estimate
    upper_bound: bool


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """What an alternative brings to one channel, in the year in which it brings most.

    Attributes:
        year: of the horizon, from 1. brought: net sales above today's, in that year, at the prices of the base
            year: a limit is of volume, and a price rise loads nobody. limit: of the channel.
        beyond: of what is brought, what neither the limit nor today's sales hold; draws within it count as 0.
        p_beyond: share of draws in which something is beyond. p_beyond_today: the same of what partners can sell
            with the means of today; ``None`` where they did not say.
    """

    channel_id: str
    year: int
    brought: Estimate
    limit: Estimate
    beyond: Estimate
    p_beyond: float
    p_beyond_today: float | None
    upper_bound: bool


def draw_limits(belief: PotentialBelief | None, chance: Chance, *, size: int, kept: int) -> dict[str, Limit]:
    """Draw the limits of all channels of which something is known, block by block as the simulation does.

    Args:
        size: of a block. kept: draws that are needed at most.
    """
    channels = {} if belief is None else belief.channels
    blocks = [block for block in chance.blocks(size) if block.block * size < kept]
    found = {}
    for channel_id, one in channels.items():
        most = np.concatenate([one.draw(block) for block in blocks])
        today = np.concatenate([one.today.draw(block) for block in blocks]) if one.today.known else None
        found[channel_id] = Limit(most, today, one.limit, one.upper_bound)
    return found


def loads_of(
    today: Draws, changed: Draws, channels: Sequence[str], limits: Mapping[str, Limit], *, change: Estimate,
    method: Method,
) -> tuple[ChannelLoad, ...]:  # fmt: skip
    """Return what an alternative brings to each channel with a known limit; only those that gain.

    A channel that sells beyond its limit without the alternative has shown that it can: what the alternative
    brings is beyond it only above max(L, sales without change).

    Args:
        today, changed: (e, year, k) net sales of whole years at the prices of the base year. change: of the
            alternative, for grade and evidence.
    """
    found = (
        _load(channel, today[:, :, k], changed[:, :, k], limits[channel], change, method)
        for k, channel in enumerate(channels)
        if channel in limits
    )
    return tuple(load for load in found if load is not None)


def _load(
    channel_id: str, today: Draws, changed: Draws, limit: Limit, change: Estimate, method: Method
) -> ChannelLoad | None:
    by_year = (changed - today).mean(axis=0)
    if not by_year.size or by_year.max() <= _NOTHING * today.mean():
        return None
    year = int(np.argmax(by_year))
    before, after = today[:, year], changed[:, year]
    beyond = _beyond(before, after, limit.most)
    grade = weakest((change.grade, limit.estimate.grade))
    evidence = tuple(dict.fromkeys((*change.evidence, *limit.estimate.evidence)))

    def summed(draws: Draws) -> Estimate:
        return Estimate.of_draws(
            draws, level=method.interval_level, unit="money", method=phrase("feasible.load_method"), grade=grade,
            n=limit.estimate.n, evidence=evidence, currency=change.currency,
        )  # fmt: skip

    return ChannelLoad(
        channel_id,
        year + 1,
        summed(after - before),
        limit.estimate,
        summed(beyond),
        float(np.mean(beyond > 0)),
        None if limit.today is None else float(np.mean(_beyond(before, after, limit.today) > 0)),
        limit.upper_bound,
    )


def margin_beyond(
    today: Draws, changed: Draws, margin: Draws, channels: Sequence[str], limits: Mapping[str, Limit],
    discount: Draws,
) -> Draws:  # fmt: skip
    """Return the discounted contribution margin 1 of what is beyond the limits: (e,).

    Args:
        today, changed: as of :func:`loads_of`. margin: (e, year, k) of the alternative. discount: (year,) mean
            factor of each year.
    """
    found = np.zeros(len(changed))
    for k, channel in enumerate(channels):
        if channel in limits:
            most = limits[channel].most[:, np.newaxis]
            beyond = _beyond(today[:, :, k], changed[:, :, k], most)
            sales = changed[:, :, k]
            share = np.divide(beyond, sales, out=np.zeros_like(beyond), where=sales > 0)
            found += (share * margin[:, :, k]) @ discount
    return found


def _beyond(today: Draws, changed: Draws, limit: Draws) -> Draws:
    found: Draws = np.maximum(changed - np.maximum(limit, today), 0.0)
    return found

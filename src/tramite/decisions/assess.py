"""Beside what an alternative brings: its cash, whether it can be chosen, whether channels can carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from tramite.decisions.alternatives import Alternative
from tramite.decisions.capacity import Limit, draw_limits, loads_of, margin_beyond
from tramite.decisions.cash import CashCurve, cumulated_change, lowest_of, payback_of
from tramite.decisions.comparison import AlternativeResult
from tramite.decisions.feasibility import Bar, bars_of, unasked_of
from tramite.decisions.missing import Missing
from tramite.decisions.path import Path
from tramite.decisions.simulation import BLOCK, KEPT, Outcome, Setting
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase

_YEAR: Final = 12


def assess(
    results: Sequence[AlternativeResult], alternatives: Sequence[Alternative], setting: Setting, chance: Chance
) -> tuple[AlternativeResult, ...]:
    """Add to each result its cash curve, what blocks it, and what it brings beyond what channels can sell.

    An alternative is blocked by capacity where it is better than today only by what is beyond the limits of its
    channels: without their contribution margin 1 its mean change is no gain.

    Args:
        results: today first, then those of ``alternatives``.

    Source: METHOD §3.10, §3.11.1, §5.4.
    """
    if not results:
        return ()
    limits = draw_limits(setting.beliefs.potential, chance, size=BLOCK, kept=KEPT)
    today = results[0].outcome
    found = [results[0]]
    for result, alternative in zip(results[1:], alternatives, strict=True):
        outcome = result.outcome
        if today is not None and outcome is not None:
            found.append(_assessed(result, outcome, today, alternative, limits, setting))
    return tuple(found)


def _assessed(
    result: AlternativeResult,
    outcome: Outcome,
    today: Outcome,
    alternative: Alternative,
    limits: Mapping[str, Limit],
    setting: Setting,
) -> AlternativeResult:
    method, beliefs, channels = setting.definition.method, setting.beliefs, setting.market.channels
    volume, margin = outcome.yearly[..., 0], outcome.yearly[..., 1]
    # New partners bring capacity and reach of their own: the limit of those of today does not hold for them.
    recruited = {lever.channel for lever in alternative.levers if lever.kind == "recruit-partners"}
    limits = {channel: limit for channel, limit in limits.items() if channel not in recruited}
    loads = loads_of(today.yearly[..., 0], volume, channels, limits, change=result.change, method=method)
    bars = bars_of(alternative.in_order(), beliefs, setting.definition)
    if any(load.p_beyond for load in loads):
        years = np.arange(volume.shape[1] * _YEAR).reshape(-1, _YEAR) + 1
        discount = ((1 + method.discount_rate) ** (-years / _YEAR)).mean(axis=1)
        gained = margin_beyond(today.yearly[..., 0], volume, margin, channels, limits, discount)
        change = outcome.value[: len(gained)] - today.value[: len(gained)]
        if change.mean() > 0 >= (change - gained).mean():
            most = max(loads, key=lambda load: load.beyond.value or 0.0)
            bars = (*bars, Bar("", most.channel_id, "capacity", said=most.beyond))
    return replace(
        result, bars=bars, unasked=unasked_of(alternative, beliefs, setting.definition), loads=loads,
        cash=_cash(outcome, today, result.change, setting),
    )  # fmt: skip


def _cash(outcome: Outcome, today: Outcome, change: Estimate, setting: Setting) -> CashCurve:
    level = setting.definition.method.interval_level
    cumulated = cumulated_change(outcome.cash, today.cash)
    mean = cumulated.mean(axis=0)
    indirect = [c for k, c in enumerate(setting.market.channels) if setting.market.indirect[k]]
    lowest = Estimate.of_draws(
        lowest_of(cumulated), level=level, unit="money", method=phrase("cash.lowest_method"), grade=change.grade,
        evidence=change.evidence, currency=change.currency,
    )  # fmt: skip
    return CashCurve(
        Path.of_draws(outcome.cash, level), Path.of_draws(cumulated, level), lowest,
        int(np.argmin(mean)) if mean.min() < 0 else None, payback_of(cumulated, level),
        tuple(Missing("cash.days_outstanding", c) for c in indirect if c not in setting.days_outstanding),
    )  # fmt: skip

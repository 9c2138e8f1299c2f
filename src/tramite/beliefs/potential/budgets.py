"""Budgets against the limit: does a budget ask for more than the channel can give (rule B18)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tramite.beliefs.potential.ground import PotentialGround, fed
from tramite.beliefs.potential.parts import Draws
from tramite.beliefs.potential.result import BudgetCheck, BudgetStatus, ChannelPotential
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.kernel.method import Method
from tramite.kernel.wording import phrase

_LIKELIER_THAN_NOT = 0.5


def check_budgets(
    ground: PotentialGround, channels: Mapping[str, ChannelPotential], *, method: Method, chance: Chance
) -> tuple[BudgetCheck, ...]:
    """Hold each budget of twelve months against the limit, draw by draw.

    A channel that only feeds others (a sales force) is held against the sum of their limits. It fires where the
    budget is above the limit more likely than not. Where the limit is an upper bound, a budget above it is above
    the true limit too, but one below it clears nothing: not evaluable.

    Source: METHOD §3.9 (B18), R6.
    """
    return tuple(
        _check(channel.id, fed(channel), ground, channels, method, chance)
        for channel in ground.definition.channels
        if channel.id in ground.budgets
    )


def _check(
    channel_id: str,
    parts: tuple[str, ...],
    ground: PotentialGround,
    channels: Mapping[str, ChannelPotential],
    method: Method,
    chance: Chance,
) -> BudgetCheck:
    budget, past = ground.budgets[channel_id].amount, ground.past_budgets.get(channel_id, ())
    known = [channels[part] for part in parts if part in channels]
    if len(known) < len(parts):
        return BudgetCheck(channel_id, budget, ground.budget_period, None, None, "not_evaluable", past=past)
    currency = ground.definition.currency
    drawn, limit = _summed([(one.draw(chance), one.limit) for one in known], "limit_method", method, currency)
    beyond = float(np.mean(drawn < budget))
    fires = beyond > _LIKELIER_THAN_NOT
    bounded = any(one.upper_bound for one in known)
    status: BudgetStatus = "fires" if fires else "not_evaluable" if bounded else "clear"
    check = BudgetCheck(channel_id, budget, ground.budget_period, limit, beyond, status, past=past)
    if not all(one.today.known for one in known):
        return check
    means = [(one.today.draw(chance), one.today.estimate) for one in known]
    drawn, today = _summed(means, "capacity_method", method, currency)
    return replace(check, today=today, beyond_today=float(np.mean(drawn < budget)))


def _summed(
    parts: Sequence[tuple[Draws, Estimate]], how: str, method: Method, currency: str
) -> tuple[Draws, Estimate]:
    """Add up draws of several channels: (draw,), and their summary."""
    drawn: Draws = np.sum([draws for draws, _ in parts], axis=0)
    known = [estimate for _, estimate in parts]
    return drawn, Estimate.of_draws(
        drawn, level=method.interval_level, unit="money", method=phrase(f"potential.{how}"),
        grade=weakest(one.grade for one in known), n=min(one.n for one in known),
        evidence=tuple(dict.fromkeys(source for one in known for source in one.evidence)), currency=currency,
    )  # fmt: skip

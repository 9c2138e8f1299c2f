"""Budgets against the limit: does a budget ask for more than the channel can give (rule B18)?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.result import BudgetCheck, BudgetStatus, ChannelPotential
from tramite.kernel.case import Channel
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
        _check(channel.id, _fed(channel), ground, channels, method, chance)
        for channel in ground.definition.channels
        if channel.id in ground.budgets
    )


def _fed(channel: Channel) -> tuple[str, ...]:
    return tuple(one for one in channel.sells_to if one != "end-customer") or (channel.id,)


def _check(
    channel_id: str,
    parts: tuple[str, ...],
    ground: PotentialGround,
    channels: Mapping[str, ChannelPotential],
    method: Method,
    chance: Chance,
) -> BudgetCheck:
    budget = ground.budgets[channel_id].amount
    known = [channels[part] for part in parts if part in channels]
    if len(known) < len(parts):
        return BudgetCheck(channel_id, budget, ground.budget_period, None, None, "not_evaluable")
    drawn = np.sum([one.draw(chance) for one in known], axis=0)
    beyond = float(np.mean(drawn < budget))
    fires = beyond > _LIKELIER_THAN_NOT
    bounded = any(one.upper_bound for one in known)
    status: BudgetStatus = "fires" if fires else "not_evaluable" if bounded else "clear"
    limit = Estimate.of_draws(
        drawn, level=method.interval_level, unit="money", method=phrase("potential.limit_method"),
        grade=weakest(one.limit.grade for one in known), n=min(one.limit.n for one in known),
        evidence=tuple(dict.fromkeys(source for one in known for source in one.limit.evidence)),
        currency=ground.definition.currency,
    )  # fmt: skip
    return BudgetCheck(channel_id, budget, ground.budget_period, limit, beyond, status)

"""Lever «shift investment»: more spending on a channel, with less and less effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field

from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, Uncertain, UncertainAmount, UncertainPositive, UncertainShare
from tramite.kernel.chance import Draws


def _below_one(quantity: Uncertain) -> Uncertain:
    if quantity.high >= 1:
        raise ValueError("high < 1")
    return quantity


def _above_one(quantity: Uncertain) -> Uncertain:
    if quantity.low <= 1:
        raise ValueError("1 < low")
    return quantity


@dataclass(frozen=True, slots=True)
class ShiftInvestmentDraws:
    """Drawn parameters, each (d,).

    Attributes:
        limit: of the channel's potential, as a multiple of the base year's sales; ``None`` where it is not known.
    """

    today_monthly: Draws
    zero_spend_share: Draws
    saturation_factor: Draws
    incremental_share: Draws
    response_months: Draws
    limit: Draws | None = None


class ShiftInvestment(Lever):
    """Parameters of the lever; amounts per month in the currency of the case.

    Attributes:
        monthly: added investment from ``start`` on.
        today_monthly: what is invested today, above zero.
        zero_spend_share: sales without any investment, as a share of today's, 0–1.
        saturation_factor: sales at unlimited investment, as a multiple of today's, above 1.
        incremental_share: share of the extra sales that no other channel of ours loses, 0–1.
        response_months: months until the added investment works in full.
    """

    kind: Literal["shift-investment"]
    start: date
    monthly: Annotated[float, Field(ge=0)]
    today_monthly: UncertainPositive
    zero_spend_share: Annotated[UncertainShare, AfterValidator(_below_one)]
    saturation_factor: Annotated[Uncertain, AfterValidator(_above_one)]
    incremental_share: UncertainShare
    response_months: UncertainAmount

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say that nothing but the assumed saturation holds sales down where the limit is not known."""
        if beliefs.potential is None or self.channel not in beliefs.potential.channels:
            yield Missing("parameters.limit_unknown", self.channel)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and invest."""
        return shift_investment(self, draw_shift_investment(self, context), context.ground, world)


def response(added: float, drawn: ShiftInvestmentDraws) -> Draws:
    """Return sales after adding investment, as a multiple of today's: (d,).

    S(I)/S₀ = z + (f − z)·(1 − e^(−b·I)) with S(0) = z, S(I₀) = 1, S(∞) = f, so that
    b·I₀ = −ln((f − 1)/(f − z)); I = I₀ + added (METHOD §5.4; Little 1970).
    """
    z, f = drawn.zero_spend_share, drawn.saturation_factor
    b = -np.log((f - 1) / (f - z)) / drawn.today_monthly
    multiple: Draws = z + (f - z) * (1 - np.exp(-b * (drawn.today_monthly + added)))
    return multiple


def shift_investment(
    lever: ShiftInvestment, drawn: ShiftInvestmentDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Invest more in a channel, step by step.

    The response works on those who bought in the channel before, not on customers that another lever brought: no
    sale is moved twice. What is not incremental is taken from our other channels in proportion to their sales.
    Sales of the channel are never brought above its limit of potential L (METHOD §5.4, §3.10): L is of 12 months,
    spread over them as the base year's sales are, held over the horizon, and compared at the base year's prices.
    """
    k, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    ramp = onset(ground.months, ground.month_index(lever.start), drawn.response_months)
    more = (response(lever.monthly, drawn)[:, np.newaxis] - 1) * ramp
    if drawn.limit is not None:
        more = more * _within(drawn.limit, more, ground, world, k, groups)

    gained = np.zeros((ground.draws, ground.months))
    for g in groups:
        gained += ground.base_spend(k, (g,)) * world.share(g, k, k) * more
    world = world.moved((g, k, k, world.share(g, k, k) * more) for g in groups)
    yield WorldStep("investment_sales", lever.channel, world)

    others = [other for other in range(len(ground.channels)) if other != k]
    total = ground.spend(world, groups)[:, :, others].sum(axis=2)
    taken = np.minimum(gained * (1 - drawn.incremental_share)[:, np.newaxis], total)
    left = 1 - np.divide(taken, total, out=np.zeros_like(total), where=total > 0)
    for other in others:
        world = world.scaled(other, left, groups)
    yield WorldStep("investment_cannibalised", None, world)

    started = onset(ground.months, ground.month_index(lever.start), 0.0)
    yield WorldStep("investment", lever.channel, world.with_added(k, "trade_marketing", -lever.monthly * started))


def _within(limit: Draws, more: Draws, ground: Ground, world: World, k: int, groups: tuple[int, ...]) -> Draws:
    """Return the share of the extra sales for which the channel has room: (d, t)."""
    wanted = np.zeros((ground.draws, ground.months))
    for g in groups:
        wanted += ground.base_spend(k, (g,)) * world.share(g, k, k) * more / world.end_price(k, g)
    room = limit[:, np.newaxis] * ground.base_year(k) - ground.spend_at_base_prices(world, k)
    found: Draws = np.divide(room, wanted, out=np.ones_like(room), where=wanted > 0)
    return found.clip(0.0, 1.0)


def draw_shift_investment(lever: ShiftInvestment, context: LeverContext) -> ShiftInvestmentDraws:
    """Draw the parameters: the limit is believed, the others are assumptions until history is given."""
    return ShiftInvestmentDraws(limit=_limit(lever.channel, context), **context.assume_all(lever.channel, {
        "today_monthly": (lever.today_monthly, "money"),
        "zero_spend_share": (lever.zero_spend_share, "share"),
        "saturation_factor": (lever.saturation_factor, "ratio"),
        "incremental_share": (lever.incremental_share, "share"),
        "response_months": (lever.response_months, "months"),
    }))  # fmt: skip


def _limit(channel: str, context: LeverContext) -> Draws | None:
    potential = context.beliefs.potential
    known = None if potential is None else potential.channels.get(channel)
    if known is None or not known.sales.value:
        return None
    drawn, limit = known.draw(context.chance) / known.sales.value, known.limit
    return context.know("limit", channel, drawn, "ratio", limit.method, limit.grade, limit.evidence, limit.n)

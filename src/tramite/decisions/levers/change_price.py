"""Lever «change price»: list prices of a channel rise, and some of the volume goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import PRICE
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.earnings import COMMISSIONS
from tramite.decisions.levers.law import LawFlag, LawGround, prices_changed
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.levers.stated import know_reaction, not_asked
from tramite.decisions.market import REVENUE, VARIABLE
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws

CHEAPER: Final = "down"
STAY: Final = "stay"
_FOLLOW_PRICE: Final = (*REVENUE, COMMISSIONS)


@dataclass(frozen=True, slots=True)
class ChangePriceDraws:
    """Drawn parameters, each (d,).

    Attributes:
        end_price: rise of what end customers pay, a share of it.
        volume_lost: share of the volume that they stop buying, or move elsewhere.
        cheaper: share of that which comes back as spending on a cheaper product of ours, at today's prices.
    """

    response_months: Draws
    end_price: Draws
    volume_lost: Draws
    cheaper: Draws


class ChangePrice(Lever):
    """Parameters of the lever. Nobody is asked about lower prices: it only raises them.

    Attributes:
        start: first month of the new prices.
        change: rise of our list prices in the channel, a share of them.
        pass_through: share of the rise, in per cent, by which resellers raise theirs: 1 is as much as we do. Where
            we or our agents sell, end customers pay our prices, and it is not read.
        response_months: until customers buy as they say.
        cheaper_spend: what who turns to a cheaper product of ours spends on it, as a share of what he spent; left
            out, all that turns away is lost.
    """

    kind: Literal["change-price"]
    start: date
    change: Annotated[float, Field(ge=0, lt=1)]
    pass_through: UncertainShare | None = None
    response_months: UncertainAmount
    cheaper_spend: UncertainShare | None = None

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it."""
        return ((self.channel, "price_up"),)

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """What customers would do at this price, and how resellers pass it on."""
        if _resold(self.channel, definition) and self.pass_through is None:
            yield Missing("parameters.pass_through_assumed", self.channel)
        if self.change:
            most = 1.0 if self.pass_through is None else self.pass_through.high
            yield from not_asked(beliefs, PRICE, self.channel, self.change * most)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say what nobody was asked: our other channels instead, and cheaper products where nothing is assumed."""
        if len(definition.selling_channels) > 1:
            yield Missing("parameters.price_switching", self.channel)
        if self.cheaper_spend is None or _moves(beliefs, self.channel) is None:
            yield Missing("parameters.cheaper", self.channel)
        if _resold(self.channel, definition):
            yield Missing("parameters.price_effort", self.channel)

    def law(self, ground: LawGround) -> Iterator[LawFlag]:
        """No say in resale prices; care with what partners are told while we sell beside them."""
        return prices_changed(ground, self.channel)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and raise the prices."""
        return change_price(self, draw_change_price(self, context), context.ground, world)


def change_price(lever: ChangePrice, drawn: ChangePriceDraws, ground: Ground, world: World) -> Iterator[WorldStep]:
    """Raise list prices by p in a channel, step by step.

    With p the rise of what we invoice and e that of what end customers pay, of whom a share L of the volume goes:
    E' = E·(1 − L)·(1 + e), revenue per unit of spending × (1 + p)/(1 + e), commissions with it, other costs per
    unit of spending × 1/(1 + e), since a piece costs what it did. At e = p this is (1 − L)·(cm + p net of
    proportional commission) per unit of former sales: break-even loss p/(p + cm) (METHOD §5.3, §5.4).
    """
    k, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    lost = drawn.volume_lost[:, np.newaxis] * onset(ground.months, start, drawn.response_months)
    kept = world.scaled(k, 1 - lost, groups)
    yield WorldStep("price_lost", lever.channel, kept)
    world = world.scaled(k, 1 - lost * (1 - drawn.cheaper[:, np.newaxis]), groups)
    yield WorldStep("price_cheaper", lever.channel, world)

    new = onset(ground.months, start, 0.0)
    dearer = 1 + drawn.end_price[:, np.newaxis] * new
    world = world.dearer(k, dearer, groups)
    world = world.with_factor(k, _FOLLOW_PRICE, (1 + lever.change * new) / dearer, groups)
    costs = [line for line in VARIABLE if line not in _FOLLOW_PRICE and _charged(ground, k, line)]
    yield WorldStep("price_raised", lever.channel, world.with_factor(k, costs, 1 / dearer, groups))


def _charged(ground: Ground, channel: int, line: str) -> bool:
    return bool(ground.market.rates[channel, :, VARIABLE.index(line)].any())


def draw_change_price(lever: ChangePrice, context: LeverContext) -> ChangePriceDraws:
    """Draw the parameters: the loss of volume is what customers, partners and our own people state (CX03 first,
    PX08, VX08), read at the rise of end prices."""
    channel, none = lever.channel, np.zeros(context.ground.draws)
    response = context.assume("price_months", lever.response_months, "months", channel)
    if not lever.change:
        return ChangePriceDraws(response, none, none, none)
    passed: Draws | float = 1.0
    if _resold(channel, context.definition) and lever.pass_through is not None:
        passed = context.assume("pass_through", lever.pass_through, "share", channel)
    end_price = np.broadcast_to(lever.change * passed, none.shape)
    lost = know_reaction("volume_lost", PRICE, channel, end_price, context)
    return ChangePriceDraws(response, end_price, lost, _cheaper(lever, context))


def _cheaper(lever: ChangePrice, context: LeverContext) -> Draws:
    """Draw what comes back as spending on cheaper products: share of movers × what they spend on them."""
    moves = _moves(context.beliefs, lever.channel)
    if moves is None or lever.cheaper_spend is None:
        return np.zeros(context.ground.draws)
    drawn, known = moves.draw(context.chance), moves.estimates[CHEAPER]
    share = drawn[:, moves.moves.index(CHEAPER)] / (1 - drawn[:, moves.moves.index(STAY)])
    ground = (known.method, moves.grade, known.evidence, known.n)
    context.know("cheaper_share", lever.channel, share, "share", *ground)
    return share * context.assume("cheaper_spend", lever.cheaper_spend, "share", lever.channel)


def _moves(beliefs: Beliefs, channel_id: str) -> FirstMoves | None:
    return None if beliefs.reactions is None else beliefs.reactions.moves.get(PRICE.code, {}).get(channel_id)


def _resold(channel_id: str, definition: CaseDefinition) -> bool:
    channel = definition.channel(channel_id)
    return channel.reach == "indirect" and channel.kind != "agents"

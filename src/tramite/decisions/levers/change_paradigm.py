"""Lever «change paradigm»: from selling to subscriptions or use, so that what was paid at once is paid in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.kinds import CUSTOMER_CONTINUITY
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.effects import know_estimate
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.market import ONE_OFF
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainPositive, UncertainShare
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate

_ASKED_MONTHS: Final = 24  # CR06: still buying as much in 24 months
GOODS: Final = ("cogs", "logistics")
"""Lines of what is delivered, whoever owns it."""


@dataclass(frozen=True, slots=True)
class ChangeParadigmDraws:
    """Drawn parameters, each (d,).

    Attributes:
        wish: share of customers who would rather rent, subscribe or pay for the result. churn: share of
            subscribers who leave, a month.
    """

    wish: Draws
    churn: Draws
    refusing: Draws
    monthly_fee: Draws
    goods_share: Draws
    service_share: Draws
    renewal_pay: Draws
    setup_cost: Draws
    ramp_months: Draws


class ChangeParadigm(Lever):
    """Parameters of the lever.

    Attributes:
        start: first month in which one can subscribe.
        offer: ``beside``, who wants it subscribes and the others buy as today; ``instead``, nobody can buy.
        term_months: how long a subscription lasts at most: then the customer chooses anew.
        monthly_fee: of a subscription, as a share of what buying costs.
        refusing: of ``instead``, share of those who would rather buy that goes to a competitor, 0–1.
        goods_share: share of cost of goods and carriage that is still due at the beginning, 0–1: 1 for goods that
            are delivered, near 0 for a licence.
        service_share: cost of serving a subscriber, as a share of the fee.
        renewal_pay: share of the fee that the partner gets; none where we sell direct.
        monthly_churn: share of subscribers who leave each month, 0–1; what customers say of staying, unless given.
        setup_cost: once, currency of the case. ramp_months: until it is offered to all.
    """

    kind: Literal["change-paradigm"]
    start: date
    offer: Literal["beside", "instead"] = "beside"
    term_months: Annotated[int, Field(ge=1, le=120)]
    monthly_fee: UncertainPositive
    refusing: UncertainShare
    goods_share: UncertainShare
    service_share: UncertainShare
    renewal_pay: UncertainShare
    monthly_churn: UncertainShare | None = None
    setup_cost: UncertainAmount
    ramp_months: UncertainAmount

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Nobody can tell who would subscribe, or stay, without having heard customers."""
        if _wish(beliefs, self.channel) is None:
            yield Missing("parameters.wish_belief", self.channel)
        if self.monthly_churn is None and _staying(beliefs, self.channel) is None:
            yield Missing("parameters.staying_belief", self.channel)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Fees after the horizon; and whether partners sell as much for another pay, which nobody was asked."""
        yield Missing("parameters.fees_beyond", self.channel)
        if definition.channel(self.channel).reach == "indirect":
            yield Missing("parameters.renewal_effort", self.channel)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and change the paradigm."""
        return change_paradigm(self, draw_change_paradigm(self, context), context.ground, world)


def change_paradigm(
    lever: ChangeParadigm, drawn: ChangeParadigmDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Turn purchases of a channel into subscriptions, cohort by cohort.

    P_s is what end customers would spend in month s, a_s the share of it that becomes subscriptions, and x_s the
    one that leaves. Fees of month t: F_t = φ·Σ_{s ≤ t < s + T} a_s·P_s·(1 − churn)^(t − s): the month's own
    subscribers pay at once. «Beside»: a = wish, x = 0. «Instead»: a = wish + (1 − wish)(1 − refusing), the rest
    leaves. What was bought is not paid at once any more, its goods are due as before in part u; fees cost service
    and the partner's pay. After T months the customer is in that month's purchases again.

    Source: METHOD §5.4 (lever «change paradigm»), §5.2 (renewal rate, churn), R68.
    """
    k, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    reach = onset(ground.months, start, drawn.ramp_months)
    stays, leaves = converted(lever, drawn)
    bought = ground.spend(world, groups)[:, :, k]
    goods = ground.amounts(world, k, GOODS, groups) * (stays[:, np.newaxis] * reach)[..., np.newaxis]

    if leaves.any():
        world = world.shifted(k, leaves[:, np.newaxis] * reach, {}, groups)
        yield WorldStep("paradigm_refused", lever.channel, world)
    remaining = 1 - leaves[:, np.newaxis] * reach
    turned = np.divide(stays[:, np.newaxis] * reach, remaining, out=np.zeros_like(remaining), where=remaining > 0)
    world = world.shifted(k, turned, {}, groups)
    yield WorldStep("paradigm_purchases", lever.channel, world)

    for place, line in enumerate(GOODS):
        world = world.with_added(k, line, goods[..., place] * drawn.goods_share[:, np.newaxis])
    yield WorldStep("paradigm_goods", lever.channel, world)

    paid = fees(bought * stays[:, np.newaxis] * reach, drawn, lever.term_months)
    world = world.with_paid_later(k, paid).with_added(k, "gross_sales", paid)
    yield WorldStep("paradigm_fees", lever.channel, world)

    service = -paid * drawn.service_share[:, np.newaxis]
    world = world.with_added(k, "cost_to_serve", service)
    yield WorldStep("paradigm_service", lever.channel, world)

    if ground.market.indirect[k]:
        line = "commissions" if ground.market.on_commission[k] else "discounts"
        world = world.with_added(k, line, -paid * drawn.renewal_pay[:, np.newaxis])
        yield WorldStep("paradigm_pay", lever.channel, world)

    once = -drawn.setup_cost[:, np.newaxis] * (np.arange(ground.months) == max(start, 0))
    yield WorldStep("paradigm_setup", lever.channel, world.with_added(k, ONE_OFF, once))


def converted(lever: ChangeParadigm, drawn: ChangeParadigmDraws) -> tuple[Draws, Draws]:
    """Return the shares of purchases that become subscriptions and that leave: (d,) each."""
    if lever.offer == "beside":
        return drawn.wish, np.zeros_like(drawn.wish)
    leaves = (1 - drawn.wish) * drawn.refusing
    return 1 - leaves, leaves


def fees(begun: Draws, drawn: ChangeParadigmDraws, term: int) -> Draws:
    """Return the fees of each month: (d, t).

    Args:
        begun: (d, t) what those who begin to subscribe in a month would have paid to buy. term: T, in months.
    """
    months = begun.shape[1]
    found = np.zeros_like(begun)
    for age in range(min(term, months)):
        still = (1 - drawn.churn) ** age
        found[:, age:] += begun[:, : months - age] * still[:, np.newaxis]
    paid: Draws = found * drawn.monthly_fee[:, np.newaxis]
    return paid


def draw_change_paradigm(lever: ChangeParadigm, context: LeverContext) -> ChangeParadigmDraws:
    """Draw the parameters: what customers wish, whether they stay, and assumptions."""
    wish = _wish(context.beliefs, lever.channel)
    none = np.zeros(context.chance.draws)
    wanted = none if wish is None else know_estimate("wish", lever.channel, wish, context)
    assumed = context.assume_all(lever.channel, {
        "refusing": (lever.refusing, "share"),
        "monthly_fee": (lever.monthly_fee, "share"),
        "goods_share": (lever.goods_share, "share"),
        "service_share": (lever.service_share, "share"),
        "renewal_pay": (lever.renewal_pay, "share"),
        "setup_cost": (lever.setup_cost, "money"),
        "ramp_months": (lever.ramp_months, "months"),
    })  # fmt: skip
    return ChangeParadigmDraws(wish=wanted, churn=_churn(lever, context), **assumed)


def _churn(lever: ChangeParadigm, context: LeverContext) -> Draws:
    """Return the monthly churn: 1 − p^(1/24), p the chance of still buying as much in 24 months (CR06)."""
    if lever.monthly_churn is not None:
        return context.assume("monthly_churn", lever.monthly_churn, "share", lever.channel)
    reaction = None if context.beliefs.reactions is None else context.beliefs.reactions.by_kind.get(
        CUSTOMER_CONTINUITY.code
    )  # fmt: skip
    known = _staying(context.beliefs, lever.channel)
    if reaction is None or known is None:
        return np.zeros(context.chance.draws)
    place = reaction.channels.index(lever.channel)
    stays = reaction.draw(context.chance)[:, place, 0]
    churn = 1 - np.clip(stays, 0.0, 1.0) ** (1 / _ASKED_MONTHS)
    return context.know(
        "monthly_churn", lever.channel, churn, "share", known.method, known.grade, known.evidence, known.n
    )


def _staying(beliefs: Beliefs, channel: str) -> Estimate | None:
    heard = None if beliefs.reactions is None else beliefs.reactions.by_kind.get(CUSTOMER_CONTINUITY.code)
    return None if heard is None else heard.estimates.get((channel, ""))


def _wish(beliefs: Beliefs, channel: str) -> Estimate | None:
    cells = () if beliefs.paradigm is None else beliefs.paradigm.customers.cells
    found = (c.estimate for c in cells if (c.domain, c.key, c.weighting) == (channel, "recurring", "vote"))
    return next((estimate for estimate in found if estimate.value is not None), None)

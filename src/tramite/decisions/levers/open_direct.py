"""Lever «open or expand direct sales»: customers of partners come to us, and partners answer."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.believed import draw_halo
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.direct_beliefs import (
    draw_following,
    draw_leaving,
    draw_reaction,
    draw_uptake,
    heard_on_uptake,
)
from tramite.decisions.levers.law import LawFlag, LawGround, web_sales
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.levers.opening import Opening
from tramite.decisions.market import ONE_OFF, REVENUE, VARIABLE, Market
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, Identifier, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class OpenDirectDraws:
    """Drawn parameters, each (d,) unless said otherwise; s sources, k channels.

    Attributes:
        sources: channels whose customers may come. uptake: (d, s) share of their spending that does.
        reaction: (d, s) change of their partners' own sales of ours, signed, what customers move included.
        leaving: (d, s) share of it that is of partners who would leave. following: (d, s, k) share of their
            customers that comes to each channel of ours.
        halo: share of online spend that depends on places; ``None`` if nobody was heard about it.
        of_spend: lines of a channel that is opened to their share of what is spent there; empty if it has books.
        owed: share of the web sales to customers of agents on which these are owed their commission.
    """

    sources: tuple[str, ...]
    uptake: Draws
    reaction: Draws
    leaving: Draws
    following: Draws
    halo: Draws | None
    offered_share: Draws
    ramp_months: Draws
    new_buyers: Draws
    acquisition: Draws
    platform: Draws
    set_up: Draws
    of_spend: Mapping[str, Draws] = field(default_factory=dict)
    owed: Draws | None = None


class OpenDirect(Lever):
    """Parameters of the lever; amounts in the currency of the case.

    Attributes:
        channel: our own direct online channel; with ``opened``, the id of one that does not exist yet.
        opened: what the new channel is; left out, the channel has books, and more is sold at its own rates.
        sources: channels whose customers it is meant for; empty is all of which enough was heard.
        start: first month. ramp_months: until as many come as would.
        offered_share: share of the sources' customers whom the offer reaches, 0–1.
        new_buyers: spending of people who buy nowhere from us today, as a share of the sources' spending that the
            offer reaches.
        acquisition: cost of winning a customer, as a share of what those who come spend, 0–1 (line 9).
        platform: added monthly cost of running the shop (line 15). set_up: one-off.
        owed: share of the web sales to customers of agents on which agents are owed commission, 0–1.
    """

    kind: Literal["open-direct"]
    opened: Opening | None = None
    sources: tuple[Identifier, ...] = ()
    start: date
    ramp_months: UncertainAmount
    offered_share: UncertainShare
    new_buyers: UncertainShare
    acquisition: UncertainShare
    platform: UncertainAmount
    set_up: UncertainAmount
    owed: UncertainShare | None = None

    def channels(self) -> dict[str, str]:
        """Return the channels of the case that it names, by field."""
        own = {} if self.opened else {"channel": self.channel}
        return own | {f"sources.{place}": source for place, source in enumerate(self.sources)}

    def may_be(self, definition: CaseDefinition) -> dict[str, tuple[str, ...]]:
        """Return the channels that each field may name: direct sales grow online."""
        selling = definition.selling_channels
        online = tuple(each.id for each in selling if (each.reach, each.medium) == ("direct", "online"))
        others = tuple(each.id for each in selling if each.id not in online)
        return {field: online if field == "channel" else others for field in self.channels()}

    @property
    def new_channel(self) -> str | None:
        """The channel that it opens, which the case may not have."""
        return self.channel if self.opened else None

    def opens(self, market: Market) -> Market:
        """Return the market with the new channel."""
        new = self.opened is not None and self.channel not in market.channels
        return self.opened.market(market, self.channel) if self.opened and new else market

    def meant_for(self, beliefs: Beliefs) -> tuple[str, ...]:
        """Return the sources of which enough was heard."""
        heard = heard_on_uptake(beliefs)
        return tuple(each for each in heard if each != self.channel and each in (self.sources or heard))

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it in the channels whose customers it is meant for."""
        return tuple((channel, "direct") for channel in self.meant_for(beliefs))

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Nobody can tell who would come if no customer was asked."""
        if not self.meant_for(beliefs):
            yield Missing("parameters.uptake_belief")

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Name the customers, partners and showrooms that nobody was heard about."""
        meant = self.meant_for(beliefs)
        yield from (Missing("parameters.uptake", each) for each in self.sources if each not in meant)
        reactions = beliefs.reactions.by_kind if beliefs.reactions else {}
        told = reactions["direct_sales"].channels if "direct_sales" in reactions else ()
        indirect = [each for each in meant if definition.channel(each).reach == "indirect"]
        yield from (Missing("parameters.direct_reaction", each) for each in indirect if each not in told)
        if beliefs.halo is None and any(definition.channel(each).medium == "physical" for each in indirect):
            yield Missing("parameters.halo")
        if self.owed is None:
            agents = [each for each in meant if definition.channel(each).kind == "agents"]
            yield from (Missing("parameters.owed", each) for each in agents)

    def law(self, ground: LawGround) -> Iterator[LawFlag]:
        """What agents are owed on web sales, and what may be exchanged with partners whom we compete with."""
        yield from web_sales(ground)
        for source in self.meant_for(ground.beliefs):
            if ground.definition.channel(source).reach == "indirect":
                yield LawFlag("dual_distribution", source, "limit")

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and sell direct."""
        return open_direct(self, draw_open_direct(self, context), context.ground, world)


def open_direct(lever: OpenDirect, drawn: OpenDirectDraws, ground: Ground, world: World) -> Iterator[WorldStep]:
    """Sell direct to customers of other channels, step by step.

    Δ = Σ_f U_f·E_f·(v_d·cm1_d − v_f·cm1_f) + new buyers − reaction of partners − halo − acquisition − platform −
    set-up − commission owed (METHOD §5.4; moves on end-customer spend, §5.3). What partners say they would lose
    holds the customers who come to us, so that only max(0, −R_f − U_f) is their answer to it: it goes elsewhere,
    but where they would leave, their customers divide as if the channel were closed. Places that sell less show
    less: online spend loses the share H of what places lose that way.
    """
    aim = _Aim.of(lever, drawn, ground, world)
    for line, share in drawn.of_spend.items():
        if not any(channel == aim.direct and name == line for channel, _, name in world.factors):
            world = world.with_factor(aim.direct, (line,), share[:, np.newaxis])
    world = yield from _customers(aim, world)
    world = yield from _answers(aim, world)
    world = yield from _costs(aim, world)
    yield from _owed(aim, world)


Steps = Generator[WorldStep, None, World]


@dataclass(frozen=True, slots=True)
class _Aim:
    """What a lever of direct sales works on.

    Attributes:
        sources: position of each source among the channels, and among the draws. start: month.
        done: (d, t) share of the sources' customers who are in reach by then. before: the world as it was.
        come: (d, t) by source: share of its spending that comes to the direct channel.
    """

    lever: OpenDirect
    drawn: OpenDirectDraws
    ground: Ground
    before: World
    direct: int
    groups: tuple[int, ...]
    sources: Mapping[int, int]
    start: int
    done: Draws
    come: Mapping[int, Draws]

    @classmethod
    def of(cls, lever: OpenDirect, drawn: OpenDirectDraws, ground: Ground, world: World) -> _Aim:
        """Find it in the world that the lever meets."""
        sources = {ground.index(source): s for s, source in enumerate(drawn.sources)}
        start = ground.month_index(lever.start)
        done = onset(ground.months, start, drawn.ramp_months) * drawn.offered_share[:, np.newaxis]
        come = {k: drawn.uptake[:, [s]] * done for k, s in sources.items()}
        groups = ground.groups_of(lever.target(ground.market))
        return cls(lever, drawn, ground, world, ground.index(lever.channel), groups, sources, start, done, come)

    def moved(self, world: World, shares: Mapping[int, Mapping[int, Draws]]) -> World:
        """Add to channels shares, (d, t), of what was spent in sources before; elsewhere balances."""
        return world.moved(
            (g, of, k, spent * share)
            for source, to in shares.items()
            for k, share in to.items()
            for g, of, spent in self.before.spent_in(source, self.groups)
        )

    def spend(self, shares: Mapping[int, Draws]) -> Draws:
        """Return what shares, (d, t), of what was spent in channels before come to: (d, t)."""
        spend = self.ground.spend(self.before, self.groups)
        found: Draws = sum((spend[:, :, k] * share for k, share in shares.items()), np.zeros(spend.shape[:2]))
        return found


def _customers(aim: _Aim, world: World) -> Steps:
    """Customers come from their partners, and some who bought nowhere from us."""
    world = aim.moved(world, {k: {aim.direct: share} for k, share in aim.come.items()})
    yield WorldStep("direct_gained", aim.lever.channel, world)
    for k in aim.sources:
        world = aim.moved(world, {k: {k: -aim.come[k]}})
        yield WorldStep("direct_cannibalised", aim.ground.channels[k], world)
    new = aim.drawn.new_buyers[:, np.newaxis] * aim.done
    world = aim.moved(world, {k: {aim.direct: new} for k in aim.sources})
    yield WorldStep("direct_new", aim.lever.channel, world)
    return world


def _answers(aim: _Aim, world: World) -> Steps:
    """Partners sell less of ours beyond the customers whom they lose; and places that sell less show less."""
    drawn, ground = aim.drawn, aim.ground
    falls = {k: np.maximum(-drawn.reaction[:, [s]] * aim.done - aim.come[k], 0.0) for k, s in aim.sources.items()}
    left = leaving_part(drawn)
    shares = {
        k: {k: -fall} | {
            to: left[:, [s]] * fall * drawn.following[:, s, [to]]
            for to in range(len(ground.channels)) if to != k
        }
        for (k, s), fall in zip(aim.sources.items(), falls.values(), strict=True)
    }  # fmt: skip
    world = aim.moved(world, shares)
    yield WorldStep("direct_reaction", None, world)
    if drawn.halo is not None:
        places = ground.spend(aim.before) @ ground.market.places
        fell = aim.spend({k: fall * ground.market.places[k] for k, fall in falls.items()})
        share = np.divide(fell, places, out=np.zeros_like(fell), where=places > 0)
        for k in np.flatnonzero(ground.market.physical == 0).tolist():
            world = world.scaled(k, 1 - drawn.halo[:, np.newaxis] * share)
        yield WorldStep("halo", None, world)
    return world


def leaving_part(drawn: OpenDirectDraws) -> Draws:
    """Return which part of what partners would sell less is of those who would leave us: (d, s).

    Who would leave is told as a share of all sales (PX09, first move); so is the fall, which holds it.
    """
    fall = np.maximum(-drawn.reaction, 0.0)
    part = np.divide(drawn.leaving, fall, out=np.zeros_like(fall), where=fall > 0)
    found: Draws = np.clip(part, 0.0, 1.0)
    return found


def _costs(aim: _Aim, world: World) -> Steps:
    """Winning customers, running the shop, setting it up."""
    drawn, channel, first = aim.drawn, aim.lever.channel, max(aim.start, 0)
    new = drawn.new_buyers[:, np.newaxis] * aim.done
    won = aim.spend({k: share + new for k, share in aim.come.items()})
    world = world.with_added(aim.direct, "trade_marketing", -drawn.acquisition[:, np.newaxis] * won)
    yield WorldStep("direct_acquisition", channel, world)
    running = onset(aim.ground.months, aim.start, 0.0)
    world = world.with_added(aim.direct, "fixed_avoidable", -drawn.platform[:, np.newaxis] * running)
    yield WorldStep("direct_platform", channel, world)
    once = np.zeros((aim.ground.draws, aim.ground.months))
    once[:, first : first + 1] = -drawn.set_up[:, np.newaxis]
    world = world.with_added(aim.direct, ONE_OFF, once)
    yield WorldStep("direct_set_up", channel, world)
    return world


def _owed(aim: _Aim, world: World) -> Steps:
    """Agents are paid on what their customers buy from us direct: it stands where they are paid today."""
    for k in aim.sources:
        if aim.drawn.owed is not None and aim.ground.market.on_commission[k]:
            owed = -aim.drawn.owed[:, np.newaxis] * _commission(aim, k)
            world = world.with_added(k, "commissions", owed)
            yield WorldStep("direct_owed", aim.ground.channels[k], world)
    return world


def _commission(aim: _Aim, agents: int) -> Draws:
    """Return the agents' commission on what their customers buy from us direct: (d, t), positive.

    Their mean rate of net sales in these market cells, times our net sales on the spending that moves.
    """
    ground, sales = aim.ground, slice(len(REVENUE))
    today = ground.base[list(aim.groups), :, agents, agents].sum(axis=(0, 1))
    sold = today[sales].sum()
    if sold <= 0:  # the agents sell nothing of what the lever aims at
        return np.zeros((ground.draws, ground.months))
    rate = -today[VARIABLE.index("commissions")] / sold
    counts = np.stack([aim.drawn.of_spend.get(line, np.ones(ground.draws)) for line in REVENUE])
    months, moved = np.arange(ground.months) % ground.base.shape[1], np.zeros((ground.draws, ground.months))
    for g in aim.groups:
        base = ground.base[g][months][:, :, aim.direct, sales]  # (t, f, c)
        for _, of, spent in aim.before.spent_in(agents, (g,)):
            rows = spent * ground.weights[:, :, of]
            moved += rows * (base[:, of] @ counts).T
    found: Draws = rate * moved * aim.come[agents] / ground.future.price_scale[:, [aim.direct]]
    return found


def draw_open_direct(lever: OpenDirect, context: LeverContext) -> OpenDirectDraws:
    """Draw the parameters of the lever: who comes and how partners answer is believed, costs are assumed."""
    sources = lever.meant_for(context.beliefs)
    reaction = draw_reaction(sources, context)
    assumed = context.assume_all(lever.channel, {
        "offered_share": (lever.offered_share, "share"),
        "direct_ramp_months": (lever.ramp_months, "months"),
        "new_buyers": (lever.new_buyers, "share"),
        "acquisition": (lever.acquisition, "share"),
        "platform": (lever.platform, "money"),
        "set_up": (lever.set_up, "money"),
    })  # fmt: skip
    agents = [context.ground.index(source) for source in sources]
    owes = lever.owed is not None and context.ground.market.on_commission[agents].any()
    return OpenDirectDraws(
        sources, draw_uptake(lever.channel, sources, context), reaction, draw_leaving(sources, context),
        draw_following(sources, context), draw_halo(context), assumed["offered_share"],
        assumed["direct_ramp_months"], assumed["new_buyers"], assumed["acquisition"], assumed["platform"],
        assumed["set_up"], {} if lever.opened is None else lever.opened.draw(lever.channel, context),
        context.assume("owed", lever.owed, "share", lever.channel) if lever.owed and owes else None,
    )  # fmt: skip

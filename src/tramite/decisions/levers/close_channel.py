"""Lever «close a channel»: its margin goes, some of its costs go, some of its customers come to the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.believed import draw_halo
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.diverted import draw_diversion
from tramite.decisions.levers.law import LawFlag, LawGround, ending
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.market import FIXED, ONE_OFF
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class CloseChannelDraws:
    """Drawn parameters, each (d,) but ``diversion``.

    Attributes:
        diversion: (d, k) share of the released spend that comes to each channel of ours, the part of put-off
            purchases that comes back included.
        halo: share of online spend that depends on showrooms; ``None`` where the closed channel is not a place, or
            nobody was heard about it.
    """

    exit_cost: Draws
    avoidable_share: Draws
    ramp_months: Draws
    diversion: Draws
    halo: Draws | None = None


class CloseChannel(Lever):
    """Parameters of the lever.

    Attributes:
        start: first month in which the channel sells less; months_to_close: until it sells nothing.
        exit_cost: one-off cost, currency of the case (notice, indemnities, leases, stock taken back).
        avoidable_share: share of the channel's fixed costs (lines 15 and 17) that really goes, 0–1.
        ramp_months: months until customers who move elsewhere buy there in full.
    """

    kind: Literal["close-channel"]
    start: date
    months_to_close: Annotated[int, Field(ge=0, le=60)] = 3
    exit_cost: UncertainAmount
    avoidable_share: UncertainShare
    ramp_months: UncertainAmount

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it."""
        return ((self.channel, "close"),)

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Nobody can tell what a closure does without a belief about where its customers go."""
        if self.channel not in beliefs.diversion:
            yield Missing("parameters.diversion_belief", self.channel)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say that the halo of a place is not in the numbers where nobody was heard about it."""
        online = any(channel.medium == "online" for channel in definition.selling_channels)
        if beliefs.halo is None and online and definition.channel(self.channel).medium == "physical":
            yield Missing("parameters.halo", self.channel)

    def law(self, ground: LawGround) -> Iterator[LawFlag]:
        """Notice, indemnities, and who depends on us."""
        return ending(ground, self.channel)

    def stranded_overhead(self, ground: Ground) -> float:
        """Return the overhead that the channel bears today and the others must bear, over the horizon."""
        gone = onset(ground.months, ground.month_index(self.start), float(self.months_to_close))
        return float(gone.sum() * -ground.market.overhead[ground.index(self.channel)])

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and close the channel."""
        return close_channel(self, draw_close_channel(self, context), context.ground, world)


def close_channel(
    lever: CloseChannel, drawn: CloseChannelDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Close a channel, or what it sells to some segments or of some lines, step by step.

    Δ = −CM1_c + avoidable fixed costs + Σ_k D_ck·E_c·v_k·cm1_k·ramp − H·CM1_online·(share of places closed)
    − one-off exit (METHOD §5.4). Moves are made on end-customer spend E (§5.3); what is not caught is lost.
    """
    closed, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    gone = onset(ground.months, start, float(lever.months_to_close))
    before, spend_before = world, ground.spend(world)
    part = _part_closed(ground, world, closed, groups)

    world = world.shifted(closed, gone, {}, groups)
    yield WorldStep("lost_margin", lever.channel, world)

    kept = 1 - (part * drawn.avoidable_share)[:, np.newaxis] * gone
    for line in FIXED:
        world = world.with_fixed(closed, line, kept)
    yield WorldStep("fixed_saved", lever.channel, world)

    caught = gone * onset(ground.months, start, drawn.ramp_months)
    for k, channel in enumerate(ground.channels):
        if k != closed:
            share = caught * drawn.diversion[:, [k]]
            world = world.moved((g, of, k, spent * share) for g, of, spent in before.spent_in(closed, groups))
            yield WorldStep("captured", channel, world)

    if drawn.halo is not None:
        places = spend_before.sum(axis=1) @ ground.market.places
        share_closed = part * spend_before[:, :, closed].sum(axis=1) / places
        lost = (drawn.halo * share_closed)[:, np.newaxis] * gone
        for k in np.flatnonzero(ground.market.physical == 0).tolist():
            world = world.moved((g, of, k, -spent * lost) for g, of, spent in before.spent_in(k))
        yield WorldStep("halo", None, world)

    if start >= ground.months:
        return  # it closes after the horizon
    month_of_exit = min(max(start + lever.months_to_close, 0), ground.months - 1)
    exit_cost = np.zeros((ground.draws, ground.months))
    exit_cost[:, month_of_exit] = -drawn.exit_cost
    yield WorldStep("exit_cost", None, world.with_added(closed, ONE_OFF, exit_cost))


def _part_closed(ground: Ground, world: World, closed: int, groups: tuple[int, ...]) -> Draws:
    """Return the share of the channel's spending that closes: (d,), 1 where all of it does."""
    whole = ground.spend(world)[:, :, closed].sum(axis=1)
    part = ground.spend(world, groups)[:, :, closed].sum(axis=1)
    found: Draws = np.divide(part, whole, out=np.ones_like(whole), where=whole > 0)
    return found


def draw_close_channel(lever: CloseChannel, context: LeverContext) -> CloseChannelDraws:
    """Draw the parameters of the lever; only a place has a halo."""
    diversion = draw_diversion(lever.channel, context)
    place = bool(context.ground.market.places[context.ground.index(lever.channel)])
    halo = draw_halo(context) if place else None
    assumed = context.assume_all(lever.channel, {
        "exit_cost": (lever.exit_cost, "money"),
        "avoidable_share": (lever.avoidable_share, "share"),
        "ramp_months": (lever.ramp_months, "months"),
    })  # fmt: skip
    return CloseChannelDraws(**assumed, diversion=diversion, halo=halo)

"""Lever «close a channel»: its margin goes, some of its costs go, some of its customers come to the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.reactions.diversion import DELAY
from tramite.decisions.comparison import Parameter
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.step import WorldStep, onset
from tramite.decisions.world import Ground, World
from tramite.kernel.case import Identifier, Strict, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


class CloseChannel(Strict):
    """Parameters of the lever.

    Attributes:
        start: first month in which the channel sells less; months_to_close: until it sells nothing.
        exit_cost: one-off cost, currency of the case (notice, indemnities, leases, stock taken back).
        avoidable_share: share of the channel's fixed costs (lines 15 and 17) that really goes, 0–1.
        ramp_months: months until customers who move elsewhere buy there in full.
    """

    kind: Literal["close-channel"]
    channel: Identifier
    start: date
    months_to_close: Annotated[int, Field(ge=0, le=60)] = 3
    exit_cost: UncertainAmount
    avoidable_share: UncertainShare
    ramp_months: UncertainAmount


@dataclass(frozen=True, slots=True)
class CloseChannelDraws:
    """Drawn parameters, each (d,) but ``diversion``.

    Attributes:
        diversion: (d, k) share of the released spend that comes to each channel of ours, the part of put-off
            purchases that comes back included.
        halo: share of online spend that depends on showrooms, 0 where the closed channel is not a place.
    """

    exit_cost: Draws
    avoidable_share: Draws
    ramp_months: Draws
    diversion: Draws
    halo: Draws


def close_channel(
    lever: CloseChannel, drawn: CloseChannelDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Close a channel, step by step.

    Δ = −CM1_c + avoidable fixed costs + Σ_k D_ck·E_c·v_k·cm1_k·ramp − H·CM1_online·(share of places closed)
    − one-off exit (METHOD §5.4). Moves are made on end-customer spend E (§5.3); what is not caught is lost.
    """
    closed, months = ground.index(lever.channel), world.spend.shape[1]
    start = ground.month_index(lever.start)
    gone = onset(months, start, float(lever.months_to_close))
    before = world.spend
    released = before[:, :, closed] * gone

    spend = before.copy()
    spend[:, :, closed] -= released
    world = replace(world, spend=spend)
    yield WorldStep("lost_margin", lever.channel, world)

    fixed = world.fixed.copy()
    fixed[:, :, closed] *= 1 - drawn.avoidable_share[:, np.newaxis] * gone
    world = replace(world, fixed=fixed)
    yield WorldStep("fixed_saved", lever.channel, world)

    ramp = onset(months, start, drawn.ramp_months)
    for k, channel in enumerate(ground.channels):
        if k != closed:
            spend = world.spend.copy()
            spend[:, :, k] += released * ramp * drawn.diversion[:, k, np.newaxis]
            world = replace(world, spend=spend)
            yield WorldStep("captured", channel, world)

    if drawn.halo.any():
        places = before.sum(axis=1) @ ground.physical
        share_closed = before[:, :, closed].sum(axis=1) / places
        lost = (drawn.halo * share_closed)[:, np.newaxis, np.newaxis] * gone[np.newaxis, :, np.newaxis]
        world = replace(world, spend=world.spend - before * lost * (1 - ground.physical))
        yield WorldStep("halo", None, world)

    extra = world.extra.copy()
    month_of_exit = min(max(start + lever.months_to_close, 0), months - 1)
    extra[:, month_of_exit] += drawn.exit_cost
    yield WorldStep("exit_cost", None, replace(world, extra=extra))


def draw_close_channel(lever: CloseChannel, context: LeverContext) -> tuple[CloseChannelDraws, list[Parameter]]:
    """Draw the parameters of the lever.

    Put-off purchases are lost in part (setting ``delay_lost``); the rest comes back to our channels in the
    proportions in which the others go there.
    """
    exit_cost, exit_parameter = context.assume("exit_cost", lever.exit_cost, "money", lever.channel)
    avoidable, avoidable_parameter = context.assume(
        "avoidable_share", lever.avoidable_share, "share", lever.channel
    )
    ramp, ramp_parameter = context.assume("ramp_months", lever.ramp_months, "months", lever.channel)
    diversion, diversion_parameters = _diversion(lever.channel, context)
    halo, halo_parameters = _halo(lever.channel, context)
    drawn = CloseChannelDraws(exit_cost, avoidable, ramp, diversion, halo)
    parameters = [*diversion_parameters, *halo_parameters, exit_parameter, avoidable_parameter, ramp_parameter]
    return drawn, parameters


def _diversion(closed: str, context: LeverContext) -> tuple[Draws, list[Parameter]]:
    belief = context.beliefs.diversion[closed]
    chance, method = context.chance, context.definition.method
    drawn = belief.draw(chance.stream(f"diversion.{closed}"), chance.draws)
    ours = context.today.ground.channels
    shares = np.zeros((chance.draws, len(ours)))
    for position, destination in enumerate(belief.destinations):
        if destination in ours:
            shares[:, ours.index(destination)] = drawn[:, position]
    delayed = drawn[:, belief.destinations.index(DELAY)]
    returning = 1 + delayed * (1 - method.delay_lost) / shares.sum(axis=1)
    shares *= returning[:, np.newaxis]
    evidence = next(iter(belief.estimates.values())).evidence
    parameters = [
        Parameter(
            "diversion",
            context.summary(
                shares[:, k], "share", phrase("methods.dirichlet"), belief.grade, evidence, belief.heard
            ),
            channel,
            shares[:, k],
        )
        for k, channel in enumerate(ours)
        if channel != closed
    ]
    lost = 1 - shares.sum(axis=1)
    setting = Source("setting", "delay_lost", f"{method.delay_lost:g}")
    parameters.append(
        Parameter(
            "lost",
            context.summary(
                lost, "share", phrase("methods.dirichlet"), belief.grade, (*evidence, setting), belief.heard
            ),
            closed,
            lost,
        )
    )
    return shares, parameters


def _halo(closed: str, context: LeverContext) -> tuple[Draws, list[Parameter]]:
    belief, chance = context.beliefs.halo, context.chance
    if belief is None or context.definition.channel(closed).medium != "physical":
        return np.zeros(chance.draws), []
    drawn = belief.draw(chance.stream("halo"), chance.draws)
    known = belief.estimate
    summary = context.summary(drawn, "share", known.method, known.grade, known.evidence, known.n)
    return drawn, [Parameter("halo", summary, None, drawn)]

"""Beliefs that several levers draw: where customers go who lose their channel, and the halo of places."""

from __future__ import annotations

import numpy as np

from tramite.beliefs.reactions.diversion import DELAY
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


def draw_diversion(source: str, context: LeverContext) -> Draws:
    """Draw the share of a channel's spending that comes to each channel of ours if customers lose it: (d, k).

    Put-off purchases are lost in part (setting ``delay_lost``); the rest comes back to our channels in the
    proportions in which the others go there. Source: METHOD §5.4 (lever «close channel»).
    """
    belief, chance = context.beliefs.diversion[source], context.chance
    drawn = belief.draw(chance.stream(f"diversion.{source}"), chance.draws)
    ours = context.ground.channels
    shares = np.zeros((chance.draws, len(ours)))
    for position, destination in enumerate(belief.destinations):
        if destination in ours:
            shares[:, ours.index(destination)] = drawn[:, position]
    delayed = drawn[:, belief.destinations.index(DELAY)]
    come_back = delayed * (1 - context.definition.method.delay_lost)
    shares *= 1 + (come_back / shares.sum(axis=1))[:, np.newaxis]
    return shares


def know_diversion(source: str, context: LeverContext, *, prefix: str = "") -> Draws:
    """Draw the diversion of a channel, and write it down with what is lost: (d, k).

    Args:
        prefix: of the codes, where it is not the channel that closes but some who sell there that leave.
    """
    belief, method = context.beliefs.diversion[source], context.definition.method
    shares = draw_diversion(source, context)
    evidence = next(iter(belief.estimates.values())).evidence
    told = phrase("methods.dirichlet")
    for k, channel in enumerate(context.ground.channels):
        if channel != source:
            context.know(
                f"{prefix}diversion", channel, shares[:, k], "share", told, belief.grade, evidence, belief.heard
            )
    setting = Source("setting", "delay_lost", f"{method.delay_lost:g}")
    lost, grounds = 1 - shares.sum(axis=1), (*evidence, setting)
    context.know(f"{prefix}lost", source, lost, "share", told, belief.grade, grounds, belief.heard)
    return shares


def draw_halo(context: LeverContext) -> Draws | None:
    """Draw the share of online spending that depends on places: (d,); ``None`` if nobody was heard about it."""
    belief, chance = context.beliefs.halo, context.chance
    if belief is None:
        return None
    known = belief.estimate
    drawn = belief.draw(chance.stream("halo"), chance.draws)
    return context.know("halo", None, drawn, "share", known.method, known.grade, known.evidence, known.n)

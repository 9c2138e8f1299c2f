"""Beliefs that several levers draw: where customers go who lose their channel, and the halo of places."""

from __future__ import annotations

import numpy as np

from tramite.beliefs.reactions.diversion import DELAY
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws


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
    ours_in_all = shares.sum(axis=1)
    returning = np.divide(come_back, ours_in_all, out=np.zeros_like(come_back), where=ours_in_all > 0)
    shares *= 1 + returning[:, np.newaxis]
    return shares


def draw_halo(context: LeverContext) -> Draws | None:
    """Draw the share of online spending that depends on places: (d,); ``None`` if nobody was heard about it."""
    belief, chance = context.beliefs.halo, context.chance
    if belief is None:
        return None
    known = belief.estimate
    drawn = belief.draw(chance.stream("halo"), chance.draws)
    return context.know("halo", None, drawn, "share", known.method, known.grade, known.evidence, known.n)

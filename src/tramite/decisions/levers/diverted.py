"""Where the customers go whom a channel, or those who sell there, give up."""

from __future__ import annotations

import numpy as np

from tramite.beliefs.reactions.diversion import DELAY
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


def draw_diversion(closed: str, context: LeverContext, *, prefix: str = "") -> Draws:
    """Draw which share of the spending that a channel loses comes to each of ours: (d, k).

    Put-off purchases are lost in part (setting ``delay_lost``); the rest comes back to our channels in the
    proportions in which the others go there (METHOD §5.4).

    Args:
        closed: the channel. prefix: of the codes of what is written down, where not the whole channel closes.
    """
    belief = context.beliefs.diversion[closed]
    chance, method = context.chance, context.definition.method
    drawn = belief.draw(chance.stream(f"diversion.{closed}"), chance.draws)
    ours = context.ground.channels
    shares = np.zeros((chance.draws, len(ours)))
    for position, destination in enumerate(belief.destinations):
        if destination in ours:
            shares[:, ours.index(destination)] = drawn[:, position]
    delayed = drawn[:, belief.destinations.index(DELAY)]
    shares *= 1 + (delayed * (1 - method.delay_lost) / shares.sum(axis=1))[:, np.newaxis]
    evidence = next(iter(belief.estimates.values())).evidence
    told = phrase("methods.dirichlet")
    for k, channel in enumerate(ours):
        if channel != closed:
            context.know(
                f"{prefix}diversion", channel, shares[:, k], "share", told, belief.grade, evidence, belief.heard
            )
    setting = Source("setting", "delay_lost", f"{method.delay_lost:g}")
    lost, grounds = 1 - shares.sum(axis=1), (*evidence, setting)
    context.know(f"{prefix}lost", closed, lost, "share", told, belief.grade, grounds, belief.heard)
    return shares

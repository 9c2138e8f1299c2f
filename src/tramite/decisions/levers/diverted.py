"""Where the customers go whom a channel, or those who sell there, give up."""

from __future__ import annotations

from tramite.decisions.levers.believed import draw_diversion as shares_diverted
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


def draw_diversion(closed: str, context: LeverContext, *, prefix: str = "") -> Draws:
    """Draw which share of the spending that a channel loses comes to each of ours, and write it down: (d, k).

    Args:
        closed: the channel. prefix: of the codes of what is written down, where not the whole channel closes.
    """
    belief, method = context.beliefs.diversion[closed], context.definition.method
    shares = shares_diverted(closed, context)
    evidence = next(iter(belief.estimates.values())).evidence
    told = phrase("methods.dirichlet")
    for k, channel in enumerate(context.ground.channels):
        if channel != closed:
            context.know(
                f"{prefix}diversion", channel, shares[:, k], "share", told, belief.grade, evidence, belief.heard
            )
    setting = Source("setting", "delay_lost", f"{method.delay_lost:g}")
    lost, grounds = 1 - shares.sum(axis=1), (*evidence, setting)
    context.know(f"{prefix}lost", closed, lost, "share", told, belief.grade, grounds, belief.heard)
    return shares

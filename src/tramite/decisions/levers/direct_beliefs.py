"""What is believed of direct sales, drawn for a lever: who comes, how partners answer, where the rest goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tramite.beliefs.conflict.mix import by_channel
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import DIRECT_SALES
from tramite.decisions.levers.believed import draw_diversion
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase

_LEAVE = "exit"  # list «react_d2c»


def heard_on_uptake(beliefs: Beliefs) -> tuple[str, ...]:
    """Return the channels of whose customers enough was heard on buying direct."""
    uptake = None if beliefs.reactions is None else beliefs.reactions.uptake
    return () if uptake is None else uptake.channels


def draw_uptake(direct: str, sources: Sequence[str], context: LeverContext) -> Draws:
    """Draw the share of each source's spending that would come: (d, s).

    U = stated chance × correction (CX04), widened where the same customers say otherwise of the channels that they
    use and want (CC01, CC02): half of what lies between the two is one more standard deviation (METHOD §4.6).
    """
    reactions, chance = context.beliefs.reactions, context.chance
    found = np.zeros((chance.draws, len(sources)))
    if reactions is None or reactions.uptake is None:
        return found
    belief = reactions.uptake
    drawn = belief.draw(chance)
    for place, source in enumerate(sources):
        known = belief.estimates[source]
        wish = wished(direct, source, context.beliefs)
        apart = 0.0 if wish is None else abs((known.value or 0.0) - (wish.value or 0.0)) / 2
        evidence = known.evidence if wish is None else (*known.evidence, *wish.evidence)
        share = drawn[:, belief.channels.index(source)]
        room = np.minimum(share, 1 - share)  # as far down as up: wider, and the same on average
        share = share + np.clip(chance.normal(f"uptake_apart.{source}", 0.0, apart), -room, room)
        found[:, place] = context.know(
            "uptake", source, share, "share", known.method, known.grade, evidence, known.n
        )
    return found


def wished(direct: str, source: str, beliefs: Beliefs) -> Estimate | None:
    """Return what customers of a source would like to move to a direct channel, as a share of what they buy there.

    (W_d − U_d)/U_f of the mean shares wanted (CC02) and used (CC01), 0 where they want less of it. ``None`` for a
    channel that they were not asked about, or where the answers may not be shown.
    """
    shift = by_channel(beliefs.conflict.mix).get(source) if beliefs.conflict else None
    if shift is None or direct not in shift.used or direct not in shift.wanted or source not in shift.used:
        return None
    used, wanted, here = (cell.estimate for cell in (shift.used[direct], shift.wanted[direct], shift.used[source]))
    if used.value is None or wanted.value is None or not here.value:
        return None
    share = float(np.clip((wanted.value - used.value) / here.value, 0.0, 1.0))
    evidence = tuple(dict.fromkeys((*used.evidence, *wanted.evidence)))
    return Estimate(
        share, None, None, used.level, min(used.n, wanted.n), wanted.N, "share", phrase("methods.wished"),
        weighting="vote", grade=max(used.grade, wanted.grade), evidence=evidence,
    )  # fmt: skip


def draw_reaction(sources: Sequence[str], context: LeverContext) -> Draws:
    """Draw by how much partners of each source would sell more or less of ours: (d, s) (PX09); unheard is 0."""
    reactions, chance = context.beliefs.reactions, context.chance
    found = np.zeros((chance.draws, len(sources)))
    reaction = None if reactions is None else reactions.by_kind.get(DIRECT_SALES.code)
    if reaction is None:
        return found
    drawn = reaction.draw(chance)
    for place, source in enumerate(sources):
        if source in reaction.channels:
            (known,) = reaction.of(source)
            found[:, place] = context.know(
                "direct_reaction", source, drawn[:, reaction.channels.index(source), 0], "share", known.method,
                known.grade, known.evidence, known.n,
            )  # fmt: skip
    return found


def draw_leaving(sources: Sequence[str], context: LeverContext) -> Draws:
    """Draw the share of each source's sales whose partners would leave first of all: (d, s); unheard is 0."""
    found = np.zeros((context.chance.draws, len(sources)))
    for place, source in enumerate(sources):
        moves = _first_moves(source, context.beliefs)
        if moves is not None and _LEAVE in moves.moves:
            known = moves.estimates[_LEAVE]
            drawn = moves.draw(context.chance)[:, moves.moves.index(_LEAVE)]
            found[:, place] = context.know(
                "direct_leaving", source, drawn, "share", known.method, known.grade, known.evidence, known.n
            )
    return found


def _first_moves(source: str, beliefs: Beliefs) -> FirstMoves | None:
    reactions = beliefs.reactions
    return None if reactions is None else reactions.moves.get(DIRECT_SALES.code, {}).get(source)


def draw_following(sources: Sequence[str], context: LeverContext) -> Draws:
    """Draw where the customers of each source go if their partner leaves: (d, s, k); unheard, nowhere with us."""
    ours = context.ground.channels
    found = np.zeros((context.chance.draws, len(sources), len(ours)))
    for place, source in enumerate(sources):
        belief = context.beliefs.diversion.get(source)
        if belief is not None and _first_moves(source, context.beliefs) is not None:
            found[:, place] = draw_diversion(source, context)
            evidence = next(iter(belief.estimates.values())).evidence
            context.know(
                "direct_following", source, found[:, place].sum(axis=1), "share", phrase("methods.dirichlet"),
                belief.grade, evidence, belief.heard,
            )  # fmt: skip
    return found

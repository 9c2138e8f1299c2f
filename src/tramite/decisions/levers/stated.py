"""What a channel says that it would do, read at the size of a lever's change."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.curve import reaction_at
from tramite.beliefs.reactions.kinds import Kind
from tramite.beliefs.reactions.reaction import Reaction
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.missing import Missing
from tramite.kernel.chance import Draws
from tramite.kernel.grade import weakest

PER_CENT = 100.0
_SAME = 1e-9  # what rounding may add to a size that was asked about


def heard_of(beliefs: Beliefs, kind: Kind, channel_id: str) -> Reaction | None:
    """Return the reaction if anything was heard of it in a channel."""
    found = None if beliefs.reactions is None else beliefs.reactions.by_kind.get(kind.code)
    return found if found is not None and found.of(channel_id) else None


def asked(reaction: Reaction, channel_id: str) -> tuple[float, ...]:
    """Return the sizes of the change, in per cent, at which a channel was heard, rising."""
    return tuple(float(point) for point in reaction.points if (channel_id, point) in reaction.estimates)


def not_asked(beliefs: Beliefs, kind: Kind, channel_id: str, largest: float) -> Iterator[Missing]:
    """Say that nobody was heard about a channel's reaction, or about no change as large as this one.

    Args:
        largest: size of the change, a share of 1, in the draw where it is largest.
    """
    reaction = heard_of(beliefs, kind, channel_id)
    if reaction is None:
        yield Missing(f"parameters.{kind.code}_belief", channel_id)
    elif largest * PER_CENT > asked(reaction, channel_id)[-1] + _SAME:
        sizes = (("size", str(math.ceil(largest * PER_CENT))), ("asked", f"{asked(reaction, channel_id)[-1]:g}"))
        yield Missing(f"parameters.{kind.code}_asked", channel_id, sizes)


def know_reaction(code: str, kind: Kind, channel_id: str, size: Draws | float, context: LeverContext) -> Draws:
    """Draw the reaction of a channel to a change, on the straight lines between what was asked: (d,).

    Args:
        size: of the change, a share of 1, one or (d,); never beyond the largest asked (:func:`not_asked`).
    """
    reaction = heard_of(context.beliefs, kind, channel_id)
    if reaction is None:
        raise KeyError(channel_id)
    points = asked(reaction, channel_id)
    places = [reaction.points.index(point) for point in reaction.points if float(point) in points]
    drawn = reaction.draw(context.chance)[:, reaction.channels.index(channel_id), places]
    sizes = np.asarray(size) * PER_CENT
    sizes = np.where(sizes <= points[-1] + _SAME, np.minimum(sizes, points[-1]), sizes)
    found = reaction_at(sizes, points, drawn)
    heard = reaction.of(channel_id)
    evidence = tuple(dict.fromkeys(source for estimate in heard for source in estimate.evidence))
    grade, n = weakest(estimate.grade for estimate in heard), max(estimate.n for estimate in heard)
    return context.know(code, channel_id, found, "share", heard[0].method, grade, evidence, n)

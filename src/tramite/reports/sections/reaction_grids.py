"""Tables of reactions: what is believed, beside what each side said."""

from __future__ import annotations

from collections.abc import Mapping

from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import side_asked
from tramite.beliefs.reactions.reaction import Reaction
from tramite.beliefs.reactions.told import SideTold
from tramite.kernel.provenance import Source
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.voices.estimation.sides import Side


def reaction_grid(scribe: Scribe, reaction: Reaction) -> Grid:
    """Write a reaction by channel and size of the change, and what each side said."""
    code = reaction.kind.code
    sides = tuple(side_asked(item) for item in reaction.kind.items)
    rows = []
    for channel in reaction.channels:
        for point in reaction.points:
            estimate = reaction.estimates.get((channel, point))
            if estimate is not None:
                heard = reaction.heard_of(channel, point)
                believed = (scribe.estimate(estimate), scribe.words(estimate.grade))
                said = tuple(_said(scribe, heard, side) for side in sides)
                label = f"{scribe.channel(channel)}, {_change(scribe, code, point)}"
                rows.append(Row(label, (*believed, *said)))
    headers = (
        scribe.tell("reactions.change"), scribe.tell("reactions.believed"),
        scribe.say("grade_header"), *(scribe.say(f"side_{side}") for side in sides),
    )  # fmt: skip
    notes = [scribe.tell("reactions.side_note")]
    if any(len(one.channels) > 1 for one in reaction.sides):
        notes.append(scribe.tell("reactions.together_note"))
    caption = scribe.tell(f"reactions.{code}_caption")
    return Grid(f"reactions-{code}-shares", "reactions", caption, headers, tuple(rows), tuple(notes))


def _change(scribe: Scribe, code: str, point: str) -> str:
    return scribe.tell("reactions.down" if code == "earnings_cut" else "reactions.up", size=point)


def _said(scribe: Scribe, heard: tuple[SideTold, ...], side: Side) -> Datum:
    mine = [one for one in heard if side_asked(one.item_id) == side]
    if not mine:
        return scribe.words(scribe.tell("reactions.not_shown"))
    one = mine[0]
    source = Source("interviews", one.item_id, f"n = {one.n}", simulated=scribe.definition.simulated.voices)
    together = len(one.channels) > 1
    names = ", ".join(scribe.channel(channel) for channel in one.channels)
    derived = scribe.tell("reactions.together", channels=names) if together else ""
    marks = scribe.tell("reactions.together_mark") if together else ""
    return scribe.number(one.mean, "share", (source,), derived=derived, marks=marks)


def moves_grid(scribe: Scribe, code: str, by_channel: Mapping[str, FirstMoves]) -> Grid:
    """Write what would be done first: a column for each channel."""
    moves = next(iter(by_channel.values())).moves
    rows = [
        Row(scribe.tell(f"reactions.move_{move}"),
            tuple(scribe.estimate(believed.estimates[move]) for believed in by_channel.values()))
        for move in moves
    ]  # fmt: skip
    label = scribe.tell("reactions.where" if code == "price" else "reactions.first")
    headers = (label, *(scribe.channel(channel) for channel in by_channel))
    caption = scribe.tell(f"reactions.{code}_first_caption")
    return Grid(f"reactions-{code}-first", "first_moves", caption, headers, tuple(rows))

"""If a channel closed, where the spending would go, and what each side said (METHOD §5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.kinds import side_asked
from tramite.kernel.provenance import Source
from tramite.reports.charts.diversion import SIDES, diversion_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.shown import may_show_belief, shown_sides


def write_diversion(scribe: Scribe) -> Section:
    """Write the belief on diversion from each channel, with what each side said beside it."""
    blocks: list[Block] = []
    if scribe.dossier.beliefs.diversion:
        blocks.append(Words(scribe.say("diversion_lead")))
        for belief in scribe.dossier.beliefs.diversion.values():
            blocks += _belief(scribe, belief)
        blocks.append(Words(scribe.say("diversion_limits")))
    else:
        blocks.append(Words(scribe.say("diversion_missing"), tone="absent"))
    return Section("diversion", scribe.say("diversion"), tuple(blocks), scribe.badge("voices"))


def _belief(scribe: Scribe, belief: DiversionBelief) -> Iterator[Block]:
    channel = scribe.channel(belief.channel_id)
    anchor = f"diversion-{belief.channel_id}"
    yield Heading(anchor, scribe.say("diversion_of", channel=channel, grade=belief.grade))
    yield Words(scribe.say("diversion_heard"), points=(*_heard(scribe, belief), *_apart(scribe, belief)))
    if may_show_belief(belief, method=scribe.dossier.method):
        ends = (belief.follow.value, belief.follow.lower, belief.follow.upper)
        value, low, high = (scribe.figure(end, "share") for end in ends)
        yield Words(scribe.say("diversion_follow", channel=channel, value=value, low=low, high=high))
    yield _grid(scribe, belief, f"{anchor}-shares")
    if may_show_belief(belief, method=scribe.dossier.method):
        title, about = scribe.chart("diversion", channel=channel), scribe.chart("diversion_about", channel=channel)
        yield Picture(f"{anchor}-chart", title, about, diversion_chart(scribe, belief))


def _heard(scribe: Scribe, belief: DiversionBelief) -> Iterator[str]:
    shown = shown_sides(belief, method=scribe.dossier.method)
    for side in belief.sides:
        name = scribe.say(f"side_{side_asked(side.item_id)}")
        if side.n == 0:
            yield scribe.say("side_silent", side=name, item=side.item_id)
        elif not side.weight:
            yield scribe.say("side_few", side=name, item=side.item_id, k=scribe.dossier.method.disclosure_k)
        elif side not in shown:
            yield scribe.say("side_hidden", side=name, item=side.item_id)
        else:
            yield scribe.say(
                "side_heard", side=name, item=side.item_id, n=side.n,
                reliability=scribe.figure(side.reliability, "ratio"), weight=scribe.figure(side.weight, "score"),
            )  # fmt: skip


def _apart(scribe: Scribe, belief: DiversionBelief) -> Iterator[str]:
    """Say of each side that stands apart from the most reliable one what that costs it."""
    shown = shown_sides(belief, method=scribe.dossier.method)
    for side in shown[1:]:
        if side.apart > 0:
            yield scribe.say(
                "diversion_apart", side=scribe.say(f"side_{side_asked(side.item_id)}"),
                first=scribe.say(f"side_{side_asked(shown[0].item_id)}").lower(),
                apart=scribe.figure(side.apart, "share"), effective=scribe.figure(side.effective_n, "score"),
                reliability=scribe.figure(side.reliability, "ratio"), weight=scribe.figure(side.weight, "score"),
                full=scribe.figure(side.reliability * side.effective_n, "score"),
            )  # fmt: skip


def _grid(scribe: Scribe, belief: DiversionBelief, grid_id: str) -> Grid:
    shown = may_show_belief(belief, method=scribe.dossier.method)
    rows = []
    for destination in belief.destinations:
        estimate = belief.estimates[destination]
        cells = [scribe.estimate(estimate) if shown else scribe.hidden("share")]
        cells += [_said(scribe, belief, side, destination) for side in SIDES]
        rows.append(Row(scribe.destination(destination), tuple(cells)))
    headers = (
        scribe.say("destination"),
        scribe.say("posterior"),
        *(scribe.say(f"side_{s}") for s in SIDES),
    )
    caption = scribe.say("diversion_caption", channel=scribe.channel(belief.channel_id))
    notes = (scribe.say("hidden_note", k=scribe.dossier.method.disclosure_k),)
    return Grid(grid_id, "diversion", caption, headers, tuple(rows), notes)


def _said(scribe: Scribe, belief: DiversionBelief, name: str, destination: str) -> Datum:
    heard = [side for side in belief.sides if side_asked(side.item_id) == name and side.n > 0]
    if not heard:
        return scribe.words(scribe.say("not_heard"))
    side = heard[0]
    if side not in shown_sides(belief, method=scribe.dossier.method):
        return scribe.hidden("share")
    source = Source("interviews", side.item_id, simulated=scribe.dossier.definition.simulated.voices)
    # an answer that the side was not offered is not a share of zero
    return scribe.number(side.shares.get(destination), "share", (source,))

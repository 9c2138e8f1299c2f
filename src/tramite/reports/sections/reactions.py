"""How partners and customers would react to prices, earnings, direct sales, and who would stay (METHOD §5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import PRICE
from tramite.beliefs.reactions.reaction import Reaction
from tramite.kernel.estimate import Estimate
from tramite.reports.charts.reactions import curves_chart, staying_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.forecasts import forecast_blocks
from tramite.reports.sections.reaction_grids import moves_grid, reaction_grid

_SIZED = ("price", "earnings_cut", "earnings_rise")
_STAYING = ("continuity", "customer_continuity")
_LIMITS = ("words", "one_side", "beyond", "break_even", "segment")


def write_reactions(scribe: Scribe) -> Section:
    """Write the reactions by channel and size of the change, with what each side said beside them."""
    reactions, title = scribe.dossier.beliefs.reactions, scribe.say("reactions")
    if reactions is None:
        absent = Words(scribe.tell("reactions.absent"), tone="absent")
        return Section("reactions", title, (absent,), scribe.badge("voices"))
    blocks: list[Block] = [Words(scribe.tell("reactions.lead"))]
    if not reactions.by_kind:
        blocks.append(Words(scribe.tell("reactions.nothing", k=scribe.method.disclosure_k), tone="absent"))
        return Section("reactions", title, tuple(blocks), scribe.badge("voices"))
    for code in _SIZED:
        if code in reactions.by_kind:
            blocks += _sized(scribe, reactions, reactions.by_kind[code])
    blocks += _direct(scribe, reactions)
    blocks += _staying(scribe, reactions)
    blocks += forecast_blocks(scribe)
    blocks.append(Heading("reactions-limits", scribe.tell("reactions.limits")))
    limits = tuple(scribe.tell(f"reactions.limit_{name}") for name in _LIMITS)
    blocks.append(Words("", points=limits))
    return Section("reactions", title, tuple(blocks), scribe.badge("voices"))


def _sized(scribe: Scribe, reactions: Reactions, reaction: Reaction) -> Iterator[Block]:
    """Write a reaction that was asked for several sizes of the change."""
    code = reaction.kind.code
    yield Heading(f"reactions-{code}", scribe.tell(f"reactions.{code}"))
    points = [_spoken(scribe, reaction, channel) for channel in reaction.channels]
    moves = reactions.moves.get(code, {})
    if code == "earnings_cut":
        points += [
            _say(scribe, "exit_say", channel, moves[channel].estimates["exit"])
            for channel in reaction.channels
            if channel in moves
        ]
    yield Words(scribe.tell(f"reactions.{code}_lead"), points=tuple(points))
    if code != "earnings_rise":
        about = scribe.tell(f"reactions.{code}_chart_about")
        chart = curves_chart(scribe, reaction)
        yield Picture(f"reactions-{code}-chart", scribe.tell(f"reactions.{code}_chart"), about, chart)
    yield reaction_grid(scribe, reaction)
    yield from _silent(scribe, reaction)
    if moves:
        yield moves_grid(scribe, code, moves)


def _silent(scribe: Scribe, reaction: Reaction) -> Iterator[Block]:
    """Name the channels of which nothing may be said; of earnings only those with partners are asked."""
    asked = [c for c in scribe.definition.selling_channels if reaction.kind is PRICE or c.reach == "indirect"]
    silent = [scribe.channel(channel.id) for channel in asked if channel.id not in reaction.channels]
    if silent:
        k = scribe.method.disclosure_k
        yield Words(scribe.tell("reactions.silent", channels=", ".join(silent), k=k), tone="warning")


def _spoken(scribe: Scribe, reaction: Reaction, channel: str) -> str:
    """Say the reaction to the largest change that was asked about in a channel."""
    point = [point for point in reaction.points if (channel, point) in reaction.estimates][-1]
    return _say(scribe, f"{reaction.kind.code}_say", channel, reaction.estimates[channel, point], size=point)


def _say(scribe: Scribe, key: str, channel: str, estimate: Estimate, **more: object) -> str:
    value, low, high = (scribe.figure(end, "share") for end in (estimate.value, estimate.lower, estimate.upper))
    return scribe.tell(
        f"reactions.{key}", channel=scribe.channel(channel), value=value, low=low, high=high, grade=estimate.grade,
        **more,
    )  # fmt: skip


def _direct(scribe: Scribe, reactions: Reactions) -> Iterator[Block]:
    uptake, partners = reactions.uptake, reactions.by_kind.get("direct_sales")
    if uptake is None and partners is None:
        return
    yield Heading("reactions-direct", scribe.tell("reactions.direct"))
    ends = (scribe.method.d2c_uptake_low, scribe.method.d2c_uptake_likely, scribe.method.d2c_uptake_high)
    low, likely, high = (scribe.level(end) for end in ends)
    points = [
        _say(scribe, "uptake_say", channel, estimate,
             stated=scribe.figure(uptake.stated.estimates[channel, ""].value, "share"))
        for channel, estimate in (uptake.estimates.items() if uptake else ())
        if uptake is not None
    ]  # fmt: skip
    lead = scribe.tell("reactions.direct_lead", low=low, likely=likely, high=high)
    yield Words(lead, points=tuple(points))
    rows = []
    for channel in _channels(scribe):
        stated = uptake.stated.estimates.get((channel, "")) if uptake else None
        used = uptake.estimates.get(channel) if uptake else None
        sold = partners.estimates.get((channel, "")) if partners else None
        rows.append(Row(scribe.channel(channel), tuple(_cell(scribe, one) for one in (stated, used, sold))))
    names = ("channel", "stated", "uptake", "partners_change")
    headers = tuple(scribe.tell(f"reactions.{name}") for name in names)
    yield Grid(
        "reactions-direct-sales", "reactions", scribe.tell("reactions.direct_caption"), headers, tuple(rows)
    )
    if "direct_sales" in reactions.moves:
        yield moves_grid(scribe, "direct_sales", reactions.moves["direct_sales"])


def _staying(scribe: Scribe, reactions: Reactions) -> Iterator[Block]:
    by_kind, diversion = reactions.by_kind, scribe.dossier.beliefs.diversion
    columns = (*_STAYING, "dependence")
    if not any(code in by_kind for code in columns):
        return
    yield Heading("reactions-staying", scribe.tell("reactions.staying"))
    yield Words(scribe.tell("reactions.staying_lead"))
    heard = {code: by_kind[code] for code in _STAYING if code in by_kind}
    if heard:
        spoken_of = [c for c in _channels(scribe) if any(c in reaction.channels for reaction in heard.values())]
        chart = staying_chart(scribe, heard, channels=spoken_of)
        about = scribe.tell("reactions.staying_chart_about")
        yield Picture("reactions-staying-chart", scribe.tell("reactions.staying_chart"), about, chart)
    rows = []
    for channel in _channels(scribe):
        cells = [by_kind[code].estimates.get((channel, "")) if code in by_kind else None for code in columns]
        cells.append(diversion[channel].follow if channel in diversion else None)
        rows.append(Row(scribe.channel(channel), tuple(_cell(scribe, one) for one in cells)))
    headers = tuple(scribe.tell(f"reactions.{name}") for name in ("channel", *columns, "follow"))
    yield Grid(
        "reactions-staying-shares", "reactions", scribe.tell("reactions.staying_caption"), headers, tuple(rows)
    )


def _channels(scribe: Scribe) -> tuple[str, ...]:
    return tuple(channel.id for channel in scribe.definition.selling_channels)


def _cell(scribe: Scribe, estimate: Estimate | None) -> Datum:
    if estimate is None:
        return scribe.absent("share", scribe.tell("reactions.nothing", k=scribe.method.disclosure_k))
    return scribe.estimate(estimate)

"""Reactions as pictures: lines through what was asked, dots with their interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from tramite.beliefs.reactions.kinds import side_asked
from tramite.beliefs.reactions.reaction import Reaction
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame
from tramite.reports.scribe import Scribe
from tramite.voices.estimation.sides import SIDES

_ROOM = {"left": 40, "right": 5, "top": 5, "bottom": 5}  # long names are wider than the drawing thinks
_SHAPES = {"customer": "circle", "partner": "square", "vendor": "triangle-up"}
_COLOURS = {"customer": ORANGE, "partner": GREEN, "vendor": INK}


def curves_chart(scribe: Scribe, reaction: Reaction) -> alt.TopLevelMixin:
    """Draw what is believed between no change and the largest one asked, a panel for each channel.

    What each side said is drawn beside, where it was said of the channel alone.
    """
    code = reaction.kind.code
    rows = [row for channel in reaction.channels for row in _line(scribe, reaction, channel)]
    said = [
        {"channel": scribe.channel(one.channels[0]), "size": float(one.point), "value": one.mean,
         "side": scribe.say(f"side_{side_asked(one.item_id)}")}
        for one in reaction.sides
        if len(one.channels) == 1
    ]  # fmt: skip
    axis = alt.Axis(format=".0%", tickCount=5)
    y = alt.Y("value:Q", title=scribe.tell(f"reactions.{code}_value_axis"), axis=axis)
    sizes = alt.Axis(values=[0.0, *reaction.sizes], format="d", grid=False)
    scale = alt.Scale(domain=[0, reaction.sizes[-1] * 1.1])
    x = alt.X("size:Q", title=scribe.tell(f"reactions.{code}_axis"), axis=sizes, scale=scale)
    base = alt.Chart().transform_filter("datum.kind == 'believed'")
    line = base.mark_line(color=BLUE, strokeWidth=2.5, point=alt.OverlayMarkDef(color=BLUE, size=55)).encode(
        x=x, y=y
    )
    rule = base.mark_rule(color=BLUE, strokeWidth=2).encode(x=x, y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q"))
    heard = [side for side in SIDES if scribe.say(f"side_{side}") in {row["side"] for row in said}]
    names = [scribe.say(f"side_{side}") for side in heard]
    legend = alt.Legend(title=scribe.chart("sides"), orient="top")
    shapes = alt.Scale(domain=names, range=[_SHAPES[side] for side in heard])
    colours = alt.Scale(domain=names, range=[_COLOURS[side] for side in heard])
    points = (
        alt.Chart()
        .transform_filter("datum.kind == 'said'")
        .mark_point(size=60, strokeWidth=1.8, filled=False, opacity=1, xOffset=9)
        .encode(
            x=x, y=y, shape=alt.Shape("side:N", scale=shapes, legend=legend),
            color=alt.Color("side:N", scale=colours, legend=legend),
        )
    )  # fmt: skip
    data = frame([{"kind": "believed", **row} for row in rows] + [{"kind": "said", **row} for row in said])
    channels = [scribe.channel(channel) for channel in reaction.channels]
    panels: alt.TopLevelMixin = (
        alt.layer(rule, line, points, data=data)
        .properties(width=210, height=170)
        .facet(facet=alt.Facet("channel:N", title=None, sort=channels), columns=3)
    )
    return panels


def _line(scribe: Scribe, reaction: Reaction, channel: str) -> list[dict[str, object]]:
    name = scribe.channel(channel)
    rows: list[dict[str, object]] = [{"channel": name, "size": 0.0, "value": 0.0}]
    for point, size in zip(reaction.points, reaction.sizes, strict=True):
        estimate = reaction.estimates.get((channel, point))
        if estimate is not None:
            rows.append({"channel": name, "size": size, "value": estimate.value, "lower": estimate.lower,
                         "upper": estimate.upper})  # fmt: skip
    return rows


def staying_chart(
    scribe: Scribe, reactions: Mapping[str, Reaction], *, channels: Sequence[str]
) -> alt.TopLevelMixin:
    """Draw the stated chance of as much business in 24 months: a row for each channel and side."""
    rows = [
        {"channel": scribe.channel(channel), "side": scribe.tell(f"reactions.{code}"), "value": estimate.value,
         "lower": estimate.lower, "upper": estimate.upper}
        for code, reaction in reactions.items()
        for channel in reaction.channels
        for estimate in reaction.of(channel)
    ]  # fmt: skip
    names = [scribe.tell(f"reactions.{code}") for code in reactions]
    order = [scribe.channel(channel) for channel in channels]
    axis = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("value:Q", title=scribe.tell("reactions.chance_axis"), axis=axis, scale=alt.Scale(domain=[0, 1]))
    legend = alt.Legend(title=None, orient="top", columnPadding=24)
    colour = alt.Color("side:N", scale=alt.Scale(domain=names, range=[GREEN, ORANGE][: len(names)]), legend=legend)
    shape = alt.Shape(
        "side:N", scale=alt.Scale(domain=names, range=["square", "circle"][: len(names)]), legend=legend
    )
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("channel:N", sort=order, title=None), yOffset=alt.YOffset("side:N", sort=names), color=colour
    )
    rules = base.mark_rule(strokeWidth=2.5).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, shape=shape)
    return alt.layer(rules, dots, width=460, height=46 * len(order), padding=_ROOM)

"""Sensitivity in pictures: the tornado of one alternative, and Sobol indices."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt

from tramite.decisions.sensitivity.influence import Influence
from tramite.decisions.sensitivity.swing import Swing
from tramite.reports.charts.strategy import parameter_name, source_name
from tramite.reports.charts.theme import BLUE, INK, MARGIN, ORANGE, frame, scale_of
from tramite.reports.scribe import Scribe

_WIDTH, _ROW, _LETTERS = 380, 38, 46
_LINES = "split(datum.label, '\\n')"


def tornado_chart(scribe: Scribe, swings: Sequence[Swing], middle: float) -> alt.TopLevelMixin:
    """Draw the change against today at both ends of each parameter, around its mean.

    Args:
        middle: mean change, where the bars meet.
    """
    ends = [end for swing in swings for end in (swing.at_low, swing.at_high)]
    scale = scale_of([*ends, middle])
    names = {kind: scribe.tell(f"sensitivity.end_{kind}") for kind in ("low", "high")}
    rows = []
    for swing in swings:
        parameter = swing.parameter
        name = textwrap.fill(parameter_name(scribe, parameter.code, parameter.channel_id), _LETTERS)
        unit = parameter.estimate.unit
        for kind, end, value in (("low", swing.at_low, swing.low), ("high", swing.at_high, swing.high)):
            rows.append({
                "name": name, "from": middle / scale, "to": end / scale, "kind": names[kind],
                "text": scribe.measure(value, unit), "left": end < middle,
            })  # fmt: skip
    order = list(dict.fromkeys(str(row["name"]) for row in rows))
    low, high = min(0.0, middle, *ends) / scale, max(0.0, middle, *ends) / scale
    room = 0.16 * ((high - low) or 1.0)
    colours = alt.Color(
        "kind:N", scale=alt.Scale(domain=list(names.values()), range=[ORANGE, BLUE]),
        legend=alt.Legend(title=None, orient="top"),
    )  # fmt: skip
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelExpr=_LINES, ticks=False))
    )
    x = alt.X(
        "from:Q", title=scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency),
        scale=alt.Scale(domain=[low - room, high + room], nice=False), axis=alt.Axis(tickCount=6),
    )  # fmt: skip
    bars = base.mark_bar(height={"band": 0.6}).encode(x=x, x2=alt.X2("to:Q"), color=colours)
    left = (
        base.transform_filter("datum.left")
        .mark_text(align="right", dx=-4)
        .encode(x=alt.X("to:Q"), text=alt.Text("text:N"))
    )
    right = (
        base.transform_filter("!datum.left")
        .mark_text(align="left", dx=4)
        .encode(x=alt.X("to:Q"), text=alt.Text("text:N"))
    )
    zero = alt.Chart().mark_rule(color=INK, strokeDash=[4, 3]).encode(x=alt.XDatum(0))
    return alt.layer(bars, zero, left, right, width=_WIDTH, height=_ROW * len(order), padding=MARGIN)


def influence_chart(scribe: Scribe, influences: Sequence[Influence]) -> alt.TopLevelMixin:
    """Draw first-order and total indices with their intervals."""
    rows = []
    kinds = [scribe.tell(f"sensitivity.{kind}") for kind in ("alone", "in_all")]
    for each in influences:
        name = textwrap.fill(source_name(scribe, each.code, each.channel_id), _LETTERS)
        parts = ((kinds[0], each.alone, each.alone_ends), (kinds[1], each.in_all, each.in_all_ends))
        for kind, value, (lower, upper) in parts:
            rows.append({
                "name": name, "kind": kind, "value": max(value, 0.0), "lower": max(lower, 0.0),
                "upper": max(upper, 0.0),
            })  # fmt: skip
    order = list(dict.fromkeys(str(row["name"]) for row in rows))
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelExpr=_LINES, ticks=False)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
    )
    colours = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=[BLUE, "#8CC0E8"]),
        legend=alt.Legend(title=None, orient="top"),
    )
    top = max(0.1, *(float(str(row["upper"])) for row in rows))
    x = alt.X("value:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format=".0%", tickCount=5))
    bars = base.mark_bar().encode(x=x, color=colours)
    ends = base.mark_rule(color=INK).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    return alt.layer(bars, ends, width=_WIDTH, height=_ROW * len(order), padding=MARGIN)

"""How far each channel can go: three limits as bars with intervals, against today's sales."""

from __future__ import annotations

import altair as alt

from tramite.beliefs.potential.result import TERMS, ChannelPotential, PotentialBelief, Term
from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame
from tramite.reports.scribe import Scribe
from tramite.reports.shown import may_show

WIDTH = 420
_END = 2.5  # of the axis: what lies beyond is cut there, or the lowest could not be read


def potential_chart(scribe: Scribe, belief: PotentialBelief) -> alt.TopLevelMixin:
    """Draw demand, capacity and coverage of each channel as shares of today's sales; the lowest is coloured."""
    rows = [_row(scribe, one, one.terms[name]) for one in belief.channels.values() for name in TERMS]
    order = [scribe.tell(f"potential.term_{name}") for name in TERMS]
    channels = [scribe.channel(channel_id) for channel_id in belief.channels]
    scale = alt.Scale(domain=[0, _END], nice=False)
    base = alt.Chart().encode(y=alt.Y("term:N", sort=order, title=None))
    shown = base.transform_filter("datum.shown")
    axis = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("value:Q", title=scribe.tell("potential.chart_axis"), scale=scale, axis=axis)
    colour = alt.Color("lowest:N", scale=alt.Scale(domain=[True, False], range=[ORANGE, BLUE]), legend=None)
    bars = shown.mark_bar(height={"band": 0.6}, opacity=0.35).encode(x=x, color=colour)
    rules = shown.mark_rule(strokeWidth=2).encode(x=alt.X("lower:Q", scale=scale), x2=alt.X2("upper:Q"),
                                                             color=colour)  # fmt: skip
    texts = base.mark_text(align="left").encode(x=alt.value(WIDTH + 8), text=alt.Text("text:N"))
    today = alt.Chart().mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5).encode(x=alt.XDatum(1.0))
    chart: alt.TopLevelMixin = (
        alt.layer(bars, rules, today, texts, data=frame(rows))
        .properties(width=WIDTH, height=28 * len(TERMS))
        .facet(
            row=alt.Row(
                "channel:N", title=None, sort=channels, header=alt.Header(orient="top", labelAnchor="start")
            )
        )
        .properties(padding={"left": 12, "right": 90, "top": 5, "bottom": 5})
        .configure_facet(spacing=14)
    )
    return chart


def _row(scribe: Scribe, one: ChannelPotential, term: Term) -> dict[str, object]:
    names: dict[str, object] = {
        "channel": scribe.channel(one.channel_id), "term": scribe.tell(f"potential.term_{term.name}"),
        "lowest": one.binding.found == term.name,
    }  # fmt: skip
    estimate, sales = term.estimate, float(one.sales.value or 1.0)
    if estimate.value is None or not may_show(estimate, method=scribe.method):
        return names | {"shown": False, "text": scribe.figure(None, "money")}
    lower, upper = (estimate.value if end is None else end for end in (estimate.lower, estimate.upper))
    multiple = scribe.level(round(estimate.value / sales, 2))
    return names | {
        "shown": True, "value": min(estimate.value / sales, _END), "lower": min(lower / sales, _END),
        "upper": min(upper / sales, _END),
        "text": f"{scribe.brief(estimate.value, currency=False)} ({multiple})",
    }  # fmt: skip

"""Where spending would go: the posterior as bars with intervals, what each side said as points."""

from __future__ import annotations

import altair as alt

from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.kinds import side_asked
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame
from tramite.reports.scribe import Scribe
from tramite.reports.shown import shown_sides
from tramite.voices.estimation.sides import Side

SIDES: tuple[Side, ...] = ("customer", "partner", "vendor")  # most reliable first


def diversion_chart(scribe: Scribe, belief: DiversionBelief) -> alt.TopLevelMixin:
    """Draw the shares by destination, and the shares that each side gave where they may be shown."""
    order = [scribe.destination(code) for code in belief.destinations]
    rows: list[dict[str, object]] = []
    for code in belief.destinations:
        estimate = belief.estimates[code]
        if estimate.value is not None:
            rows.append({
                "to": scribe.destination(code), "share": estimate.value, "lower": estimate.lower,
                "upper": estimate.upper,
                "text": scribe.figure(estimate.value, "share"),
            })  # fmt: skip
    sides = shown_sides(belief, method=scribe.dossier.method)
    said = [
        {"to": scribe.destination(code), "share": share, "side": scribe.say(f"side_{side_asked(side.item_id)}")}
        for side in sides
        for code, share in side.shares.items()
    ]
    ends = [estimate.upper or 0.0 for estimate in belief.estimates.values()]
    ends += [share for side in sides for share in side.shares.values()]
    x = alt.X(
        "share:Q", title=scribe.chart("share_axis"), axis=alt.Axis(format=".0%"),
        scale=alt.Scale(domain=[0, max(ends, default=1.0)]),
    )  # fmt: skip
    base = alt.Chart(frame(rows)).encode(y=alt.Y("to:N", sort=order, title=None))
    names = [scribe.say(f"side_{side}") for side in SIDES]
    shapes = alt.Scale(domain=names, range=["circle", "square", "triangle-up"])
    colours = alt.Scale(domain=names, range=[ORANGE, GREEN, INK])
    legend = alt.Legend(title=scribe.chart("sides"), orient="top")
    points = (
        alt.Chart(frame(said))
        .mark_point(size=70, strokeWidth=1.8, filled=False, opacity=1)
        .encode(
            x=x, y=alt.Y("to:N", sort=order),
            shape=alt.Shape("side:N", scale=shapes, legend=legend), color=alt.Color("side:N",
            scale=colours, legend=legend),
        )
    )  # fmt: skip
    bars = base.mark_bar(height={"band": 0.6}, color=BLUE, opacity=0.35).encode(x=x)
    rules = base.mark_rule(strokeWidth=2, color=BLUE).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    texts = base.mark_text(align="left").encode(x=alt.value(470), text=alt.Text("text:N"))
    return alt.layer(bars, rules, points, texts, width=460, height=30 * len(order))

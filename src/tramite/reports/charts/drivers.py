"""Importance against score: what carries much and is rated low stands above, on the left."""

from __future__ import annotations

import altair as alt

from tramite.beliefs.drivers.result import OutcomeDrivers
from tramite.reports.charts.theme import BLUE, INK, frame
from tramite.reports.scribe import Scribe

_ROOM = 8.0  # points of score left and right of the dots, for their names


def drivers_chart(scribe: Scribe, found: OutcomeDrivers) -> alt.TopLevelMixin:
    """Draw each predictor whose score may be shown, its share with interval, and the lines between the places."""
    rows = [
        {"name": scribe.tell(f"drivers.{one.name}"), "score": one.score.value, "share": one.share.value,
         "lower": one.share.lower, "upper": one.share.upper}
        for one in found.drivers
        if one.score is not None and one.score.value is not None
    ]  # fmt: skip
    sound, equal = scribe.method.band_sound, 1 / len(found.drivers)
    scores = [float(row["score"] or 0.0) for row in rows] + [sound]
    ends = [max(0.0, min(scores) - _ROOM), min(100.0, max(scores) + 2 * _ROOM)]
    scale = alt.Scale(domain=ends, nice=False, zero=False)
    x = alt.X("score:Q", title=scribe.tell("drivers.performance_axis"), scale=scale)
    y = alt.Y("share:Q", title=scribe.tell("drivers.importance_axis"), axis=alt.Axis(format=".0%"))
    base = alt.Chart().encode(x=x)
    lines = [
        alt.Chart().mark_rule(color="#9CA3AF", strokeDash=[3, 3]).encode(x=alt.XDatum(sound, scale=scale)),
        alt.Chart().mark_rule(color="#9CA3AF", strokeDash=[3, 3]).encode(y=alt.YDatum(equal)),
    ]
    rules = base.mark_rule(strokeWidth=2.5, color=BLUE).encode(y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q"))
    dots = base.mark_point(filled=True, size=70, opacity=1, color=INK).encode(y=y)
    halo = base.mark_text(align="left", dx=9, dy=-2, stroke="white", strokeWidth=4).encode(
        y=y, text=alt.Text("name:N")
    )
    names = base.mark_text(align="left", dx=9, dy=-2).encode(y=y, text=alt.Text("name:N"))
    return alt.layer(*lines, rules, dots, halo, names, data=frame(rows), width=480, height=320)

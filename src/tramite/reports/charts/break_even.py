"""What is stated against break-even: a panel for each channel, dots with intervals, bars of break-even."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.decisions.verdicts.verdict import Point, Verdict
from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame
from tramite.reports.scribe import Scribe
from tramite.reports.shown import may_show

_PANEL = {"width": 210, "height": 170}
_ROOM = 1.25  # of the scale, above the highest interval


def break_even_chart(
    scribe: Scribe, verdicts: Sequence[Verdict], *, x_title: str, y_title: str
) -> alt.TopLevelMixin | None:
    """Draw every size of the change that was asked about; ``None`` where nothing may be shown.

    A break-even that lies beyond the scale, or that nothing reaches, is said in words at the top of its size.
    """
    seen = [(one, point) for one in verdicts for point in one.points if _shown(scribe, point)]
    if not seen:
        return None
    top = _ROOM * max(point.figures["stated"].upper or 0.0 for _, point in seen)
    rows = [_row(scribe, one, point, top) for one, point in seen]
    sizes = sorted({point.size for _, point in seen})
    names = [scribe.tell("terms.stated_mark"), scribe.tell("terms.break_even_mark")]
    x = alt.X("size:O", title=x_title, axis=alt.Axis(format=".0%", labelAngle=0, grid=False), sort=sizes)
    y = alt.Y("value:Q", title=y_title, axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, top]))
    legend = alt.Legend(title=None, orient="top", columnPadding=24)
    colour = alt.Color("mark:N", scale=alt.Scale(domain=names, range=[BLUE, ORANGE]), legend=legend)
    base = alt.Chart().encode(x=x)
    stated = base.transform_calculate(mark=f"'{names[0]}'")
    rules = stated.mark_rule(strokeWidth=2.5).encode(y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q"), color=colour)
    dots = stated.mark_point(filled=True, size=70, opacity=1).encode(y=y, color=colour)
    limits = base.transform_filter("isValid(datum.limit)").transform_calculate(mark=f"'{names[1]}'")
    bars = limits.mark_tick(thickness=3, size=44).encode(y=alt.Y("limit:Q"), color=colour)
    words = base.transform_filter("datum.words != ''").mark_text(dy=-8, lineBreak="\n", fontSize=11, color=INK)
    panels: alt.TopLevelMixin = (
        alt.layer(
            bars, rules, dots, words.encode(y=alt.YDatum(top * 0.97), text=alt.Text("words:N")), data=frame(rows)
        )
        .properties(**_PANEL)
        .facet(facet=alt.Facet("channel:N", title=None, sort=[str(row["channel"]) for row in rows]), columns=3)
    )
    return panels


def _shown(scribe: Scribe, point: Point) -> bool:
    return may_show(point.figures["stated"], method=scribe.method)


def _row(scribe: Scribe, one: Verdict, point: Point, top: float) -> dict[str, object]:
    stated, limit = point.figures["stated"], point.figures["break_even"].value
    within = limit is not None and limit <= top
    words = "" if within else scribe.tell("terms.never" if limit is None else "terms.beyond")
    return {
        "channel": scribe.channel(one.channel_id), "size": point.size, "value": stated.value,
        "lower": stated.lower, "upper": stated.upper, "limit": limit if within else None,
        "words": words.replace(" ", "\n", 1),
    }  # fmt: skip

"""Named partners on the two questions that the article asks, and one partner's evidence axis by axis."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.beliefs.selling.labels import ARTICLE, stated_interval
from tramite.beliefs.selling.sell_mode import FirmMode
from tramite.reports.charts.parts import COLOURS
from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame
from tramite.reports.hand import Hand

_AXES = (("facing", "facing_with"), ("joint_sales", "joint_sales_with"), ("gap", "gap_filled_thru"))
_DASH = [4, 3]


def map_chart(hand: Hand, firms: Sequence[FirmMode]) -> alt.TopLevelMixin:
    """Draw named partners by gap filled and joint deals, with the thresholds of the article's definition."""
    rows = [
        {
            "x": firm.stated["gap"], "y": firm.stated["joint_sales"], "partner": firm.unit_id,
            "label": hand.tell(f"selling.article_{firm.labels['article'].code}"),
        }
        for firm in firms
        if "article" in firm.labels and {"gap", "joint_sales"} <= set(firm.stated)
    ]  # fmt: skip
    names = [hand.tell(f"selling.article_{code}") for code in ARTICLE]
    ends = [max([0.5, *(float(str(row[axis])) for row in rows)]) for axis in ("x", "y")]
    x = alt.X("x:Q", title=hand.tell("selling.named_x"), axis=alt.Axis(format=".0%"),
              scale=alt.Scale(domain=[0, ends[0]]))  # fmt: skip
    y = alt.Y("y:Q", title=hand.tell("selling.named_y"), axis=alt.Axis(format=".0%"),
              scale=alt.Scale(domain=[0, ends[1]]))  # fmt: skip
    colour = alt.Color("label:N", legend=alt.Legend(title=None, orient="top"),
                       scale=alt.Scale(domain=names, range=list(COLOURS)))  # fmt: skip
    shapes = alt.Scale(domain=names, range=["circle", "square", "diamond", "triangle-up"])
    shape = alt.Shape("label:N", legend=alt.Legend(title=None, orient="top"), scale=shapes)
    base = alt.Chart(frame(rows)).encode(x=x, y=y)
    points = base.mark_point(filled=True, size=70, opacity=0.9).encode(color=colour, shape=shape)
    texts = base.mark_text(align="left", dx=7, fontSize=10, color="#4B5563").encode(text=alt.Text("partner:N"))
    method = hand.method
    gap = alt.Chart().mark_rule(strokeDash=_DASH, color=INK).encode(x=alt.XDatum(method.gap_filled_thru))
    near = alt.Chart().mark_rule(strokeDash=_DASH, color=INK).encode(y=alt.YDatum(method.joint_sales_with))
    return alt.layer(gap, near, points, texts, width=560, height=300)


def evidence_chart(hand: Hand, firm: FirmMode) -> alt.TopLevelMixin:
    """Draw what one partner stated on each axis, with what it stands for and the threshold."""
    rows = []
    for axis, threshold in _AXES:
        if axis in firm.stated:
            value, limit = firm.stated[axis], float(getattr(hand.method, threshold))
            low, high = (value, value) if axis == "gap" else stated_interval(value, method=hand.method)
            rows.append({
                "axis": hand.tell(f"partner.axis_{axis}"), "value": value, "lower": min(low, value),
                "upper": max(high, value), "limit": limit,
                "side": hand.tell(f"partner.{'above' if value >= limit else 'below'}"),
                "text": hand.figure(value, "share"),
            })  # fmt: skip
    order = [str(row["axis"]) for row in rows]
    names = [hand.tell("partner.above"), hand.tell("partner.below")]
    ticks = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("value:Q", title=hand.tell("partner.evidence_axis"), axis=ticks, scale=alt.Scale(domain=[0, 1]))
    colour = alt.Color("side:N", legend=alt.Legend(title=None, orient="top"),
                       scale=alt.Scale(domain=names, range=[BLUE, ORANGE]))  # fmt: skip
    base = alt.Chart(frame(rows)).encode(y=alt.Y("axis:N", sort=order, title=None))
    ranges = base.mark_rule(strokeWidth=2).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(x=x, color=colour)
    limits = base.mark_tick(thickness=2.5, size=22, color=INK).encode(x=alt.X("limit:Q"))
    texts = base.mark_text(align="left").encode(x=alt.value(490), text=alt.Text("text:N"))
    return alt.layer(ranges, limits, points, texts, width=480, height=36 * max(1, len(rows)))

"""What a rule compared, as dots with their interval beside the limit that decides."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from tramite.kernel.estimate import Estimate
from tramite.reports.charts.theme import BLUE, GREEN, INK, MARGIN, ORANGE, frame, scale_of
from tramite.reports.scribe import Scribe

_WIDTH, _STEP, _LETTERS = 430, 24, 30
_LINES = "split(datum.label, '\\n')"
_COLOURS = (BLUE, ORANGE, GREEN)


@dataclass(frozen=True, slots=True)
class Compared:
    """One estimate in a picture: of a place (channel, product line, segment), what it measures."""

    place: str
    measure: str
    estimate: Estimate


def compared_chart(scribe: Scribe, rows: Sequence[Compared], *, limit: float = 0.0) -> alt.TopLevelMixin:
    """Draw estimates of one unit, by place and measure, with a line at the limit.

    Args:
        rows: all in money, or all as shares, at least one of them known.
    """
    money = rows[0].estimate.unit == "money"
    known = [row for row in rows if row.estimate.value is not None]
    scale = scale_of([x for row in known for x in _ends(row.estimate)]) if money else 1.0
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency) if money else None
    places = [textwrap.fill(place, _LETTERS) for place in dict.fromkeys(row.place for row in rows)]
    measures = list(dict.fromkeys(row.measure for row in rows))
    data = frame([_row(row, scale) for row in known])
    legend = alt.Legend(title=None, orient="top", columns=1)
    colours = alt.Scale(domain=measures, range=list(_COLOURS[: len(measures)]))
    axis = alt.Axis(format=".0%" if not money else "~r", tickCount=6)
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", sort=places, title=None, axis=alt.Axis(labelExpr=_LINES),
                scale=alt.Scale(domain=places, paddingInner=0.3, paddingOuter=0.2)),
        yOffset=alt.YOffset("measure:N", sort=measures, scale=alt.Scale(domain=measures)),
        color=alt.Color("measure:N", scale=colours, legend=legend),
    )  # fmt: skip
    rules = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("lower:Q", title=title, axis=axis), x2=alt.X2("upper:Q")
    )
    dots = base.mark_point(size=70, filled=True, opacity=1).encode(x=alt.X("value:Q"))
    edge = alt.Chart().mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5).encode(x=alt.XDatum(limit))
    height = alt.Step(_STEP)
    drawn: alt.TopLevelMixin = alt.layer(rules, dots, edge, width=_WIDTH, height=height, padding=MARGIN)
    return drawn


def _ends(estimate: Estimate) -> list[float]:
    return [x for x in (estimate.lower, estimate.value, estimate.upper) if x is not None]


def _row(row: Compared, scale: float) -> dict[str, object]:
    ends = _ends(row.estimate)
    return {
        "place": textwrap.fill(row.place, _LETTERS), "measure": row.measure,
        "value": float(row.estimate.value or 0.0) / scale, "lower": min(ends) / scale, "upper": max(ends) / scale,
    }  # fmt: skip

"""Month by month: EBITDA contribution today and in an alternative, and the change cumulated."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt

from tramite.decisions.cash import CashCurve
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.decisions.path import Path
from tramite.kernel.periods import add_months
from tramite.kernel.wording import say
from tramite.reports.charts.theme import BLUE, ORANGE, frame, scale_of
from tramite.reports.scribe import Scribe

WIDTH, HEIGHT = 720, 250


def ebitda_chart(
    scribe: Scribe, comparison: Comparison, result: AlternativeResult, *, today: AlternativeResult
) -> alt.TopLevelMixin:
    """Draw the monthly EBITDA contribution of today and of an alternative: mean and interval."""
    scale = scale_of([float(x) for path in (today.ebitda, result.ebitda) for x in (*path.lower, *path.upper)])
    names = [say("steps.today", scribe.language), result.title.say(scribe.language)]
    if names[0] == names[1]:
        names[1] = say("steps.alternative", scribe.language)
    rows = [*_rows(comparison, today.ebitda, names[0], scale), *_rows(comparison, result.ebitda, names[1], scale)]
    return _draw(scribe, rows, names, scale)


def change_chart(scribe: Scribe, comparison: Comparison, result: AlternativeResult) -> alt.TopLevelMixin:
    """Draw the cumulated undiscounted change against today: mean and interval, with the line of no change."""
    path = result.change_by_month
    scale = scale_of([float(x) for x in (*path.lower, *path.upper)])
    names = [result.title.say(scribe.language)]
    return _draw(scribe, list(_rows(comparison, path, names[0], scale)), names, scale)


def cash_chart(scribe: Scribe, comparison: Comparison, curve: CashCurve, title: str) -> alt.TopLevelMixin:
    """Draw the cumulated change of cash against today: mean and interval, with the line of no change."""
    scale = scale_of([float(x) for x in (*curve.change.lower, *curve.change.upper)])
    return _draw(scribe, list(_rows(comparison, curve.change, title, scale)), [title], scale)


def _rows(comparison: Comparison, path: Path, name: str, scale: float) -> Iterator[dict[str, object]]:
    for step, (mean, lower, upper) in enumerate(zip(path.mean, path.lower, path.upper, strict=True)):
        yield {
            "month": add_months(comparison.first_month, step).isoformat(), "series": name,
            "mean": float(mean) / scale, "lower": float(lower) / scale, "upper": float(upper) / scale,
        }  # fmt: skip


def _draw(scribe: Scribe, rows: list[dict[str, object]], names: list[str], scale: float) -> alt.TopLevelMixin:
    colours = alt.Scale(domain=names, range=[ORANGE, BLUE] if len(names) > 1 else [BLUE])
    dashes = alt.Scale(domain=names, range=[[6, 4], [1, 0]] if len(names) > 1 else [[1, 0]])
    legend = alt.Legend(
        title=None, orient="top", symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5, symbolOpacity=1
    )
    month = alt.X(
        "utcyearmonth(month):T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format="%b %Y", labelAngle=0),
    )
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    base = alt.Chart(frame(rows)).encode(x=month)
    bands = base.mark_area(opacity=0.16).encode(
        y=alt.Y("lower:Q", title=title, scale=alt.Scale(zero=True)), y2=alt.Y2("upper:Q"),
        color=alt.Color("series:N", scale=colours, legend=legend if len(names) > 1 else None),
    )  # fmt: skip
    lines = base.mark_line(strokeWidth=2.2).encode(
        y=alt.Y("mean:Q"), color=alt.Color("series:N", scale=colours),
        strokeDash=alt.StrokeDash("series:N", scale=dashes, legend=legend if len(names) > 1 else None),
    )  # fmt: skip
    zero = alt.Chart().mark_rule(color="#4B5563").encode(y=alt.YDatum(0))
    return alt.layer(bands, zero, lines, width=WIDTH, height=HEIGHT)

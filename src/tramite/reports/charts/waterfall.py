"""Waterfall from today to an alternative: each step starts where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import altair as alt

from tramite.decisions.comparison import AlternativeResult
from tramite.kernel.wording import say
from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame, padded, scale_of
from tramite.reports.scribe import Scribe

UNEXPLAINED = "unexplained"
HALF_UNIT = 0.5  # what rounding to whole currency units may leave


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: from and to, as differences from today, in the currency of the case."""

    code: str
    channel_id: str | None
    start: float
    end: float


def bars(result: AlternativeResult) -> list[Bar]:
    """Lay the steps end to end from today (0) to the mean change.

    Where they do not reach the mean change a last bar says the difference: it is told, not absorbed.
    """
    laid: list[Bar] = []
    level = 0.0
    for step in result.steps:
        laid.append(Bar(step.code, step.channel_id, level, level + step.amount))
        level += step.amount
    change = result.change.value
    if change is not None and abs(change - level) > HALF_UNIT:
        laid.append(Bar(UNEXPLAINED, None, level, change))
    return laid


def step_label(scribe: Scribe, bar: Bar) -> str:
    """Name a step."""
    if bar.code == UNEXPLAINED:
        return scribe.chart("unexplained")
    return say(f"steps.{bar.code}", scribe.language, channel=scribe.channel(bar.channel_id))


def waterfall_chart(
    scribe: Scribe, result: AlternativeResult, *, today: AlternativeResult | None
) -> alt.TopLevelMixin:
    """Draw the steps as differences from today, so that small steps are seen beside large totals."""
    laid = bars(result)
    end = laid[-1].end if laid else 0.0
    scale = scale_of([x for bar in laid for x in (bar.start, bar.end)])
    rows = [_row(say("steps.today", scribe.language), 0.0, 0.0, "end", _total(scribe, today))]
    for bar in laid:
        kind = "up" if bar.end >= bar.start else "down"
        text = signed(scribe, bar.end - bar.start, scale)
        rows.append(_row(step_label(scribe, bar), bar.start / scale, bar.end / scale, kind, text))
    text = f"{_total(scribe, result)} ({signed(scribe, end, scale)})"
    rows.append(_row(say("steps.alternative", scribe.language), 0.0, end / scale, "end", text))
    return _draw(scribe, _distinct(rows), scale)


def signed(scribe: Scribe, amount: float, scale: float) -> str:
    """Write a change of money with its sign, in the unit of the axis."""
    text = scribe.figure(amount / scale, "count" if scale == 1 else "ratio")
    return f"{'+' if amount > 0 else ''}{text}"


def _total(scribe: Scribe, result: AlternativeResult | None) -> str:
    return "" if result is None else scribe.brief(result.value.value, currency=False)


def _row(label: str, start: float, end: float, kind: str, text: str) -> dict[str, object]:
    return {"label": label, "start": start, "end": end, "kind": kind, "text": text, "right": max(start, end)}


def _distinct(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    seen: dict[object, int] = {}
    for row in rows:
        label = row["label"]
        seen[label] = seen.get(label, 0) + 1
        if seen[label] > 1:
            row["label"] = f"{label} ({seen[label]})"
    return rows


def _draw(scribe: Scribe, rows: list[dict[str, object]], scale: float) -> alt.TopLevelMixin:
    ends = [float(str(row[side])) for row in rows for side in ("start", "end")]
    title = f"{scribe.chart('against_today')}, {scribe.chart(f'unit_{scale:.0f}', currency=scribe.currency)}"
    labels = [str(row["label"]) for row in rows]
    places = alt.Scale(domain=labels)  # one domain for all layers: sorts of several layers would not be kept
    y = alt.Y("label:N", scale=places, title=None)
    low, high = padded(ends)
    axis = alt.X("start:Q", title=title, scale=alt.Scale(domain=[low, max(high, low * -0.45)], nice=False))
    chart = alt.Chart(frame(rows)).encode(y=y)
    colours = alt.Scale(domain=["up", "down", "end"], range=[BLUE, ORANGE, INK])
    steps = chart.mark_bar(height={"band": 0.6}).encode(
        x=axis, x2="end:Q", color=alt.Color("kind:N", scale=colours, legend=None)
    )
    halo = chart.mark_text(align="left", dx=5, stroke="white", strokeWidth=4).encode(x="right:Q", text="text:N")
    texts = chart.mark_text(align="left", dx=5).encode(x="right:Q", text="text:N")
    links = [{"from": a["label"], "to": b["label"], "at": a["end"]} for a, b in pairwise(rows)]
    rules = (
        alt.Chart(frame(links))
        .mark_rule(color="#9CA3AF", strokeDash=[2, 2])
        .encode(x="at:Q", y=alt.Y("from:N", scale=places), y2="to:N")
    )
    zero = alt.Chart().mark_rule(color="#4B5563").encode(x=alt.datum(0))
    return alt.layer(rules, steps, zero, halo, texts).properties(width=460, height=32 * len(rows))

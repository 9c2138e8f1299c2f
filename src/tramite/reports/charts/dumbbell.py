"""Who sees what: a row per question, a dot per side, and the line between them that is the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from tramite.reports.charts.theme import BLUE, GREEN, INK, MARGIN, ORANGE, frame

Rows = Sequence[Mapping[str, object]]
_WIDTH, _STEP = 460, 34
_SHAPES, _COLOURS = ("diamond", "circle", "square"), (BLUE, ORANGE, GREEN)


def dumbbell_chart(
    rows: Rows, spans: Rows, *, topics: Sequence[str], series: Sequence[str], axis: str, share: bool = False
) -> alt.TopLevelMixin:
    """Draw two or three sides on the same questions.

    Args:
        rows: ``topic``, ``series``, ``value``, ``lower``, ``upper``: one per dot.
        spans: ``topic``, ``low``, ``high`` (ends of the line), ``text`` (the gap, right of the panel) and ``sure``
            (whether its interval leaves zero: drawn stronger).
        topics: from top to bottom. series: the vendor first, then partners, then customers.
        share: shares of 1 instead of scores 0–100.
    """
    top = 1.0 if share else 100.0
    x = alt.X(
        "value:Q", title=axis, scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(values=[top * step / 4 for step in range(5)], format=".0%" if share else ".0f"),
    )  # fmt: skip
    y = alt.Y("topic:N", sort=list(topics), title=None, axis=_lines())
    legend = alt.Legend(title=None, orient="top", symbolSize=110)
    names = list(series)
    colour = alt.Color("series:N", legend=legend, scale=alt.Scale(domain=names, range=list(_COLOURS)))
    shape = alt.Shape("series:N", legend=legend, scale=alt.Scale(domain=names, range=list(_SHAPES)))
    between, dots = alt.Chart(frame(spans)).encode(y=y), alt.Chart(frame(rows)).encode(y=y)
    bars = between.mark_rule(strokeWidth=7, strokeCap="round").encode(
        x=alt.X("low:Q"),
        x2=alt.X2("high:Q"),
        color=alt.condition("datum.sure", alt.value("#9CA3AF"), alt.value("#D1D5DB")),
    )
    rules = dots.mark_rule(strokeWidth=1.2, opacity=0.75).encode(
        x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour
    )
    points = dots.mark_point(filled=True, size=125, opacity=1, stroke="white", strokeWidth=1).encode(
        x=x, color=colour, shape=shape
    )
    texts = between.mark_text(align="right", color=INK).encode(
        x=alt.value(_WIDTH + 56),
        text=alt.Text("text:N"),
        opacity=alt.condition("datum.sure", alt.value(1), alt.value(0.7)),
    )
    return alt.layer(bars, rules, points, texts, width=_WIDTH, height=_STEP * len(topics), padding=MARGIN)


def _lines() -> alt.Axis:
    """Return an axis whose labels break where the topic does."""
    lines = "split(datum.label, '\\n')"
    return alt.Axis(grid=True, ticks=False, domain=False, labelLimit=320, labelPadding=8, labelExpr=lines)

"""Answers as pictures: dots with their intervals, by question and channel, by answer, by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame
from tramite.reports.scribe import Scribe

Rows = Sequence[Mapping[str, object]]
_PANEL = 640
_COLOURS, _SHAPES = (BLUE, ORANGE, GREEN), ("circle", "diamond", "square")


def dot_row(estimate: Estimate, **names: str) -> dict[str, object]:
    """Return what a dot is drawn from; an end that is not known is the value itself."""
    value = estimate.value
    return {
        **names, "value": value,
        "lower": value if estimate.lower is None else estimate.lower,
        "upper": value if estimate.upper is None else estimate.upper,
    }  # fmt: skip


def panels_chart(
    rows: Rows, *, panels: Sequence[str], channels: Sequence[str], series: Sequence[str], legend: str, axis: str
) -> alt.TopLevelMixin:
    """Draw numbers 0–100: a panel per figure, three beside each other, a row per channel, a dot per series.

    Args:
        rows: ``panel``, ``channel``, ``series`` and what ``dot_row`` gives; hidden cells are left out.
        legend: what the series are. axis: what is measured.
    """
    step = 15 * len(series) + 8
    drawn = _dots(rows, "channel", channels, series, legend, (0.0, 100.0), step, axis)
    # Browsers without the font that the drawing was measured with write wider: room at the left.
    return (
        alt.layer(*drawn, data=frame(rows))
        .properties(width=185, height=step * len(channels))
        .facet(facet=alt.Facet("panel:N", title=None, sort=list(panels)), columns=3, spacing=16)
        .properties(padding={"left": 24, "right": 8, "top": 4, "bottom": 4})
    )


def strips_chart(
    scribe: Scribe, rows: Rows, *, topics: Sequence[str], channels: Sequence[str], series: Sequence[str]
) -> alt.TopLevelMixin:
    """Draw scores 0–100: a row per question, a panel per channel, a dot with its interval per series.

    Args:
        rows: ``topic``, ``channel``, ``series`` and what ``dot_row`` gives; hidden cells are left out.
    """
    title = scribe.tell("results.legend_view")
    step = 15 * len(series) + 8
    drawn = _dots(rows, "topic", topics, series, title, (0.0, 100.0), step, scribe.tell("results.chart_axis"))
    width = max(110, _PANEL // len(channels))
    return (
        alt.layer(*drawn, data=frame(rows))
        .properties(width=width, height=step * len(topics))
        .facet(
            column=alt.Column("channel:N", title=None, sort=list(channels), header=alt.Header(labelLimit=width)),
            spacing=14,
        )
    )


def ranked_chart(
    scribe: Scribe, rows: Rows, *, parts: Sequence[str], series: Sequence[str], axis: str, unit: Unit
) -> alt.TopLevelMixin:
    """Draw one number per answer, in the order given, a dot with its interval per side."""
    ends = (-1.0, 1.0) if unit == "ratio" else (0.0, 100.0)
    step = 13 * len(series) + 9
    title = scribe.tell("results.legend_side")
    drawn = _dots(rows, "topic", parts, series, title, ends, step, axis)
    zero = alt.Chart().mark_rule(color="#9CA3AF").encode(x=alt.XDatum(0))
    layers = [zero, *drawn] if unit == "ratio" else drawn
    return alt.layer(*layers, data=frame(rows), width=_PANEL - 80, height=step * len(parts))


def _dots(
    rows: Rows, name: str, order: Sequence[str], series: Sequence[str], title: str, ends: tuple[float, float],
    step: int, axis: str,
) -> list[alt.Chart]:  # fmt: skip
    ticks = [ends[0], sum(ends) / 2, ends[1]]
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=list(ends)), axis=alt.Axis(values=ticks))
    alone = len(series) == 1
    legend = None if alone else alt.Legend(title=title, orient="top")
    colour = alt.Color(
        "series:N", legend=legend, scale=alt.Scale(domain=list(series), range=list(_COLOURS[: len(series)]))
    )
    shape = alt.Shape(
        "series:N", legend=legend, scale=alt.Scale(domain=list(series), range=list(_SHAPES[: len(series)]))
    )
    base = alt.Chart().encode(y=alt.Y(f"{name}:N", sort=list(order), title=None, axis=_grid()))
    if not alone:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=list(series)))
    rules = base.mark_rule(strokeWidth=2).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour)
    points = base.mark_point(filled=True, size=48, opacity=1).encode(
        x=x, color=alt.value(INK) if alone else colour, shape=shape
    )
    return [rules, points]


def _grid() -> alt.Axis:
    return alt.Axis(grid=True, ticks=False, domain=False, labelLimit=260)

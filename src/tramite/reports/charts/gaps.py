"""Differences beside zero, and the parts of an index: dots with intervals, and stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from tramite.reports.charts.theme import BLUE, GREEN, INK, MARGIN, ORANGE, frame

Rows = Sequence[Mapping[str, object]]
_WIDTH = 420
_GREY = "#6B7280"


def gap_chart(rows: Rows, *, topics: Sequence[str], axis: str) -> alt.TopLevelMixin:
    """Draw differences in points with their intervals, beside the line of no difference.

    Args:
        rows: ``topic``, ``value``, ``lower``, ``upper``, ``text`` and ``sure`` (the interval leaves zero).
    """
    ends = [float(str(row[name])) for row in rows for name in ("lower", "upper")]
    domain = [min(-5.0, *ends), max(5.0, *ends)]
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=domain), axis=_points())
    base = alt.Chart(frame(rows)).encode(y=alt.Y("topic:N", sort=list(topics), title=None, axis=_plain()))
    zero = alt.Chart().mark_rule(color=INK, strokeWidth=1).encode(x=alt.XDatum(0))
    colour = alt.condition("datum.sure", alt.value(BLUE), alt.value("#9CA3AF"))
    rules = base.mark_rule(strokeWidth=3).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour)
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(x=x, color=colour)
    texts = base.mark_text(align="left").encode(x=alt.value(_WIDTH + 10), text=alt.Text("text:N"))
    return alt.layer(
        zero, rules, dots, texts, data=frame(rows), width=_WIDTH, height=28 * len(topics), padding=MARGIN
    )


def parts_chart(
    rows: Rows, wholes: Rows, *, topics: Sequence[str], parts: Sequence[str], axis: str, limit: float
) -> alt.TopLevelMixin:
    """Draw an index as a stacked bar of its parts, with the interval of the whole and the limit of the rule.

    Args:
        rows: ``topic``, ``part``, ``place`` (order), ``value``: what each part adds.
        wholes: ``topic``, ``value``, ``lower``, ``upper``, ``text``.
        limit: above which the rule fires.
    """
    top = max(limit * 1.3, *(float(str(row["upper"])) for row in wholes)) * 1.02
    x = alt.X("value:Q", title=axis, stack="zero", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format=".0%"))
    y = alt.Y("topic:N", sort=list(topics), title=None, axis=_plain())
    colours = alt.Scale(domain=list(parts), range=[BLUE, ORANGE, GREEN, _GREY])
    bars = alt.Chart(frame(rows)).mark_bar(height={"band": 0.55}).encode(
        x=x, y=y, order=alt.Order("place:Q"),
        color=alt.Color("part:N", scale=colours, legend=alt.Legend(title=None, orient="top", columns=1)),
    )  # fmt: skip
    whole = alt.Chart(frame(wholes)).encode(y=y)
    rules = whole.mark_rule(strokeWidth=2, color=INK).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    ticks = whole.mark_tick(thickness=3, size=18, color=INK).encode(x=alt.X("value:Q"))
    line = alt.Chart(frame([{"limit": limit}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=alt.X("limit:Q"))
    texts = whole.mark_text(align="left").encode(x=alt.value(_WIDTH + 10), text=alt.Text("text:N"))
    return alt.layer(bars, line, rules, ticks, texts, width=_WIDTH, height=36 * len(topics), padding=MARGIN)


def _points() -> alt.Axis:
    return alt.Axis(tickCount=7, labelExpr="datum.value == 0 ? '0' : format(datum.value, '+.0f')")


def _plain() -> alt.Axis:
    return alt.Axis(ticks=False, domain=False, labelLimit=300)

"""Bars laid end to end: each step starts where the one before it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt

from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame, padded
from tramite.reports.hand import Hand

StepRow = dict[str, object]
WIDTH = 460


def step_row(label: str, start: float, end: float, kind: str, text: str) -> StepRow:
    """Return one bar: ``kind`` is ``up``, ``down``, or ``end`` for a total."""
    return {"label": label, "start": start, "end": end, "kind": kind, "text": text, "right": max(start, end)}


def signed(hand: Hand, amount: float, scale: float) -> str:
    """Write a change with its sign, in the unit of the axis."""
    text = hand.figure(amount / scale, "count" if scale == 1 else "ratio")
    return f"{'+' if amount > 0 else ''}{text}"


def draw_steps(
    rows: Sequence[StepRow], *, title: str, limits: Mapping[str, float] | None = None
) -> alt.TopLevelMixin:
    """Draw steps from top to bottom.

    Args:
        title: of the axis. limits: places on the axis that a dashed line marks, by the name written at its foot.
    """
    rows = _distinct(rows)
    marked = limits or {}
    ends = [float(str(row[side])) for row in rows for side in ("start", "end")] + list(marked.values())
    labels = [str(row["label"]) for row in rows]
    places = alt.Scale(domain=labels)  # one domain for all layers: sorts of several layers would not be kept
    low, high = padded(ends)
    scale = alt.Scale(domain=[low, max(high, low * -0.45)], nice=False)
    axis = alt.X("start:Q", title=title, scale=scale)
    chart = alt.Chart(frame(rows)).encode(y=alt.Y("label:N", scale=places, title=None))
    colours = alt.Scale(domain=["up", "down", "end"], range=[BLUE, ORANGE, INK])
    steps = chart.mark_bar(height={"band": 0.6}).encode(
        x=axis, x2=alt.X2("end:Q"), color=alt.Color("kind:N", scale=colours, legend=None)
    )
    halo = chart.mark_text(align="left", dx=5, stroke="white", strokeWidth=4).encode(
        x=alt.X("right:Q"), text=alt.Text("text:N")
    )
    texts = chart.mark_text(align="left", dx=5).encode(x=alt.X("right:Q"), text=alt.Text("text:N"))
    links = [{"from": a["label"], "to": b["label"], "at": a["end"]} for a, b in pairwise(rows)]
    rules = (
        alt.Chart(frame(links))
        .mark_rule(color="#9CA3AF", strokeDash=[2, 2])
        .encode(x=alt.X("at:Q"), y=alt.Y("from:N", scale=places), y2=alt.Y2("to:N"))
    )
    zero = alt.Chart().mark_rule(color="#4B5563").encode(x=alt.XDatum(0))
    layers = [rules, steps, zero, *_limits(marked), halo, texts]
    return alt.layer(*layers, width=WIDTH, height=32 * len(rows))


def _limits(marked: Mapping[str, float]) -> list[alt.Chart]:
    if not marked:
        return []
    lines: list[alt.Chart] = []
    for place, (name, at) in enumerate(marked.items()):
        base = alt.Chart(frame([{"at": at, "name": name}])).encode(x=alt.X("at:Q"))
        # above the drawing, the first to the left of its line: limits may stand close together
        side: dict[str, Any] = {"align": "left", "dx": -2} if place else {"align": "right", "dx": 2}
        lines.append(base.mark_rule(color=INK, strokeDash=[6, 3]))
        lines.append(
            base.mark_text(fontStyle="italic", baseline="bottom", **side).encode(
                text=alt.Text("name:N"), y=alt.value(-5)
            )
        )
    return lines


def _distinct(rows: Sequence[StepRow]) -> list[StepRow]:
    seen: dict[object, int] = {}
    named = []
    for row in rows:
        label = row["label"]
        seen[label] = seen.get(label, 0) + 1
        named.append(row | {"label": f"{label} ({seen[label]})"} if seen[label] > 1 else row)
    return named

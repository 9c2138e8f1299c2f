"""Return against risk: mixes as dots, the efficient ones joined, today and the alternatives beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import altair as alt

from tramite.decisions.allocation.result import Allocation, Point
from tramite.decisions.comparison import Comparison
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame, scale_of
from tramite.reports.scribe import Scribe

_WIDTH, _HEIGHT, _ROOM, _LETTERS = 560, 380, 0.1, 30
_GREY = "#9CA3AF"
# kinds of dots in the order in which they are drawn: colour, shape, size
_KINDS: Final = {
    "chart_other": (_GREY, "circle", 28), "chart_mix": (BLUE, "circle", 80),
    "chart_alternative": (ORANGE, "triangle-up", 90), "today": (INK, "diamond", 130),
    "chart_best": (GREEN, "cross", 150),
}  # fmt: skip

_NEAR, _FAR = 0.07, 0.35  # shares of the picture that a name needs, up and across


def frontier_chart(scribe: Scribe, found: Allocation, comparison: Comparison | None) -> alt.TopLevelMixin:
    """Draw mean change over risk of every mix that was simulated, and the line of the efficient ones.

    Args:
        comparison: names the alternatives of the case.
    """
    places = [*_places(scribe, found, comparison)]
    scale = scale_of([amount for _, point, _ in places for amount in (point.change, point.risk)])
    kinds = {kind: scribe.tell(f"allocation.{kind}") for kind in _KINDS}
    rows = [
        {"kind": kinds[kind], "change": point.change / scale, "risk": point.risk / scale,
         "label": textwrap.fill(label, _LETTERS), "joined": kind == "chart_mix"}
        for kind, point, label in places
    ]  # fmt: skip
    present = [kind for kind in _KINDS if any(row["kind"] == kinds[kind] for row in rows)]
    domain = [kinds[kind] for kind in present]
    legend = alt.Legend(orient="bottom", title=None, columns=2, columnPadding=60)
    colours, shapes, sizes = ([_KINDS[kind][place] for kind in present] for place in range(3))
    unit = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    across = _ends([point.risk / scale for _, point, _ in places])
    x = alt.X("risk:Q", title=scribe.tell("allocation.chart_risk", unit=unit), scale=across)
    up = _ends([point.change / scale for _, point, _ in places])
    y = alt.Y("change:Q", title=scribe.tell("allocation.chart_return", unit=unit), scale=up)
    base = alt.Chart().encode(x=x, y=y)
    line = (
        base.transform_filter("datum.joined")
        .mark_line(color=BLUE, strokeWidth=1.5)
        .encode(order=alt.Order("risk:Q"))
    )
    dots = base.mark_point(filled=True, opacity=1).encode(
        color=alt.Color("kind:N", scale=alt.Scale(domain=domain, range=colours), legend=legend),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=domain, range=shapes), legend=legend),
        size=alt.Size("kind:N", scale=alt.Scale(domain=domain, range=sizes), legend=legend),
    )
    halo = base.mark_text(
        align="left", baseline="middle", dx=10, lineBreak="\n", stroke="white", strokeWidth=4
    ).encode(text=alt.Text("label:N"))  # fmt: skip
    names = base.mark_text(align="left", baseline="middle", dx=10, lineBreak="\n").encode(text=alt.Text("label:N"))
    layers: list[alt.Chart] = [line, dots, halo, names]
    if found.risk.limit is not None:
        accepted = alt.XDatum(found.risk.limit / scale, scale=across)
        layers.insert(0, alt.Chart().mark_rule(color=ORANGE, strokeDash=[4, 3], clip=True).encode(x=accepted))
    return alt.layer(*layers, data=frame(rows), width=_WIDTH, height=_HEIGHT)


def _places(scribe: Scribe, found: Allocation, comparison: Comparison | None) -> Iterator[tuple[str, Point, str]]:
    for point in found.others:
        yield "chart_other", point, ""
    for one in found.frontier:
        yield "chart_mix", _point(one.change.value, one.risk.value), ""
    names = {result.name: result.title.say(scribe.language) for result in comparison.results} if comparison else {}
    told = _apart(list(found.alternatives.values()))
    for (name, point), clear in zip(found.alternatives.items(), told, strict=True):
        yield "chart_alternative", point, names.get(name, name) if clear else ""
    yield "today", _point(found.today.change.value, found.today.risk.value), ""
    if found.best is not None:
        yield "chart_best", _point(found.best.change.value, found.best.risk.value), ""


def _apart(points: Sequence[Point]) -> list[bool]:
    """Tell which points have room for their names: those before them are not too near."""
    ranges = [
        (max(getattr(point, side) for point in points) - min(getattr(point, side) for point in points)) or 1.0
        for side in ("change", "risk")
    ] if points else []  # fmt: skip
    clear: list[bool] = []
    for place, point in enumerate(points):
        named = [other for other, told in zip(points[:place], clear, strict=True) if told]
        clear.append(all(
            abs(point.change - other.change) > _NEAR * ranges[0] or abs(point.risk - other.risk) > _FAR * ranges[1]
            for other in named
        ))  # fmt: skip
    return clear


def _point(change: float | None, risk: float | None) -> Point:
    return Point(change or 0.0, risk or 0.0)


def _ends(amounts: Sequence[float]) -> alt.Scale:
    room = _ROOM * ((max(amounts) - min(amounts)) or 1.0)
    return alt.Scale(domain=[min(amounts) - room, max(amounts) + room], nice=False, zero=False)

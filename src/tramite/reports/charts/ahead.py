"""From today's EBITDA contribution to that of each alternative, line by line of the statement, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import altair as alt

from tramite.books.lines import COMPANY
from tramite.decisions.ahead import SHOWN
from tramite.decisions.comparison import AlternativeResult
from tramite.reports.charts.theme import BLUE, INK, MARGIN, ORANGE, frame, padded, scale_of
from tramite.reports.hand import Hand

PARTS = tuple(line for line in SHOWN if line not in ("net_sales", "gross_margin", "cm1", "cm2", "ebitda"))
_WIDTH, _ROW, _LETTERS, _ABREAST = 215, 24, 30, 3


def lines_chart(
    hand: Hand, today: AlternativeResult, results: Sequence[AlternativeResult], year: int
) -> alt.TopLevelMixin:
    """Draw a waterfall for each alternative: what each line adds to today's contribution in a year, or takes."""
    changes = {result.name: _changes(today, result, year) for result in results}
    lines = [line for line in PARTS if any(abs(change[line]) >= 0.5 for change in changes.values())]
    scale = scale_of([sum(abs(amount) for amount in change.values()) for change in changes.values()])
    rows = [
        row | {"alternative": textwrap.fill(result.title.say(hand.language), _LETTERS)}
        for result in results
        for row in _rows(hand, changes[result.name], lines, scale)
    ]
    low, high = padded([float(str(row[end])) for row in rows for end in ("start", "end")], share=0.3)
    order = [*(hand.line(line) for line in lines), hand.tell("ahead.total")]
    base = alt.Chart().encode(y=alt.Y("line:N", sort=order, title=None))
    title = hand.chart(f"unit_{scale:.0f}", currency=hand.currency)
    x = alt.X("start:Q", title=title, scale=alt.Scale(domain=[low, high], nice=False), axis=alt.Axis(tickCount=5))
    kinds = alt.Scale(domain=["up", "down", "end"], range=[BLUE, ORANGE, INK])
    bars = base.mark_bar(height={"band": 0.65}).encode(
        x=x, x2=alt.X2("end:Q"), color=alt.Color("kind:N", scale=kinds, legend=None)
    )
    texts = base.mark_text(align="left", dx=4).encode(x=alt.X("right:Q"), text=alt.Text("text:N"))
    zero = alt.Chart().mark_rule(color="#4B5563").encode(x=alt.XDatum(0))
    header = alt.Header(title=None, labelAnchor="start", labelExpr="split(datum.label, '\\n')")
    names = list(dict.fromkeys(str(row["alternative"]) for row in rows))
    chart: alt.TopLevelMixin = (
        alt.layer(bars, zero, texts, data=frame(rows))
        .properties(width=_WIDTH, height=_ROW * len(order))
        .facet(facet=alt.Facet("alternative:N", sort=names, header=header, title=None), columns=_ABREAST)
        .properties(padding=MARGIN)
    )
    return chart


def _changes(today: AlternativeResult, result: AlternativeResult, year: int) -> dict[str, float]:
    if today.ahead is None or result.ahead is None:
        return dict.fromkeys(PARTS, 0.0)
    return {line: result.ahead.year(COMPANY, line, year) - today.ahead.year(COMPANY, line, year) for line in PARTS}


def _rows(hand: Hand, change: dict[str, float], lines: Sequence[str], scale: float) -> Iterator[dict[str, object]]:
    level = 0.0
    for line in lines:
        yield _row(
            hand, hand.line(line), level, level + change[line], "up" if change[line] >= 0 else "down", scale
        )
        level += change[line]
    yield _row(hand, hand.tell("ahead.total"), 0.0, level, "end", scale)


def _row(hand: Hand, name: str, start: float, end: float, kind: str, scale: float) -> dict[str, object]:
    sign = "+" if end > start else ""
    text = sign + hand.figure((end - start) / scale, "count" if scale == 1 else "ratio")
    return {
        "line": name, "start": start / scale, "end": end / scale, "kind": kind, "text": text,
        "right": max(start, end) / scale,
    }  # fmt: skip

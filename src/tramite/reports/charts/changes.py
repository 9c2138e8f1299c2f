"""Alternatives side by side: the change of each against today, with its interval."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt

from tramite.decisions.comparison import AlternativeResult
from tramite.reports.charts.theme import BLUE, INK, MARGIN, ORANGE, frame, scale_of
from tramite.reports.hand import Hand

_WIDTH, _ROW, _LETTERS = 360, 46, 30
_LINES = "split(datum.label, '\\n')"


def changes_chart(hand: Hand, results: Sequence[AlternativeResult]) -> alt.TopLevelMixin:
    """Draw a dot and an interval for each alternative; what loses is told apart from what gains."""
    known = [result for result in results if result.change.value is not None]
    ends = [x for r in known for x in (r.change.lower, r.change.upper, r.change.value) if x is not None]
    scale = scale_of(ends)
    rows = [_row(hand, result, scale) for result in known]
    order = [str(row["name"]) for row in rows]
    low, high = min(0.0, *ends) / scale, max(0.0, *ends) / scale
    room = 0.08 * ((high - low) or 1.0)
    x = alt.X(
        "value:Q", title=hand.chart(f"unit_{scale:.0f}", currency=hand.currency),
        scale=alt.Scale(domain=[low - room, high + room], nice=False), axis=alt.Axis(tickCount=6),
    )  # fmt: skip
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelExpr=_LINES, labelLimit=240, ticks=False)),
        color=alt.Color("sign:N", scale=alt.Scale(domain=["+", "−"], range=[BLUE, ORANGE]), legend=None),
    )
    rules = base.mark_rule(strokeWidth=3).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(x=x)
    halo = base.mark_text(align="center", dy=-13, stroke="white", strokeWidth=4).encode(
        x=x, text=alt.Text("text:N")
    )
    texts = base.mark_text(align="center", dy=-13, color=INK).encode(x=x, text=alt.Text("text:N"))
    zero = alt.Chart().mark_rule(color="#4B5563", strokeDash=[4, 3]).encode(x=alt.XDatum(0))
    return alt.layer(zero, rules, dots, halo, texts, width=_WIDTH, height=_ROW * len(rows), padding=MARGIN)


def marked_title(hand: Hand, result: AlternativeResult) -> str:
    """Name an alternative; one that cannot be chosen says so."""
    title = result.title.say(hand.language)
    return title if result.feasible else hand.tell("front.blocked_mark", title=title)


def _row(hand: Hand, result: AlternativeResult, scale: float) -> dict[str, object]:
    change = result.change
    value = change.value or 0.0
    return {
        "name": textwrap.fill(marked_title(hand, result), _LETTERS), "value": value / scale,
        "lower": (value if change.lower is None else change.lower) / scale,
        "upper": (value if change.upper is None else change.upper) / scale,
        "sign": "+" if value >= 0 else "−", "text": hand.brief(value, currency=False),
    }  # fmt: skip

"""The plan in pictures: when each action runs, and what stands behind it by grade."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt

from tramite.decisions.actions.plan import PlannedAction
from tramite.decisions.actions.proposal import HORIZONS
from tramite.kernel.grade import Grade
from tramite.kernel.wording import say
from tramite.reports.charts.theme import BLUE, GREEN, ORANGE, frame, padded, scale_of
from tramite.reports.scribe import Scribe
from tramite.reports.shown import may_show

_WIDTH, _ROW, _LETTERS = 430, 46, 44
# Browsers without the font that the drawing was measured with write wider: room at the left.
_ROOM = {"left": 56, "right": 8, "top": 4, "bottom": 4}
_LINES = "split(datum.label, '\\n')"
_COLOURS = {"strategic": ORANGE, "tactical": BLUE, "operational": GREEN}
_SHADES = {"A": "#00785A", "B": "#5BA58F", "C": "#9CA3AF", "D": "#E5E7EB"}  # the surer, the darker
_EDGE = "#4B5563"


def timeline_chart(scribe: Scribe, actions: Sequence[PlannedAction]) -> alt.TopLevelMixin:
    """Draw each action from its first to its last day, by type, with its review; the day of the case is a line."""
    rows = [_span(scribe, one) for one in actions]
    named = {horizon: say(f"actions.type_{horizon}", scribe.language) for horizon in HORIZONS}
    order = [str(row["name"]) for row in rows]
    days = alt.X(
        "start:T", title=None, scale=alt.Scale(type="utc"),
        axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, labelOverlap=True),
    )  # fmt: skip
    base = alt.Chart(frame(rows)).encode(y=alt.Y("name:N", sort=order, title=None, axis=_labels()))
    bars = base.mark_bar(height={"band": 0.5}).encode(
        x=days, x2=alt.X2("end:T"),
        color=alt.Color(
            "type:N", scale=alt.Scale(domain=list(named.values()), range=[_COLOURS[one] for one in named]),
            legend=alt.Legend(title=None, orient="top"),
        ),
    )  # fmt: skip
    reviews = base.mark_point(shape="diamond", size=60, filled=True, color=_EDGE, opacity=1).encode(
        x=alt.X("review:T")
    )
    today = alt.Chart(frame([{"day": scribe.definition.as_of.isoformat()}])).mark_rule(
        color=_EDGE, strokeDash=[4, 3]
    ).encode(x=alt.X("day:T"))  # fmt: skip
    return alt.layer(bars, reviews, today, width=_WIDTH, height=_ROW * len(rows), padding=_ROOM)


def value_chart(scribe: Scribe, actions: Sequence[PlannedAction]) -> alt.TopLevelMixin:
    """Draw what each action may bring a year, or what its ground exposes where no effect is known, by grade.

    An effect is a full bar, euro at stake an outline: they are not the same euro.
    """
    known = [(one, amount, is_effect) for one in actions for amount, is_effect in [_amount(scribe, one)] if amount]
    scale = scale_of([amount for _, amount, _ in known])
    rows = [
        {
            "name": _name(scribe, one), "amount": amount / scale, "grade": one.grade.value,
            "kind": say(f"actions.chart_{'effect' if is_effect else 'stake'}", scribe.language),
            "text": f"{scribe.brief(amount, currency=False)} · {one.grade.value}",
        }
        for one, amount, is_effect in known
    ]  # fmt: skip
    kinds = [say(f"actions.chart_{kind}", scribe.language) for kind in ("effect", "stake")]
    grades = [grade.value for grade in Grade]
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    ends = padded([float(str(row["amount"])) for row in rows])
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=_labels()),
        x=alt.X("amount:Q", title=title, scale=alt.Scale(domain=ends), axis=alt.Axis(tickCount=5)),
    )
    bars = base.mark_bar(height={"band": 0.5}, strokeWidth=1.5).encode(
        color=alt.Color(
            "grade:N", scale=alt.Scale(domain=grades, range=[_SHADES[grade] for grade in grades]),
            legend=alt.Legend(title=say("actions.column_grade", scribe.language), orient="top"),
        ),
        stroke=alt.Stroke(
            "kind:N", scale=alt.Scale(domain=kinds, range=[BLUE, ORANGE]),
            legend=alt.Legend(
                title=None, orient="top", symbolFillColor="white", symbolStrokeWidth=2, columnPadding=24
            ),
        ),
    )  # fmt: skip
    texts = base.mark_text(align="left", dx=6).encode(text=alt.Text("text:N"))
    return alt.layer(bars, texts, width=_WIDTH, height=_ROW * len(rows), padding=_ROOM)


def has_value(scribe: Scribe, one: PlannedAction) -> bool:
    """Tell whether an action has an amount that may be drawn."""
    return bool(_amount(scribe, one)[0])


def _amount(scribe: Scribe, one: PlannedAction) -> tuple[float | None, bool]:
    if one.effect is not None and may_show(one.effect.estimate, method=scribe.method):
        return one.effect.yearly, True
    return (one.proposal.at_stake if one.proposal else None), False


def _span(scribe: Scribe, one: PlannedAction) -> dict[str, object]:
    start, end, review = one.dates
    return {
        "name": _name(scribe, one), "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None, "review": review.isoformat() if review else None,
        "type": say(f"actions.type_{one.horizon}", scribe.language),
    }  # fmt: skip


def _name(scribe: Scribe, one: PlannedAction) -> str:
    return textwrap.fill(one.words("title", scribe.language), _LETTERS)


def _labels() -> alt.Axis:
    return alt.Axis(labelExpr=_LINES, labelLimit=380)

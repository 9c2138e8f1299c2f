"""Waterfall from today to an alternative: each step starts where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from tramite.decisions.comparison import AlternativeResult
from tramite.kernel.wording import say
from tramite.reports.charts.steps import draw_steps, signed, step_row
from tramite.reports.charts.theme import scale_of
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
    rows = [step_row(say("steps.today", scribe.language), 0.0, 0.0, "end", _total(scribe, today))]
    for bar in laid:
        kind = "up" if bar.end >= bar.start else "down"
        text = signed(scribe, bar.end - bar.start, scale)
        rows.append(step_row(step_label(scribe, bar), bar.start / scale, bar.end / scale, kind, text))
    text = f"{_total(scribe, result)} ({signed(scribe, end, scale)})"
    rows.append(step_row(say("steps.alternative", scribe.language), 0.0, end / scale, "end", text))
    title = f"{scribe.chart('against_today')}, {scribe.chart(f'unit_{scale:.0f}', currency=scribe.currency)}"
    return draw_steps(rows, title=title)


def _total(scribe: Scribe, result: AlternativeResult | None) -> str:
    return "" if result is None else scribe.brief(result.value.value, currency=False)

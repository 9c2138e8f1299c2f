"""PX index and pillars by channel: dot, interval and sample; a hidden cell says that it is hidden."""

from __future__ import annotations

from typing import Literal

import altair as alt

from tramite.beliefs.px.index import PxResult, PxScore
from tramite.reports.charts.theme import BLUE, INK, frame
from tramite.reports.scribe import Scribe
from tramite.reports.shown import may_show_score

MEASURES = ("px", "easy", "predictable", "profitable")
WIDTH = 480


def px_chart(scribe: Scribe, px: PxResult, *, weighting: Literal["vote", "revenue"]) -> alt.TopLevelMixin:
    """Draw the scores of one weighting, one panel per channel, with the bands of the index."""
    scores = [s for s in px.scores if s.weighting == weighting and s.measure in MEASURES]
    rows = [_row(scribe, score) for score in scores]
    order = [scribe.px(measure) for measure in MEASURES]
    channels = list(dict.fromkeys(scribe.channel(score.channel_id) for score in scores))
    method = scribe.dossier.method
    limits = (method.band_weak, method.band_sound, method.band_strong)
    bands = [scribe.figure(b, "count") for b in limits]
    scale = alt.Scale(domain=[0, 100])
    x = alt.X(
        "value:Q",
        title=scribe.chart("score_axis", weak=bands[0], sound=bands[1], strong=bands[2]),
        scale=scale,
        axis=alt.Axis(tickCount=5),
    )
    base = alt.Chart().encode(y=alt.Y("measure:N", sort=order, title=None))
    shown = base.transform_filter("datum.shown")
    rules = shown.mark_rule(strokeWidth=2.5, color=BLUE).encode(
        x=alt.X("lower:Q", scale=scale), x2=alt.X2("upper:Q")
    )
    dots = shown.mark_point(filled=True, size=70, opacity=1, color=INK).encode(x=x, shape=_shape())
    texts = base.mark_text(align="left").encode(x=alt.value(WIDTH + 10), text=alt.Text("text:N"))
    lines = alt.layer(
        *(alt.Chart().mark_rule(color="#9CA3AF", strokeDash=[3, 3]).encode(x=alt.XDatum(band)) for band in limits)
    )
    chart: alt.TopLevelMixin = (
        alt.layer(lines, rules, dots, texts, data=frame(rows))
        .properties(width=WIDTH, height=24 * len(MEASURES))
        .facet(
            row=alt.Row(
                "channel:N", title=None, sort=channels, header=alt.Header(orient="top", labelAnchor="start")
            )
        )
        .configure_facet(spacing=14)
    )
    return chart


def _shape() -> alt.Shape:
    return alt.Shape("index:N", scale=alt.Scale(domain=[True, False], range=["diamond", "circle"]), legend=None)


def _row(scribe: Scribe, score: PxScore) -> dict[str, object]:
    names: dict[str, object] = {
        "channel": scribe.channel(score.channel_id),
        "measure": scribe.px(score.measure),
        "index": score.measure == "px",
    }
    estimate = score.estimate
    if not may_show_score(score, method=scribe.dossier.method):
        return names | {"shown": False, "text": scribe.say("hidden")}
    if estimate.value is None:
        return names | {"shown": False, "text": scribe.figure(None, "score")}
    lower = estimate.value if estimate.lower is None else estimate.lower
    upper = estimate.value if estimate.upper is None else estimate.upper
    sample = f"n {estimate.n}" if estimate.N is None else f"n {estimate.n}/{estimate.N}"
    return names | {
        "shown": True, "value": estimate.value, "lower": max(lower, 0.0), "upper": min(upper, 100.0),
        "text": f"{scribe.figure(estimate.value, 'score')} · {sample}",
    }  # fmt: skip

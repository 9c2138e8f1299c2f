"""Coverage of a sample: revenue behind the largest units, and units drawn by stratum."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, say
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame
from tramite.voices.sampling.side import SIDES, Side
from tramite.voices.sampling.summary import SampleSummary

WIDTH = 520


def revenue_curve_chart(summary: SampleSummary, language: Language) -> alt.TopLevelMixin:
    """Draw the cumulated share of revenue by side, with a dot where the certainty stratum ends."""
    names = {its: say(f"sample.side_{its}", language) for its in SIDES}
    sides = [its for its in SIDES if its in set(summary.curve["side"])]
    rows = [
        {"side": names[row["side"]], "heads": row["heads"], "share": row["share"]}
        for row in summary.curve.iter_rows(named=True)
    ]
    x = alt.X(
        "heads:Q", title=say("sample.axis_units", language), scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", tickCount=5),
    )  # fmt: skip
    y = alt.Y(
        "share:Q", title=say("sample.axis_share", language), scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", tickCount=5),
    )  # fmt: skip
    color = alt.Color(
        "side:N", title=None, sort=[names[its] for its in sides],
        scale=alt.Scale(domain=[names[its] for its in sides], range=[BLUE, ORANGE, GREEN][: len(sides)]),
        legend=alt.Legend(orient="top"),
    )  # fmt: skip
    dash = alt.StrokeDash("side:N", title=None, legend=None)
    lines = alt.Chart(frame(rows)).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=color, strokeDash=dash)
    cuts = _cuts(summary, names, language)
    base = alt.Chart(frame(cuts)).encode(x=x, y=y)
    dots = base.mark_point(filled=True, size=80, opacity=1, color=INK)
    texts = base.mark_text(align="left", dx=8, dy=10).encode(text=alt.Text("text:N"))
    return alt.layer(lines, *((dots, texts) if cuts else ()), width=WIDTH, height=230)


def _cuts(summary: SampleSummary, names: Mapping[Side, str], language: Language) -> list[dict[str, object]]:
    """Return for each side the end of its certainty stratum on the curve."""
    cuts: list[dict[str, object]] = []
    for its, name in names.items():
        certain = [s for s in summary.design.strata if s.certain and s.side == its] if summary.design else []
        whole = [s for s in summary.state.sides if s.side == its]
        revenue = sum(stratum.revenue or 0.0 for stratum in certain)
        if certain and whole and whole[0].revenue:
            share, units = revenue / whole[0].revenue, sum(stratum.N for stratum in certain)
            heads = units / max(summary.curve.filter(pl.col("side") == its)["units"].to_list())
            text = f"{figure(units, 'count', language)} · {figure(share, 'share', language)}"
            cuts.append({"side": name, "heads": heads, "share": share, "text": text})
    return cuts


def strata_chart(summary: SampleSummary, language: Language) -> alt.TopLevelMixin:
    """Draw units in the frame and units drawn, by stratum, on a logarithmic scale."""
    strata = [row for row in summary.state.strata if row.asked]
    rows = [
        {
            "stratum": row.stratum, "N": row.N, "n": row.asked,
            "text": f"{figure(row.asked, 'count', language)} / {figure(row.N, 'count', language)}",
        }
        for row in strata
    ]  # fmt: skip
    largest = max(row.N for row in strata)
    scale = alt.Scale(type="log", domain=[0.8, largest * 6])
    ticks = [10**power for power in range(6) if 10**power <= largest * 2]
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("stratum:N", sort=[row.stratum for row in strata], title=None, axis=alt.Axis(labelLimit=300))
    )
    axis = alt.Axis(values=ticks, format=",")
    whole = alt.X("N:Q", title=say("sample.axis_count", language), scale=scale, axis=axis)
    light = base.mark_bar(height={"band": 0.7}, color="#BFD7E8").encode(x=whole, x2=alt.X2Datum(0.8))
    dark = base.mark_bar(height={"band": 0.36}, color=BLUE).encode(
        x=alt.X("n:Q", scale=scale), x2=alt.X2Datum(0.8)
    )
    texts = base.mark_text(align="left", dx=6).encode(x=alt.X("N:Q", scale=scale), text=alt.Text("text:N"))
    return alt.layer(light, dark, texts, width=430, height=24 * len(rows))

"""Shares of a whole as divided bars, one for each channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt

from tramite.reports.charts.theme import BLUE, GREEN, ORANGE, frame
from tramite.reports.measures import domains_of
from tramite.reports.scribe import Scribe
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting

COLOURS = (BLUE, GREEN, ORANGE, "#9CA3AF")
_LABELLED = 0.07  # a narrower part has no room for its number, which the table has


def parts_chart(
    scribe: Scribe, table: MeasureTable, weighting: SurveyWeighting, *, keys: Sequence[str],
    name: Callable[[str], str], axis: str,
) -> alt.TopLevelMixin:  # fmt: skip
    """Draw the shown parts of a measure, a bar per channel; a hidden channel has no bar."""
    shares = {
        (cell.domain, cell.key): cell.estimate.value
        for cell in table.cells
        if cell.weighting == weighting and cell.estimate.value is not None
    }
    rows = []
    for domain in domains_of(table):
        start = 0.0
        whole = sum(shares.get((domain, key), 0.0) for key in keys) or 1.0
        for key in keys:
            share = shares.get((domain, key), 0.0) / whole
            if share:
                rows.append({
                    "channel": scribe.channel(domain), "part": name(key), "start": start, "end": start + share,
                    "middle": start + share / 2,
                    "text": f"{share:.0%}" if share >= _LABELLED else "",
                })  # fmt: skip
            start += share
    channels = list(dict.fromkeys(str(row["channel"]) for row in rows))
    x = alt.X("start:Q", title=axis, axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1]))
    colour = alt.Color(
        "part:N", legend=alt.Legend(title=None, orient="top", columns=4),
        scale=alt.Scale(domain=[name(key) for key in keys], range=list(COLOURS[: len(keys)])),
    )  # fmt: skip
    base = alt.Chart(frame(rows)).encode(y=alt.Y("channel:N", sort=channels, title=None))
    bars = base.mark_bar(height={"band": 0.62}, stroke="white").encode(x=x, x2=alt.X2("end:Q"), color=colour)
    texts = base.mark_text(color="white", fontWeight="bold").encode(x=alt.X("middle:Q"), text=alt.Text("text:N"))
    return alt.layer(bars, texts, width=560, height=34 * max(1, len(channels)))

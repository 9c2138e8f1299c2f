"""Conflicts by channel as dots with intervals, in both views."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.beliefs.conflict.levels import KINDS, ConflictLevel
from tramite.reports.charts.answers import dot_row, panels_chart
from tramite.reports.charts.scale import hundredfold
from tramite.reports.scribe import Scribe
from tramite.voices.estimation.study import BOTH


def conflict_chart(scribe: Scribe, levels: Sequence[ConflictLevel]) -> alt.TopLevelMixin:
    """Draw the level of each conflict: a panel each, a row per channel, a dot per view; shares as per cent."""
    shown = [one for one in levels if one.level.estimate.value is not None]
    rows = [
        dot_row(
            hundredfold(one.level.estimate), panel=scribe.tell(f"conflict.{one.kind}"),
            channel=scribe.channel(one.channel_id), series=scribe.px(one.weighting),
        )
        for one in shown
    ]  # fmt: skip
    panels = [scribe.tell(f"conflict.{kind}") for kind in KINDS if any(one.kind == kind for one in shown)]
    channels = list(dict.fromkeys(scribe.channel(one.channel_id) for one in shown))
    views = [scribe.px(weighting) for weighting in BOTH]
    return panels_chart(
        rows, panels=panels, channels=channels, series=views, legend=scribe.tell("results.legend_view"),
        axis=scribe.tell("conflict.axis"),
    )  # fmt: skip

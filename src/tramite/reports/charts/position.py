"""Where the company stands: each figure by channel, as customers, partners and the vendor's people tell it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.beliefs.position.standing import Figure, Standing
from tramite.reports.charts.answers import dot_row, panels_chart
from tramite.reports.charts.scale import hundredfold
from tramite.reports.scribe import Scribe
from tramite.voices.estimation.sides import SIDES

DRAWN: tuple[Figure, ...] = ("wallet", "recommendation", "continuity", "px", "tension", "clash")


def position_chart(scribe: Scribe, standings: Sequence[Standing]) -> alt.TopLevelMixin:
    """Draw the figures on 0–100: a panel each, a row per channel, a dot per side; shares as per cent."""
    shown = [one for one in standings if one.figure in DRAWN and one.estimate.value is not None]
    rows = [
        dot_row(
            hundredfold(one.estimate), panel=scribe.tell(f"position.{one.figure}"),
            channel=scribe.channel(one.channel_id), series=scribe.say(f"side_{one.side}"),
        )
        for one in shown
    ]  # fmt: skip
    panels = [scribe.tell(f"position.{figure}") for figure in DRAWN if any(one.figure == figure for one in shown)]
    channels = list(dict.fromkeys(scribe.channel(one.channel_id) for one in shown))
    sides = [scribe.say(f"side_{side}") for side in SIDES]
    return panels_chart(
        rows, panels=panels, channels=channels, series=sides, legend=scribe.tell("position.legend"),
        axis=scribe.tell("position.axis"),
    )  # fmt: skip

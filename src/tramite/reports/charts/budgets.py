"""Budgets in a picture: what was sold, what partners can sell today, the limit, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.decisions.verdicts.verdict import Verdict
from tramite.reports.charts.theme import BLUE, GREEN, ORANGE, frame, scale_of
from tramite.reports.scribe import Scribe

_WIDTH, _ROW = 520, 30
_KINDS = ("budget_sold", "budget_means", "budget_limit", "budget_amount")
_GREY = "#4B5563"


def budget_chart(scribe: Scribe, verdicts: Sequence[Verdict]) -> alt.TopLevelMixin:
    """Draw a row per budget and figure: dot, and interval where there is one."""
    found = [
        (scribe.channel(each.channel_id), code, each.figures[code])
        for each in verdicts for code in _KINDS if code in each.figures
    ]  # fmt: skip
    scale = scale_of([float(known.value or 0.0) for _, _, known in found])
    rows = [
        {
            "channel": channel, "kind": scribe.tell(f"budget.{code}"), "value": float(known.value or 0.0) / scale,
            "lower": float(known.value if known.lower is None else known.lower) / scale,
            "upper": float(known.value if known.upper is None else known.upper) / scale,
        }
        for channel, code, known in found if known.value is not None
    ]  # fmt: skip
    kinds = [scribe.tell(f"budget.{code}") for code in _KINDS]
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[_GREY, GREEN, BLUE, ORANGE]))
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    base = alt.Chart(frame(rows)).encode(y=alt.Y("kind:N", sort=kinds, title=None), color=colour)
    line = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("lower:Q", title=title, scale=alt.Scale(zero=True)), x2=alt.X2("upper:Q")
    )
    dot = base.mark_point(filled=True, size=90).encode(x=alt.X("value:Q"))
    layered = alt.layer(line, dot, width=_WIDTH, height=_ROW * len(_KINDS))
    header = alt.Header(labelAnchor="start", labelOrient="top", labelLimit=_WIDTH)
    return layered.facet(row=alt.Row("channel:N", title=None, header=header))

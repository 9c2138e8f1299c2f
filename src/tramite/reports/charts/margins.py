"""Margins by channel: one panel for each margin, one bar for each channel, one scale for all."""

from __future__ import annotations

import altair as alt

from tramite.books.lines import COMPANY
from tramite.reports.charts.theme import BLUE, ORANGE, frame, padded, scale_of
from tramite.reports.scribe import Scribe

MARGINS = ("cm1", "cm2", "ebitda")


def margins_chart(scribe: Scribe) -> alt.TopLevelMixin:
    """Draw contribution margins 1 and 2 and the EBITDA contribution of each channel; n.d. is written."""
    statement = scribe.dossier.statement
    amounts = {(c, m): statement.amount(c, m) for c in (*statement.channels, COMPANY) for m in MARGINS}
    known = [amount for amount in amounts.values() if amount is not None]
    scale = scale_of(known)
    rows = [
        {
            "channel": scribe.channel(channel), "margin": scribe.line(margin), "amount": (amount or 0.0) / scale,
            "text": scribe.figure(None if amount is None else amount / scale, "score"),
        }
        for (channel, margin), amount in amounts.items()
    ]  # fmt: skip
    channels = [scribe.channel(channel) for channel in (*statement.channels, COMPANY)]
    domain = padded([amount / scale for amount in known] or [0.0], 0.4)
    title = scribe.chart(f"unit_{scale:.0f}", currency=statement.currency)
    base = alt.Chart().encode(
        x=alt.X("amount:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(tickCount=4)),
        y=alt.Y("channel:N", sort=channels, title=None),
    )
    bars = base.mark_bar(height={"band": 0.62}).encode(
        color=alt.condition("datum.amount < 0", alt.value(ORANGE), alt.value(BLUE))
    )
    right = (
        base.transform_filter("datum.amount >= 0").mark_text(align="left", dx=5).encode(text=alt.Text("text:N"))
    )
    left = (
        base.transform_filter("datum.amount < 0").mark_text(align="right", dx=-5).encode(text=alt.Text("text:N"))
    )
    zero = alt.Chart().mark_rule(color="#4B5563").encode(x=alt.XDatum(0))
    return (
        alt.layer(bars, zero, right, left, data=frame(rows))
        .properties(width=205, height=34 * len(channels))
        .facet(column=alt.Column("margin:N", title=None, sort=[scribe.line(margin) for margin in MARGINS]))
    )

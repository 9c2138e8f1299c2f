"""What each role is worth in a year, by channel, with its interval."""

from __future__ import annotations

import altair as alt

from tramite.beliefs.roles.channel_roles import ROLES
from tramite.beliefs.roles.roles import Roles
from tramite.reports.charts.theme import BLUE, GREEN, MILLION, ORANGE, THOUSAND, frame, scale_of
from tramite.reports.scribe import Scribe


def roles_chart(scribe: Scribe, roles: Roles) -> alt.TopLevelMixin:
    """Draw one bar per role in a panel per channel; a role that is not known has none."""
    found = [
        (channel.channel_id, role, amount)
        for channel in roles.channels.values()
        for role in ROLES
        if (amount := channel.worth[role].amount) is not None and amount.value is not None
    ]
    scale = scale_of(
        [x for _, _, amount in found for x in (amount.value, amount.lower, amount.upper) if x is not None]
    )
    rows = []
    for channel_id, role, amount in found:
        value = amount.value or 0.0
        low = value if amount.lower is None else amount.lower
        high = value if amount.upper is None else amount.upper
        rows.append({
            "channel": scribe.channel(channel_id), "role": scribe.tell(f"roles.{role}"), "value": value / scale,
            "lower": low / scale, "upper": high / scale,
        })  # fmt: skip
    keys = {MILLION: "chart_axis", THOUSAND: "chart_axis_thousand"}
    title = scribe.tell(f"roles.{keys.get(scale, 'chart_axis_unit')}", currency=scribe.currency)
    names = [scribe.tell(f"roles.{role}") for role in ROLES]
    colour = alt.Color("role:N", legend=None, scale=alt.Scale(domain=names, range=[BLUE, GREEN, ORANGE]))
    base = alt.Chart().encode(y=alt.Y("role:N", sort=names, title=None))
    bars = base.mark_bar(height={"band": 0.6}, opacity=0.75).encode(x=alt.X("value:Q", title=title), color=colour)
    rules = base.mark_rule(strokeWidth=2).encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q"))
    zero = alt.Chart().mark_rule(color="#4B5563").encode(x=alt.XDatum(0))
    channels = list(dict.fromkeys(str(row["channel"]) for row in rows))
    header = alt.Header(orient="top", labelAnchor="start")
    chart: alt.TopLevelMixin = (
        alt.layer(bars, rules, zero, data=frame(rows))
        .properties(width=520, height=26 * len({row["role"] for row in rows}))
        .facet(row=alt.Row("channel:N", title=None, sort=channels, header=header))
        .configure_facet(spacing=12)
    )
    return chart

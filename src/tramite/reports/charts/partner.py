"""What a partner was invoiced, month by month, by product line."""

from __future__ import annotations

import altair as alt

from tramite.books.partner_page import PartnerPage
from tramite.kernel.periods import Period
from tramite.reports.charts.theme import BLUE, GREEN, INK, ORANGE, frame, scale_of
from tramite.reports.hand import Hand

PALETTE = (BLUE, "#E69F00", GREEN, "#56B4E9", ORANGE, "#CC79A7", "#9CA3AF", INK)  # after Okabe & Ito (2008)


def partner_chart(hand: Hand, page: PartnerPage) -> alt.TopLevelMixin:
    """Draw one stacked bar for each month of the period; lines in the order of their sales.

    Beyond the eighth, lines share the last colour: the table tells them apart.
    """
    sums: dict[str | None, float] = {}
    for sale in page.sales:
        sums[sale.line_id] = sums.get(sale.line_id, 0.0) + sale.net_amount
    lines = sorted(sums, key=lambda line: -sums[line])
    scale = scale_of([sale.net_amount for sale in page.sales])
    rows = [
        {
            "month": hand.day(sale.month, "month"), "line": hand.product_line(sale.line_id),
            "amount": sale.net_amount / scale, "place": lines.index(sale.line_id),
        }
        for sale in page.sales
    ]  # fmt: skip
    names = [hand.product_line(line) for line in lines]
    colours = [PALETTE[min(place, len(PALETTE) - 1)] for place in range(len(names))]
    legend = alt.Legend(title=None, orient="top", columns=4)
    bars = (
        alt.Chart(frame(rows))
        .mark_bar(stroke="white", strokeWidth=0.7)
        .encode(
            x=alt.X("month:N", title=None, scale=alt.Scale(domain=_months(hand, page.period)),
                    axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("amount:Q", title=hand.chart(f"unit_{scale:.0f}", currency=page.currency)),
            color=alt.Color("line:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
            order=alt.Order("place:Q"),
        )
    )  # fmt: skip
    zero = alt.Chart().mark_rule(color="#4B5563").encode(y=alt.YDatum(0))
    return alt.layer(bars, zero, width=720, height=230)


def _months(hand: Hand, period: Period) -> list[str]:
    return [hand.day(month, "month") for month in period]

"""Euro at stake: one bar for each rule that fires, largest first."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tramite.books.imbalance_rule import STAKES, RuleResult
from tramite.kernel.wording import say
from tramite.reports.charts.theme import BLUE, GREEN, ORANGE, frame, padded, scale_of
from tramite.reports.scribe import Scribe


def imbalance_chart(scribe: Scribe, results: Sequence[RuleResult]) -> alt.TopLevelMixin:
    """Draw the euro at stake of rules that fire, whose euro are known."""
    amounts = [result.at_stake or 0.0 for result in results]
    scale = scale_of(amounts)
    rows = [
        {
            "rule": _name(scribe, result), "amount": amount / scale,
            "text": scribe.figure(amount / scale, "score"),
            "kind": say(f"rules.kind_{STAKES[result.rule]}", scribe.language),
        }
        for result, amount in zip(results, amounts, strict=True)
    ]  # fmt: skip
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    domain = padded([amount / scale for amount in amounts], 0.12)
    base = alt.Chart(frame(rows)).encode(
        x=alt.X("amount:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(tickCount=5)),
        y=alt.Y("rule:N", sort=[str(row["rule"]) for row in rows], title=None, axis=alt.Axis(labelLimit=420)),
    )
    kinds = [say(f"rules.kind_{kind}", scribe.language) for kind in ("sales", "margin", "cash")]
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=kinds, range=[BLUE, ORANGE, GREEN]),
        legend=alt.Legend(title=None, orient="top", columnPadding=24),
    )  # fmt: skip
    bars = base.mark_bar(height={"band": 0.62}).encode(color=colour)
    texts = base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N"))
    # Browsers without the font that the drawing was measured with write wider: room at the left.
    room = {"left": 48, "right": 8, "top": 4, "bottom": 4}
    return alt.layer(bars, texts, width=430, height=30 * len(rows), padding=room)


def _name(scribe: Scribe, result: RuleResult) -> str:
    rule = say(f"rules.{result.rule}", scribe.language)
    return f"{result.rule} {rule} – {scribe.channel(result.channel_id)}"

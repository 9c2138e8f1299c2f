"""The strategy in pictures: what each alternative may cost in regret, and what would be worth knowing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt

from tramite.decisions.comparison import Comparison, ParameterWorth
from tramite.decisions.correctness import Correctness
from tramite.kernel.wording import catalogue, say
from tramite.reports.charts.theme import BLUE, GREEN, frame, padded, scale_of
from tramite.reports.hand import Hand
from tramite.reports.scribe import Scribe

_WIDTH, _ROW, _LETTERS = 400, 44, 44
_LINES = "split(datum.label, '\\n')"  # names longer than the margin stand on several lines


def regret_chart(scribe: Scribe, comparison: Comparison, found: Correctness) -> alt.TopLevelMixin:
    """Draw the largest regret of each alternative; the least stands out."""
    rows = [
        (result.title.say(scribe.language), found.regret[result.name], result.name == found.safest)
        for result in comparison.results if result.name in found.regret
    ]  # fmt: skip
    return _bars(scribe, rows)


def worth_chart(scribe: Scribe, worth: Sequence[ParameterWorth]) -> alt.TopLevelMixin:
    """Draw what knowing each parameter would be worth."""
    return _bars(
        scribe, [(parameter_name(scribe, each.code, each.channel_id), each.worth.value, False) for each in worth]
    )


def parameter_name(hand: Hand, code: str, channel_id: str | None) -> str:
    """Name a parameter, or those of one code together."""
    together = f"strategy.together_{code}"
    if channel_id is None and together in catalogue(hand.language):
        return say(together, hand.language)
    place = hand.destination(channel_id) if channel_id else ""
    return say(f"parameters.{code}", hand.language, channel=place)


def source_name(scribe: Scribe, code: str, channel_id: str | None) -> str:
    """Name a source of uncertainty: by its own word, or as the parameter of the same code."""
    own = f"streams.{code}"
    if own in catalogue(scribe.language):
        place = scribe.destination(channel_id) if channel_id else ""
        return scribe.tell(own, channel=place).strip()
    return parameter_name(scribe, code, channel_id)


def _bars(scribe: Scribe, named: Sequence[tuple[str, float, bool]]) -> alt.TopLevelMixin:
    named = [(textwrap.fill(name, _LETTERS), amount, least) for name, amount, least in named]
    scale = scale_of([amount for _, amount, _ in named])
    rows = [
        {"name": name, "amount": amount / scale, "text": scribe.brief(amount, currency=False), "least": least}
        for name, amount, least in named
    ]
    order = [name for name, _, _ in named]
    title = scribe.chart(f"unit_{scale:.0f}", currency=scribe.currency)
    ends = padded([amount / scale for _, amount, _ in named])
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelExpr=_LINES)),
        x=alt.X("amount:Q", title=title, scale=alt.Scale(domain=ends)),
    )
    bars = base.mark_bar(height={"band": 0.6}).encode(
        color=alt.condition("datum.least", alt.value(GREEN), alt.value(BLUE))
    )
    texts = base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N"))
    return alt.layer(bars, texts, width=_WIDTH, height=_ROW * len(rows))

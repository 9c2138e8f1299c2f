"""The customers' experience beside the partners', channel by channel (METHOD R57)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.px.customer_side import BothSides, CustomerSide
from tramite.kernel.provenance import Source
from tramite.reports.charts.answers import dot_row, ranked_chart
from tramite.reports.grades import grade_note
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Words
from tramite.reports.sections.answers import answer_cell
from tramite.reports.sections.mirrors import INDICATIVE
from tramite.reports.shown import may_show_score
from tramite.voices.disclosure.screening import ALL


def customer_side_blocks(scribe: Scribe) -> Iterator[Block]:
    """Write CX beside PX: in words, as a picture, as a table, and what it does not tell."""
    yield Heading("relationship-customers", scribe.tell("relationship.beside"))
    found = scribe.dossier.beliefs.customer_side
    if found is None:
        yield Words(scribe.tell("relationship.beside_missing"), tone="absent")
        return
    told = tuple(_sentence(scribe, one) for one in found.channels if one.channel_id != ALL and one.px is not None)
    yield Words(scribe.tell("relationship.beside_lead", items=", ".join(found.items)), points=told)
    rows = [row for one in found.channels for row in _dots(scribe, one)]
    if rows:
        names = [scribe.channel(one.channel_id) for one in found.channels]
        series = [scribe.tell("relationship.px"), scribe.tell("relationship.cx")]
        axis = scribe.tell("results.chart_axis")
        drawn = ranked_chart(scribe, rows, parts=names, series=series, axis=axis, unit="score")
        title, about = scribe.tell("relationship.beside"), scribe.tell("relationship.beside_about")
        yield Picture("relationship-customers-chart", title, about, drawn)
    yield _grid(scribe, found)
    yield Words(scribe.tell("relationship.beside_limits"))


def _sentence(scribe: Scribe, one: BothSides) -> str:
    channel, gap = scribe.channel(one.channel_id), one.gap
    if gap is None or gap.value is None or gap.lower is None or gap.upper is None:
        return scribe.tell("relationship.beside_open", channel=channel, n=scribe.method.read_indicative_below)
    way = "partners_better" if gap.lower > 0 else "partners_worse" if gap.upper < 0 else "even"
    size, low, high = (scribe.figure(x, "points") for x in (gap.value, gap.lower, gap.upper))
    return scribe.tell(f"relationship.beside_{way}", channel=channel, gap=size, low=low, high=high)


def _dots(scribe: Scribe, one: BothSides) -> Iterator[dict[str, object]]:
    topic = scribe.channel(one.channel_id)
    if one.px is not None and may_show_score(one.px, method=scribe.method):
        yield dot_row(one.px.estimate, topic=topic, series=scribe.tell("relationship.px"))
    if one.cx is not None and not one.cx.hidden_because:
        yield dot_row(one.cx.estimate, topic=topic, series=scribe.tell("relationship.cx"))


def _grid(scribe: Scribe, found: CustomerSide) -> Grid:
    rows = tuple(
        Row(scribe.channel(one.channel_id), (_px(scribe, one), _cx(scribe, one), _gap(scribe, one, found)),
            "subtotal" if one.channel_id == ALL else "line")
        for one in found.channels
    )  # fmt: skip
    headers = (scribe.say("channel"), *(scribe.tell(f"relationship.{name}") for name in ("px", "cx", "gap")))
    notes = (
        f"{INDICATIVE} {scribe.tell('results.indicative')}",
        scribe.say("hidden_note", k=scribe.method.disclosure_k),
        *grade_note(scribe, (one.cx.estimate for one in found.channels if one.cx is not None)),
    )
    caption = scribe.tell("relationship.beside_caption")
    return Grid("relationship-customers-cx", "customer_side", caption, headers, rows, notes)


def _px(scribe: Scribe, one: BothSides) -> Datum:
    if one.px is None:
        return scribe.words(scribe.tell("relationship.no_partners"))
    if not may_show_score(one.px, method=scribe.method):
        return scribe.hidden(one.px.estimate.unit, because=one.px.hidden_because)
    return scribe.estimate(one.px.estimate)


def _cx(scribe: Scribe, one: BothSides) -> Datum:
    if one.cx is None:
        return scribe.words(scribe.tell("relationship.no_customers"))
    return answer_cell(scribe, one.cx)


def _gap(scribe: Scribe, one: BothSides, found: CustomerSide) -> Datum:
    gap = one.gap
    if gap is None or gap.value is None:
        return scribe.words(scribe.tell("relationship.not_compared"))
    made = scribe.definition.simulated.voices
    source = Source("interviews", ", ".join(found.items), simulated=made)
    below: tuple[str, ...] = ()
    if gap.lower is not None and gap.upper is not None:
        low, high = (scribe.figure(x, "points") for x in (gap.lower, gap.upper))
        below = (scribe.say("from_to", low=low, high=high),)
    grounds = scribe.grounds((source,), scribe.tell("relationship.gap_ground"))
    return Datum(scribe.figure(gap.value, "points"), gap.value, "points", below, grounds=grounds)

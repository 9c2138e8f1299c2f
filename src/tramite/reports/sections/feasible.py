"""What can be chosen, and what channels can carry: blocks of other sections (METHOD §3.11.1, §3.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.decisions.capacity import ChannelLoad
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.decisions.feasibility import Bar, Unasked
from tramite.kernel.case import Name
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Words


def write_feasible(scribe: Scribe, comparison: Comparison) -> Iterator[Block]:
    """Write which alternatives are no choice, and why; and of which levers that cannot be told."""
    barred = [result for result in comparison.results if result.bars]
    if barred:
        points = tuple(
            _say(scribe, "barred", title=result.title.say(scribe.language), why=why_barred(scribe, bar))
            for result in barred
            for bar in result.bars
        )
        yield Words(_say(scribe, "barred_lead"), points=points, tone="warning")
    unasked = dict.fromkeys(each for result in comparison.results for each in result.unasked)
    if unasked:
        points = tuple(_unasked(scribe, each) for each in unasked)
        lead = _say(scribe, "unasked_lead", least=scribe.figure(scribe.method.disclosure_k, "count"))
        yield Words(lead, points=points, tone="absent")


def write_loads(scribe: Scribe, comparison: Comparison, result: AlternativeResult) -> Iterator[Grid]:
    """Write what an alternative brings to channels of which a limit is known; nothing where it brings nothing."""
    if not result.loads:
        return
    keys = ("year", "brought", "limit", "beyond", "p_beyond", "p_beyond_today")
    headers = (scribe.say("channel"), *(_say(scribe, key) for key in keys))
    rows = tuple(_load(scribe, comparison, load) for load in result.loads)
    caption = _say(scribe, "loads_caption", title=result.title.say(scribe.language), currency=scribe.currency)
    notes = [_say(scribe, "loads_note")]
    if any(load.upper_bound for load in result.loads):
        notes.append(_say(scribe, "upper_bound"))
    yield Grid(f"alt-{result.name}-loads", "loads", caption, headers, rows, tuple(notes))


def _load(scribe: Scribe, comparison: Comparison, load: ChannelLoad) -> Row:
    cells = (
        scribe.number(load.year, "count", load.brought.evidence, derived=_say(scribe, "year_ground")),
        scribe.estimate(load.brought), scribe.estimate(load.limit), scribe.estimate(load.beyond),
        _draws_beyond(scribe, comparison, load, load.p_beyond),
        _draws_beyond(scribe, comparison, load, load.p_beyond_today),
    )  # fmt: skip
    return Row(scribe.channel(load.channel_id), cells)


def _draws_beyond(scribe: Scribe, comparison: Comparison, load: ChannelLoad, share: float | None) -> Datum:
    if share is None:
        return scribe.absent("share", _say(scribe, "means_unknown"))
    derived = _say(scribe, "beyond_ground", draws=scribe.figure(comparison.draws, "count"))
    cell = scribe.number(share, "share", load.beyond.evidence, derived=derived)
    return replace(cell, text=scribe.probability(share, comparison.draws))


def _unasked(scribe: Scribe, each: Unasked) -> str:
    lever = _say(scribe, f"lever_{each.kind}")
    return _say(scribe, "unasked", lever=lever, channel=scribe.channel(each.channel_id))


def why_barred(scribe: Scribe, bar: Bar) -> str:
    """Write by whom or what a lever is blocked."""
    channel = scribe.channel(bar.channel_id)
    lever = _say(scribe, f"lever_{bar.kind}") if bar.kind else ""
    if bar.by == "people" and bar.said is not None:
        causes = ", ".join(
            _say(scribe, "cause", cause=scribe.tell(f"questionnaire.cause_{cause}").lower(),
                 share=scribe.figure(share.value, "share"))
            for cause, share in bar.causes.items()
        )  # fmt: skip
        text = _say(
            scribe, "by_people", lever=lever, channel=channel, share=scribe.figure(bar.said.value, "share"),
            n=bar.said.n,
        )  # fmt: skip
        return f"{text} {_say(scribe, 'causes', causes=causes)}" if causes else text
    if bar.source is None:
        return _say(scribe, "by_room", channel=channel)
    source = bar.source.say(scribe.language) if isinstance(bar.source, Name) else bar.source
    return _say(scribe, f"by_{bar.by}", lever=lever, channel=channel, source=source)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"feasible.{key}", **params)

"""Partner Experience by channel: each weighting in a table of its own (METHOD §3.1, §3.2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tramite.beliefs.px.index import PxResult, PxScore
from tramite.kernel.provenance import Source
from tramite.reports.charts.px import px_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.shown import may_show_score

PILLARS = ("easy", "predictable", "profitable")
MEASURES = ("px", *PILLARS, "recommendation", "nps")
WEIGHTINGS: tuple[Literal["vote", "revenue"], ...] = ("vote", "revenue")


def write_px(scribe: Scribe) -> Section:
    """Write the PX index by channel, one partner one vote and by revenue, with pillars, weights and reading."""
    px = scribe.dossier.beliefs.px
    if px is None:
        absent = Words(scribe.say("px_missing"), tone="absent")
        return Section("px", scribe.say("px"), (absent,), scribe.badge("voices"))
    blocks: list[Block] = [Words(scribe.say("px_lead", level=scribe.level(scribe.dossier.method.interval_level)))]
    for weighting in WEIGHTINGS:
        blocks.append(Heading(f"px-{weighting}", scribe.say("weighting", weighting=scribe.px(weighting))))
        blocks.append(Words(scribe.say(f"weighting_{weighting}_about")))
        blocks.append(_scores(scribe, px, weighting))
        about = scribe.chart("px_about", weighting=scribe.px(weighting))
        title = scribe.chart("px", weighting=scribe.px(weighting))
        blocks.append(Picture(f"px-{weighting}-chart", title, about, px_chart(scribe, px, weighting=weighting)))
    blocks += [Heading("px-weights", scribe.say("pillar_weights")), *_weights(scribe, px)]
    if px.silent_channels:
        names = ", ".join(scribe.channel(channel) for channel in px.silent_channels)
        blocks.append(Words(scribe.say("silent_channels", channels=names), tone="warning"))
    if px.flagged_firms:
        k = scribe.dossier.method.disclosure_k
        firms = str(px.flagged_firms) if px.flagged_firms >= k else scribe.tell("quality.few", k=k)
        spread = scribe.figure(scribe.dossier.method.informant_spread, "count")
        blocks.append(Words(scribe.say("flagged_firms", firms=firms, spread=spread)))
    return Section("px", scribe.say("px"), tuple(blocks), scribe.badge("voices"))


def _scores(scribe: Scribe, px: PxResult, weighting: Literal["vote", "revenue"]) -> Grid:
    scores = {(s.channel_id, s.measure): s for s in px.scores if s.weighting == weighting}
    rows = []
    for channel in dict.fromkeys(channel for channel, _ in scores):
        cells = [_score(scribe, scores.get((channel, measure))) for measure in MEASURES]
        cells.append(_reading(scribe, scores.get((channel, "px"))))
        if weighting == "vote":
            cells += _verdict(scribe, px, channel, scores)
        rows.append(Row(scribe.channel(channel), tuple(cells), "subtotal" if channel == "all" else "line"))
    headers = [scribe.say("channel"), *(scribe.px(measure) for measure in MEASURES), scribe.say("reading")]
    if weighting == "vote":
        headers += [scribe.say("weakest"), scribe.say("label")]
    caption = scribe.say("px_caption", weighting=scribe.px(weighting))
    notes = (
        *(f"{scribe.px(measure)}: {scribe.px(f'{measure}_about')}." for measure in MEASURES),
        scribe.say("nps_note", n=scribe.dossier.method.nps_from),
        scribe.say("hidden_note", k=scribe.dossier.method.disclosure_k),
    )
    return Grid(f"px-{weighting}-scores", f"px_{weighting}", caption, tuple(headers), tuple(rows), notes)


def _score(scribe: Scribe, score: PxScore | None) -> Datum:
    if score is None:
        return scribe.words("–")
    if not may_show_score(score, method=scribe.dossier.method):
        return scribe.hidden(score.estimate.unit, because=score.hidden_because)
    return scribe.estimate(score.estimate)


def _reading(scribe: Scribe, score: PxScore | None) -> Datum:
    if score is None:
        return scribe.words("–")
    if not may_show_score(score, method=scribe.dossier.method):
        return scribe.words(scribe.px("reading_hidden"))
    return scribe.words(
        f"{scribe.px(f'reading_{score.reading}')}; {scribe.say('grade', grade=score.estimate.grade)}"
    )


def _verdict(
    scribe: Scribe, px: PxResult, channel: str, scores: dict[tuple[str, str], PxScore]
) -> Iterator[Datum]:
    mine = [scores.get((channel, measure)) for measure in ("px", *PILLARS)]
    shown = all(score is not None and may_show_score(score, method=scribe.dossier.method) for score in mine)
    weakest, label = px.weakest.get(channel), px.labels.get(channel)
    yield scribe.words(scribe.px(weakest) if shown and weakest else "–")
    yield scribe.words(scribe.px(f"band_{label}") if shown and label else "–")


def _weights(scribe: Scribe, px: PxResult) -> Iterator[Block]:
    prior = scribe.figure(scribe.dossier.method.pillar_weight_prior, "count")
    yield Words(scribe.say("pillar_weights_lead", prior=prior))
    simulated = scribe.dossier.definition.simulated.voices
    sources = (Source("interviews", "PR10", simulated=simulated), Source("setting", "pillar_weight_prior"))
    rows = tuple(
        Row(
            scribe.say(f"role_{role}") if scribe.knows(f"role_{role}") else role,
            tuple(scribe.number(weights.get(pillar), "share", sources) for pillar in PILLARS),
        )
        for role, weights in px.weights.items()
    )
    headers = (scribe.say("role"), *(scribe.px(pillar) for pillar in PILLARS))
    yield Grid("pillar-weights", "px_weights", scribe.say("pillar_weights"), headers, rows)

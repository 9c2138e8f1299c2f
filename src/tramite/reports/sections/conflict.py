"""Conflict and cannibalisation: how much, where it matters, what it does to margin (METHOD §3.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tramite.beliefs.conflict.answers import UNNAMED
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.conflict.levels import KINDS, ConflictLevel, Kind
from tramite.beliefs.conflict.moved import MovedSpend
from tramite.beliefs.conflict.priority import Priority
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.reports.charts.conflict import conflict_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.answers import answer_cell
from tramite.reports.sections.mix import write_mix
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import BOTH


def write_conflict(scribe: Scribe) -> Section:
    """Write the conflicts by channel, their priority, what moves between channels, and what customers want."""
    belief, title = scribe.dossier.beliefs.conflict, _tell(scribe, "title")
    if belief is None:
        return Section("conflict", title, (Words(_tell(scribe, "absent"), tone="absent"),), scribe.badge("voices"))
    blocks = (
        Words(_tell(scribe, "lead"), points=tuple(_readings(scribe, belief))), *_levels(scribe, belief),
        *_ranked(scribe, belief), *_moved(scribe, belief), *write_mix(scribe, belief),
        Heading("conflict-limits", _tell(scribe, "limits")),
        Words(_tell(scribe, "limits_lead"), points=tuple(_limits(scribe, belief))),
    )  # fmt: skip
    return Section("conflict", title, blocks, scribe.badge("books", "voices"))


def _readings(scribe: Scribe, belief: ConflictBelief) -> Iterator[str]:
    urgent = [p for p in belief.priorities if p.verdict == "urgent"]
    names = "; ".join(f"{_name(scribe, p)} ({scribe.tell(f'rules.certainty_{p.certainty}')})" for p in urgent)
    yield _tell(scribe, "reading_urgent", names=names) if urgent else _tell(scribe, "reading_none_urgent")
    functional = "; ".join(_name(scribe, p) for p in belief.priorities if p.verdict == "functional")
    if functional:
        yield _tell(scribe, "reading_functional", names=functional)
    felt = next(
        (x for x in belief.levels if (x.kind, x.channel_id, x.weighting) == ("vertical", ALL, "vote")), None
    )
    guess = belief.guesses.get(("vertical", ALL))
    if felt is not None and guess is not None and felt.level.estimate.value is not None:
        yield _tell(
            scribe, "reading_guess", felt=scribe.figure(felt.level.estimate.value, "score"),
            guess=scribe.figure(guess.estimate.value, "score"),
        )  # fmt: skip
    moves = [shift for shift in belief.mix if shift.channel_id != ALL and shift.moved.estimate.value is not None]
    if moves:
        most = max(moves, key=lambda shift: shift.moved.estimate.value or 0.0)
        yield _tell(
            scribe, "reading_mix", channel=scribe.channel(most.channel_id),
            share=scribe.figure(most.moved.estimate.value, "share"),
            toward=", ".join(scribe.channel(channel) for channel in most.toward),
        )  # fmt: skip


def _name(scribe: Scribe, one: Priority) -> str:
    return f"{_tell(scribe, one.kind)} – {scribe.channel(one.channel_id)}"


def _levels(scribe: Scribe, belief: ConflictBelief) -> Iterator[Block]:
    yield Heading("conflict-levels", _tell(scribe, "levels"))
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in belief.levels)]
    if not kinds:
        yield Words(_tell(scribe, "levels_absent"))
        return
    yield Words(_tell(scribe, "levels_lead"))
    for weighting in BOTH:
        yield _level_grid(scribe, belief, kinds, weighting)
    if any(one.level.estimate.value is not None for one in belief.levels):
        title, about = _tell(scribe, "chart"), _tell(scribe, "chart_about")
        yield Picture("conflict-chart", title, about, conflict_chart(scribe, belief.levels))


def _level_grid(scribe: Scribe, belief: ConflictBelief, kinds: Sequence[Kind], weighting: SurveyWeighting) -> Grid:
    found = {(one.kind, one.channel_id): one for one in belief.levels if one.weighting == weighting}
    rows = [
        Row(scribe.channel(channel), tuple(_level(scribe, found.get((kind, channel))) for kind in kinds),
            "subtotal" if channel == ALL else "line")
        for channel in dict.fromkeys(channel for _, channel in found)
    ]  # fmt: skip
    if weighting == "vote":
        rows.append(Row(_tell(scribe, "guess"), tuple(_guess(scribe, belief, kind) for kind in kinds), "memo",
                        _tell(scribe, "guess_about")))  # fmt: skip
    caption = _tell(scribe, "levels_caption", weighting=scribe.px(weighting))
    notes = (
        *(f"{_tell(scribe, kind)}: {_tell(scribe, f'{kind}_about')}" for kind in kinds),
        scribe.say("hidden_note", k=scribe.method.disclosure_k),
    )
    headers = (scribe.say("channel"), *(_tell(scribe, kind) for kind in kinds))
    return Grid(f"conflict-{weighting}", "conflict", caption, headers, tuple(rows), notes)


def _level(scribe: Scribe, one: ConflictLevel | None) -> Datum:
    return scribe.words("–") if one is None else answer_cell(scribe, one.level)


def _guess(scribe: Scribe, belief: ConflictBelief, kind: Kind) -> Datum:
    cell = belief.guesses.get((kind, ALL))
    return scribe.words("–") if cell is None else answer_cell(scribe, cell)


def _ranked(scribe: Scribe, belief: ConflictBelief) -> Iterator[Block]:
    if not belief.priorities:
        return
    method = scribe.method
    yield Heading("conflict-priorities", _tell(scribe, "priorities"))
    yield Words(_tell(
        scribe, "priorities_lead", importance=scribe.level(method.conflict_importance),
        frequency=scribe.level(method.conflict_frequency), intensity=scribe.level(method.conflict_intensity),
        felt=scribe.figure(method.conflict_felt, "count"),
    ))  # fmt: skip
    headers = tuple(
        _tell(scribe, key)
        for key in ("conflict_in", "importance", "frequency", "intensity", "priority", "growth", "verdict")
    )
    rows = tuple(Row(_name(scribe, one), _priority(scribe, one)) for one in belief.priorities)
    yield Grid(
        "conflict-priority", "conflict", _tell(scribe, "priorities_caption"), headers, rows,
        (_tell(scribe, "priorities_note"),),
    )  # fmt: skip


def _priority(scribe: Scribe, one: Priority) -> tuple[Datum, ...]:
    def factor(value: float | None, key: str, unit: Unit = "share") -> Datum:
        return scribe.number(value, unit, one.product.evidence, derived=_tell(scribe, key))

    hidden = one.product.n > 0 and one.intensity is None
    return (
        factor(one.importance, "importance_about"), factor(one.frequency, "frequency_about"),
        scribe.hidden("share") if hidden else factor(one.intensity, "intensity_about"),
        scribe.hidden("ratio") if hidden else scribe.estimate(one.product),
        factor(one.growth, "growth_about"), scribe.words(_verdict(scribe, one)),
    )  # fmt: skip


def _verdict(scribe: Scribe, one: Priority) -> str:
    text = _tell(scribe, f"verdict_{one.verdict}")
    if one.verdict in ("unknown", "functional"):
        return text
    return f"{text} ({scribe.tell(f'rules.certainty_{one.certainty}')})"


def _moved(scribe: Scribe, belief: ConflictBelief) -> Iterator[Block]:
    yield Heading("conflict-moved", _tell(scribe, "moved"))
    yield Words(_tell(scribe, "moved_lead"))
    for ground in ("voices", "books"):
        found = [one for one in belief.moved if one.ground == ground]
        if found:
            yield _moved_grid(scribe, found, ground)
        else:
            yield Words(_tell(scribe, f"moved_{ground}_absent"))


def _moved_grid(scribe: Scribe, found: Sequence[MovedSpend], ground: str) -> Grid:
    rows = [
        Row(
            _tell(scribe, "from_to", source=scribe.channel(one.source), by=_receiver(scribe, one.by)),
            (_share(scribe, one), _amount(scribe, one.spend, one), _amount(scribe, one.effect, one)),
        )
        for one in found
    ]
    headers = tuple(_tell(scribe, key) for key in ("pair", f"share_{ground}", "spend", "effect"))
    caption = _tell(
        scribe, f"moved_{ground}_caption", currency=scribe.currency,
        period=scribe.period(scribe.dossier.statement.period),
    )  # fmt: skip
    return Grid(f"conflict-moved-{ground}", "conflict", caption, headers, tuple(rows),
                (_tell(scribe, f"moved_{ground}_note"), _tell(scribe, "effect_note")))  # fmt: skip


def _share(scribe: Scribe, one: MovedSpend) -> Datum:
    return scribe.hidden("share") if one.share.value is None else scribe.estimate(one.share)


def _receiver(scribe: Scribe, channel: str) -> str:
    return _tell(scribe, UNNAMED) if channel == UNNAMED else scribe.channel(channel)


def _amount(scribe: Scribe, amount: Estimate | None, one: MovedSpend) -> Datum:
    if one.share.value is None:
        return scribe.hidden("money")
    return scribe.absent("money", _tell(scribe, "amount_missing")) if amount is None else scribe.estimate(amount)


def _limits(scribe: Scribe, belief: ConflictBelief) -> Iterator[str]:
    for key in ("limit_words", "limit_cut", "limit_spend", "limit_mix"):
        yield _tell(scribe, key)
    if belief.for_clean_team:
        yield _tell(scribe, "limit_clean_team", firms=scribe.method.clean_team_firms)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"conflict.{key}", **params)

"""Quality of the field work: flags, exclusions, effects of interviewers and modes, call-backs (METHOD §4.6)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.kernel.provenance import Source
from tramite.kernel.tables import QUALITY_FLAGS
from tramite.reports.answer_words import question_of
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Section, Words
from tramite.reports.shown_field import InterviewerCalls, excluded_by_reason, may_count, shown_call_backs
from tramite.voices.quality.field_quality import FieldQuality
from tramite.voices.quality.interviewer_effect import InterviewerEffect
from tramite.voices.quality.mode_effect import ModeEffect
from tramite.voices.quality.side_scores import OVERALL


def write_field_quality(scribe: Scribe) -> Section:
    """Write what was checked in the interviews, what people decided, and what interviewers and modes changed."""
    quality = scribe.dossier.quality
    title, badge = scribe.tell("quality.title"), scribe.badge("voices")
    if quality is None:
        return Section("field-quality", title, (Words(scribe.tell("quality.missing"), tone="absent"),), badge)
    numbers = {
        "held": quality.held, "counted": quality.counted, "waiting": quality.open_interviews,
        "excluded": len(quality.judged.excluded),
    }  # fmt: skip
    written = {name: scribe.figure(number, "count") for name, number in numbers.items()}
    blocks: list[Block] = [Words(scribe.tell("quality.lead", **written))]
    if quality.judged.open:
        blocks.append(Words(scribe.tell("quality.open_warning"), tone="warning"))
    blocks += [Heading("quality-flags", scribe.tell("quality.flags")), _flags(scribe, quality)]
    blocks += _exclusions(scribe, quality)
    blocks += _interviewers(scribe, quality)
    blocks += _modes(scribe, quality)
    blocks += _call_backs(scribe, quality)
    return Section("field-quality", title, tuple(blocks), badge)


def _flags(scribe: Scribe, quality: FieldQuality) -> Grid:
    rows = []
    for flag in QUALITY_FLAGS:
        waiting = len({finding.interview_id for finding in quality.judged.open if finding.flag == flag})
        counts = (quality.flags.count(flag, "raised"), waiting, quality.flags.count(flag, "unknown"))
        threshold = scribe.words(quality.flags.thresholds[flag].say(scribe.language))
        rows.append(Row(scribe.tell(f"quality.flag_{flag}"), (*(_count(scribe, n) for n in counts), threshold)))
    names = ("column_flag", "column_raised", "column_open", "column_unknown", "threshold")
    return Grid(
        "quality-flags-counted", "quality", scribe.tell("quality.flags_caption"),
        tuple(scribe.tell(f"quality.{name}") for name in names), tuple(rows),
        (scribe.tell("quality.unknown_note"), _few_note(scribe)),
    )  # fmt: skip


def _exclusions(scribe: Scribe, quality: FieldQuality) -> Iterator[Block]:
    reasons = excluded_by_reason(quality, method=scribe.method)
    if not reasons:
        return
    yield Heading("quality-exclusions", scribe.tell("quality.exclusions"))
    sources = _sources(scribe, "quality_decisions")
    rows = [
        Row(scribe.tell(f"quality.flag_{flag}"), (scribe.number(count, "count", sources),))
        for flag, count in reasons.items()
    ]
    total = scribe.number(len(quality.judged.excluded), "count", sources)
    rows.append(Row(scribe.tell("quality.all"), (total,), "subtotal"))
    headers = (scribe.tell("quality.column_flag"), scribe.tell("quality.excluded_count"))
    notes = (scribe.tell("quality.exclusions_note"),)
    caption = scribe.tell("quality.exclusions_caption")
    yield Grid("quality-excluded", "quality", caption, headers, tuple(rows), notes)


def _interviewers(scribe: Scribe, quality: FieldQuality) -> Iterator[Block]:
    method, effects = scribe.method, quality.interviewers
    yield Heading("quality-interviewers", scribe.tell("quality.effect_title"))
    if not effects:
        absent = {"interviewers": method.interviewer_min, "each": method.interviewer_min_each}
        yield Words(scribe.tell("quality.effect_absent", **absent), tone="absent")
        return
    limit, level = scribe.figure(method.interviewer_icc, "ratio"), scribe.level(method.interval_level)
    yield Words(scribe.tell("quality.effect_lead", limit=limit, level=level))
    shown = [effect for effect in effects if effect.measure == OVERALL or effect.reading != "none"]
    rows = tuple(_interviewer_row(scribe, effect) for effect in shown)
    names = ("column_measure", "effect_value", "effect_interviews", "effect_interviewers", "effect_design")
    headers = tuple(scribe.tell(f"quality.{name}") for name in (*names, "effect_reading"))
    note = scribe.tell("quality.effect_note", shown=len(shown), count=len(effects))
    caption = scribe.tell("quality.effect_caption")
    yield Grid("quality-interviewer-effect", "quality", caption, headers, rows, (note,))


def _interviewer_row(scribe: Scribe, effect: InterviewerEffect) -> Row:
    sources = (_heard(scribe, effect.measure), Source("setting", "interviewer_icc"))
    derived = scribe.tell("quality.ground_anova")
    low, high = (scribe.figure(end, "ratio") for end in (effect.lower, effect.upper))
    value = Datum(
        scribe.figure(effect.value, "ratio"), effect.value, "ratio", (scribe.say("from_to", low=low, high=high),),
        grounds=scribe.grounds(sources, derived),
    )  # fmt: skip
    cells = (
        value,
        scribe.number(effect.n, "count", sources),
        scribe.number(effect.interviewers, "count", sources),
        scribe.number(round(effect.design_effect, 2), "ratio", sources, derived=derived),
        scribe.words(scribe.tell(f"quality.reading_{effect.reading}")),
    )
    return _measure_row(scribe, effect.side, effect.measure, cells)


def _modes(scribe: Scribe, quality: FieldQuality) -> Iterator[Block]:
    method, effects = scribe.method, quality.modes
    yield Heading("quality-modes", scribe.tell("quality.mode_title"))
    if not effects:
        yield Words(scribe.tell("quality.mode_absent", n=method.mode_min_n), tone="absent")
        return
    yield Words(scribe.tell("quality.mode_lead", n=method.mode_min_n))
    shown = [effect for effect in effects if effect.measure == OVERALL or effect.beyond_chance]
    rows = tuple(_mode_row(scribe, effect) for effect in shown)
    names = ("column_measure", "mode_modes", "mode_difference", "mode_n", "mode_reading")
    headers = tuple(scribe.tell(f"quality.{name}") for name in names)
    note = scribe.tell(
        "quality.mode_note", shown=len(shown), count=len(effects), level=scribe.level(method.interval_level),
        **{"in": scribe.figure(1 / max(1 - method.interval_level, 0.001), "count")},
    )  # fmt: skip
    yield Grid("quality-mode-effect", "quality", scribe.tell("quality.mode_caption"), headers, rows, (note,))


def _mode_row(scribe: Scribe, effect: ModeEffect) -> Row:
    low, high = (scribe.figure(end, "points") for end in (effect.lower, effect.upper))
    modes = {name: scribe.tell(f"quality.mode_{getattr(effect, name)}") for name in ("mode", "other")}
    sources = (_heard(scribe, effect.measure),)
    value = Datum(
        scribe.figure(effect.value, "points"), effect.value, "points",
        (scribe.say("from_to", low=low, high=high),),
        grounds=scribe.grounds(sources, scribe.tell("quality.ground_mode")),
    )  # fmt: skip
    cells = (
        scribe.words(scribe.tell("quality.mode_pair", **modes)),
        value,
        scribe.words(f"{effect.n_other} / {effect.n}"),
        scribe.words(scribe.tell("quality.mode_beyond" if effect.beyond_chance else "quality.mode_within")),
    )
    return _measure_row(scribe, effect.side, effect.measure, cells)


def _measure_row(scribe: Scribe, side: str, measure: str, cells: tuple[Datum, ...]) -> Row:
    words = scribe.tell(f"quality.side_{side}")
    if measure == OVERALL:
        return Row(f"{scribe.tell('quality.measure_all')}: {words}", cells, "subtotal")
    answers, about = scribe.dossier.answers, ""
    if answers is not None:
        about = question_of(answers.bank.item(measure), answers.bank, scribe.definition, scribe.language)
    return Row(f"{measure}: {words}", cells, about=about)


def _call_backs(scribe: Scribe, quality: FieldQuality) -> Iterator[Block]:
    shares = quality.call_backs
    if not shares:
        return
    yield Heading("quality-call-backs", scribe.tell("quality.calls_title"))
    drawn, heard, confirmed = (sum(getattr(s, name) for s in shares) for name in ("drawn", "heard", "confirmed"))
    if not heard:
        yield Words(scribe.tell("quality.calls_none_heard", drawn=drawn))
        return
    if not may_count(heard, method=scribe.method):
        few = scribe.tell("quality.few", k=scribe.method.disclosure_k)
        yield Words(scribe.tell("quality.calls_few", drawn=drawn, few=few))
        return
    share = scribe.figure(confirmed / heard, "share")
    yield Words(scribe.tell("quality.calls_lead", drawn=drawn, heard=heard, confirmed=confirmed, share=share))
    rows = tuple(_call_row(scribe, row) for row in shown_call_backs(quality, definition=scribe.definition))
    if any(row.cells[1].value is not None for row in rows):
        names = ("calls_interviewer_header", "calls_drawn", "calls_heard", "calls_confirmed")
        headers = tuple(scribe.tell(f"quality.{name}") for name in names)
        notes = (scribe.tell("quality.calls_note"), _few_note(scribe))
        yield Grid("quality-calls", "quality", scribe.tell("quality.calls_caption"), headers, rows, notes)


def _call_row(scribe: Scribe, row: InterviewerCalls) -> Row:
    sources, derived = _sources(scribe, "quality_decisions"), scribe.tell("quality.ground_call")
    name = scribe.tell("quality.calls_interviewer", letter=row.letter)
    if row.heard is None:
        return Row(name, tuple(scribe.hidden("count") for _ in range(3)))
    share = None if row.confirmed is None else row.confirmed / row.heard
    cells = (
        scribe.number(row.drawn, "count", sources),
        scribe.number(row.heard, "count", sources),
        scribe.number(share, "share", sources, derived=derived),
    )
    return Row(name, cells)


def _count(scribe: Scribe, number: int) -> Datum:
    """Write a count; one that is small tells too much, and is written as «fewer than k»."""
    sources = _sources(scribe, "interviews")
    if not may_count(number, method=scribe.method):
        few = scribe.tell("quality.few", k=scribe.method.disclosure_k)
        return Datum(few, unit="count", grounds=(scribe.say("hidden_ground"),))
    return scribe.number(number, "count", sources, derived=scribe.tell("quality.counted_ground"))


def _few_note(scribe: Scribe) -> str:
    k = scribe.method.disclosure_k
    return scribe.tell("quality.few_note", k=k, last=k - 1)


def _heard(scribe: Scribe, measure: str) -> Source:
    name = scribe.tell("quality.measure_all") if measure == OVERALL else measure
    return Source("interviews", name, simulated=scribe.definition.simulated.voices)


def _sources(scribe: Scribe, table: str) -> tuple[Source, ...]:
    return (Source("table", table, simulated=scribe.definition.simulated.voices),)

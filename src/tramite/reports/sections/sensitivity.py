"""What the result hangs on: tornado, break-even, Sobol indices, and each alternative against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.decisions.sensitivity.influence import DRAWS
from tramite.decisions.sensitivity.swing import Swing
from tramite.reports.charts.sensitivity import influence_chart, tornado_chart
from tramite.reports.charts.strategy import parameter_name, source_name
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.shown import may_show

SHOWN = 10  # parameters of a tornado: the others move less
UNFOLDED = 2  # alternatives whose tornado stands open


def write_sensitivity(scribe: Scribe) -> Section:
    """Write what each alternative's change against today hangs on."""
    comparison = scribe.dossier.comparison
    results = [] if comparison is None else [result for result in comparison.ranked if result.swings]
    blocks: tuple[Block, ...]
    if comparison is None or not results:
        blocks = (Words(_say(scribe, "missing"), tone="absent"),)
    else:
        blocks = tuple(_blocks(scribe, comparison, results))
    return Section("sensitivity", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, comparison: Comparison, results: Sequence[AlternativeResult]) -> Iterator[Block]:
    yield Words(_say(scribe, "lead", level=scribe.level(comparison.level)))
    yield _against(scribe, comparison)
    for result in results[:UNFOLDED]:
        yield Heading(f"sensitivity-{result.name}", result.title.say(scribe.language))
        yield from _tornado(scribe, result)
    if comparison.influences and comparison.best is not None:
        best = comparison.best.title.say(scribe.language)
        yield Heading("sensitivity-influence", _say(scribe, "influence"))
        yield Words(_say(scribe, "influence_lead", title=best))
        yield Picture(
            "sensitivity-influence-chart", _say(scribe, "influence_chart", title=best),
            _say(scribe, "influence_about"), influence_chart(scribe, comparison.influences[:SHOWN]),
        )  # fmt: skip
        yield _influences(scribe, comparison)
    for result in results[UNFOLDED:]:
        title = result.title.say(scribe.language)
        yield Fold(f"sensitivity-{result.name}", title, tuple(_tornado(scribe, result)))
    yield Words(_say(scribe, "limits"))


def _tornado(scribe: Scribe, result: AlternativeResult) -> Iterator[Picture | Grid]:
    title, anchor = result.title.say(scribe.language), f"sensitivity-{result.name}"
    swings = shown_swings(scribe, result.swings)
    yield Picture(
        f"{anchor}-tornado", _say(scribe, "tornado", title=title), _say(scribe, "tornado_about"),
        tornado_chart(scribe, swings, result.change.value or 0.0),
    )  # fmt: skip
    yield _swings(scribe, result, swings, anchor)


def shown_swings(scribe: Scribe, swings: Sequence[Swing]) -> tuple[Swing, ...]:
    """Return the widest swings of what may be shown."""
    allowed = [swing for swing in swings if may_show(swing.parameter.estimate, method=scribe.method)]
    return tuple(allowed[:SHOWN])


def _against(scribe: Scribe, comparison: Comparison) -> Grid:
    """Write how often each course is worth more than each other, and its worst draws."""
    rows = []
    for number, result in enumerate(comparison.results, 1):
        cells: list[Datum] = []
        for other in comparison.results:
            same = other is result
            share = None if same else comparison.p_beats(result.name, other.name)
            cells.append(
                scribe.words("–") if share is None
                else _probability(scribe, share, comparison, result)
            )  # fmt: skip
        derived = _say(scribe, "shortfall_ground")
        short = result.shortfall
        cells.append(
            scribe.words("–") if short is None
            else scribe.number(short, "money", result.evidence, derived=derived)
        )  # fmt: skip
        rows.append(Row(f"{number}. {result.title.say(scribe.language)}", tuple(cells)))
    headers = (
        _say(scribe, "course"),
        *(str(number) for number in range(1, len(rows) + 1)),
        _say(scribe, "shortfall"),
    )
    worst = scribe.level(1 - comparison.level)
    notes = (_say(scribe, "shortfall_note", worst=worst),)
    draws = scribe.figure(comparison.draws, "count")
    caption = _say(scribe, "against", currency=scribe.currency, draws=draws)
    return Grid("sensitivity-against", "sensitivity", caption, headers, tuple(rows), notes)


def _probability(scribe: Scribe, share: float, comparison: Comparison, result: AlternativeResult) -> Datum:
    ground = _say(scribe, "beats_ground", draws=scribe.figure(comparison.draws, "count"))
    cell = scribe.number(share, "share", result.evidence, derived=ground)
    return replace(cell, text=scribe.probability(share))


def _swings(scribe: Scribe, result: AlternativeResult, swings: Sequence[Swing], anchor: str) -> Grid:
    rows = []
    for swing in swings:
        parameter = swing.parameter
        unit, evidence = parameter.estimate.unit, parameter.estimate.evidence
        turn = swing.break_even
        turns = (
            scribe.words(_say(scribe, "never")) if turn is None
            else scribe.number(turn, unit, evidence, derived=_say(scribe, "break_even_ground"))
        )  # fmt: skip
        low, high = (scribe.number(end, unit, evidence) for end in (swing.low, swing.high))
        ground = _say(scribe, "swing_ground")
        at_low, at_high = (
            scribe.number(end, "money", evidence, derived=ground) for end in (swing.at_low, swing.at_high)
        )
        name = parameter_name(scribe, parameter.code, parameter.channel_id)
        grade = scribe.words(parameter.estimate.grade)
        rows.append(Row(name, (low, at_low, high, at_high, turns, grade)))
    keys = ("parameter", "low", "at_low", "high", "at_high", "break_even")
    headers = (*(_say(scribe, key) for key in keys), scribe.say("grade_header"))
    caption = _say(scribe, "swings", title=result.title.say(scribe.language), currency=scribe.currency)
    return Grid(f"{anchor}-swings", "sensitivity", caption, headers, tuple(rows))


def _influences(scribe: Scribe, comparison: Comparison) -> Grid:
    rows = []
    ground = _say(scribe, "influence_ground", draws=scribe.figure(DRAWS, "count"))
    for each in comparison.influences[:SHOWN]:
        cells = tuple(scribe.number(value, "share", (), derived=ground) for value in (each.alone, each.in_all))
        rows.append(Row(source_name(scribe, each.code, each.channel_id), cells))
    headers = tuple(_say(scribe, key) for key in ("source", "alone", "in_all"))
    return Grid(
        "sensitivity-influences", "sensitivity", _say(scribe, "influences"), headers, tuple(rows),
        (_say(scribe, "influence_note"),),
    )  # fmt: skip


def _say(scribe: Scribe, key: str, **values: object) -> str:
    return scribe.tell(f"sensitivity.{key}", **values)

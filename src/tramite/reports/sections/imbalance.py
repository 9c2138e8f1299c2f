"""Imbalances: the rules that fire by euro at stake, the clear ones, and what the others lack (METHOD §3.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tramite.books.imbalance_rule import STAKES, Measure, RuleResult
from tramite.kernel.wording import say
from tramite.reports.charts.imbalance import imbalance_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words


def write_imbalance(scribe: Scribe) -> Section:
    """Write the rules in three tables: those that fire, the clear, the not evaluable."""
    results = scribe.dossier.imbalance
    blocks = tuple(_blocks(scribe, results)) if results else (Words(_say(scribe, "absent"), tone="absent"),)
    return Section("imbalance", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, results: tuple[RuleResult, ...]) -> Iterator[Block]:
    by_status = Counter(result.status for result in results)
    counts = {status: by_status[status] for status in ("fires", "clear", "not_evaluable")}
    yield Words(f"{_say(scribe, 'lead')} {_say(scribe, 'count', **counts)}")
    fires, clear, lacking = ([r for r in results if r.status == status] for status in counts)
    if fires:
        yield _fires(scribe, fires)
    else:
        yield Words(_say(scribe, "none_fires"))
    valued = [result for result in fires if result.at_stake]
    if valued:
        title, about = _say(scribe, "chart"), _say(scribe, "chart_about")
        yield Picture("imbalance-chart", title, about, imbalance_chart(scribe, valued))
    if clear:
        yield _clear(scribe, clear)
    if lacking:
        yield _lacking(scribe, lacking)


def _fires(scribe: Scribe, results: list[RuleResult]) -> Grid:
    headers = [_say(scribe, "rule"), scribe.say("channel")]
    headers += [_say(scribe, key) for key in ("measured", "limit", "certainty", "stake", "severity")]
    rows = [Row(_label(scribe, r), _fired(scribe, r), about=_about(scribe, r)) for r in results]
    caption = _say(scribe, "fires_caption", period=_period(scribe), currency=scribe.currency)
    notes = (_say(scribe, "stake_note"), _say(scribe, "certainty_note"), *_left_out(scribe, results))
    return Grid("imbalance-fires", "imbalance", caption, tuple(headers), tuple(rows), notes)


def _fired(scribe: Scribe, result: RuleResult) -> tuple[Datum, ...]:
    definition = _say(scribe, f"{result.rule}_stake")
    derived = _say(scribe, "at_stake_ground", definition=definition)
    if result.at_stake is None:
        derived = _say(scribe, "at_stake_missing")
    stake = scribe.number(result.at_stake, "money", result.evidence, derived=derived)
    kind = _say(scribe, f"kind_{STAKES[result.rule]}")
    return (
        scribe.words(_channel(scribe, result)),
        *_measured(scribe, result),
        _certainty(scribe, result),
        stake if result.at_stake is None else replace(stake, below=(kind,)),
        scribe.number(result.severity, "share", result.evidence, derived=derived),
    )


def _clear(scribe: Scribe, results: list[RuleResult]) -> Grid:
    headers = (
        _say(scribe, "rule"), scribe.say("channel"), _say(scribe, "measured"), _say(scribe, "limit"),
        _say(scribe, "certainty"),
    )  # fmt: skip
    rows = [Row(_label(scribe, r), _cleared(scribe, r), about=_about(scribe, r)) for r in results]
    caption = _say(scribe, "clear_caption", period=_period(scribe))
    return Grid("imbalance-clear", "imbalance", caption, headers, tuple(rows), _left_out(scribe, results))


def _cleared(scribe: Scribe, result: RuleResult) -> tuple[Datum, ...]:
    return (scribe.words(_channel(scribe, result)), *_measured(scribe, result), _certainty(scribe, result))


def _certainty(scribe: Scribe, result: RuleResult) -> Datum:
    return scribe.words(_say(scribe, f"certainty_{result.certainty}"))


def _lacking(scribe: Scribe, results: list[RuleResult]) -> Grid:
    """Write one row per rule and lack: channels that lack the same stand together."""
    headers = (
        _say(scribe, "rule"), scribe.say("channel"), _say(scribe, "missing"), _say(scribe, "measured"),
    )  # fmt: skip
    alike: dict[tuple[str, tuple[object, ...], bool], list[RuleResult]] = {}
    for place, result in enumerate(results):
        apart = (str(place),) if result.measures else ()
        alike.setdefault((result.rule, (*result.missing, *apart), bool(result.measures)), []).append(result)
    rows = [
        Row(
            _label(scribe, group[0]),
            (
                scribe.words(", ".join(scribe.channel(result.channel_id) for result in group)),
                scribe.words("; ".join(missing.say(scribe.language) for missing in group[0].missing)),
                _measured(scribe, group[0])[0] if group[0].measures else scribe.words("–"),
            ),
            about=_say(scribe, f"{group[0].rule}_about"),
        )
        for group in alike.values()
    ]
    caption = _say(scribe, "missing_caption")
    return Grid("imbalance-missing", "imbalance", caption, headers, tuple(rows),
                (_say(scribe, "few_note"), *_left_out(scribe, results)))  # fmt: skip


def _measured(scribe: Scribe, result: RuleResult) -> tuple[Datum, Datum]:
    """Write the first measure and its limit as numbers, the others below them."""
    first, *others = result.measures
    name = _say(scribe, f"measure_{first.code}")
    marks = "*" if result.left_out else ""
    found = scribe.number(first.value, first.unit, result.evidence, derived=name, marks=marks)
    limit = scribe.words("–")
    if first.limit is not None:
        limit = scribe.number(first.limit, first.unit, result.evidence, derived=name)
    below = (name, *_interval(scribe, first), *(_said(scribe, measure) for measure in others))
    return Datum(found.text, found.value, found.unit, below, found.marks, found.grounds), limit


def _interval(scribe: Scribe, measure: Measure) -> Iterator[str]:
    if measure.lower is not None and measure.upper is not None:
        low, high = (scribe.figure(end, measure.unit) for end in (measure.lower, measure.upper))
        yield scribe.say("from_to", low=low, high=high)


def _said(scribe: Scribe, measure: Measure) -> str:
    text = f"{_say(scribe, f'measure_{measure.code}')}: {scribe.figure(measure.value, measure.unit)}"
    return text if measure.limit is None else f"{text} ({scribe.figure(measure.limit, measure.unit)})"


def _label(scribe: Scribe, result: RuleResult) -> str:
    return f"{result.rule} {_say(scribe, result.rule)}"


def _about(scribe: Scribe, result: RuleResult) -> str:
    about = _say(scribe, f"{result.rule}_about")
    if result.status != "fires":
        return about
    return f"{about} {_say(scribe, 'at_stake_ground', definition=_say(scribe, f'{result.rule}_stake'))}"


def _channel(scribe: Scribe, result: RuleResult) -> str:
    return scribe.channel(result.channel_id)


def _left_out(scribe: Scribe, results: list[RuleResult]) -> tuple[str, ...]:
    lines = dict.fromkeys(line for result in results for line in result.left_out)
    if not lines:
        return ()
    return (_say(scribe, "left_out_note", lines=", ".join(scribe.line(line) for line in lines)),)


def _period(scribe: Scribe) -> str:
    return scribe.period(scribe.dossier.statement.period)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return say(f"rules.{key}", scribe.language, **params)

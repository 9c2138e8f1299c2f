"""How right is today's strategy? Verdict, what stands behind it, what is worth knowing (METHOD §3.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.decisions.comparison import Comparison, ParameterWorth, Strategy
from tramite.kernel.provenance import Source
from tramite.reports.charts.strategy import parameter_name, regret_chart, worth_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.feasible import write_feasible

_SHOWN = 10  # parameters in the table of what is worth knowing


def write_strategy(scribe: Scribe) -> Section:
    """Write the verdict on today's strategy among the alternatives that were simulated."""
    comparison = scribe.dossier.comparison
    blocks: tuple[Block, ...]
    if comparison is None or comparison.strategy is None:
        blocked = comparison is not None and bool(comparison.ranked)
        absent = scribe.tell("front.strategy_blocked") if blocked else _say(scribe, "missing")
        blocks = (Words(absent, tone="absent"),)
    else:
        blocks = tuple(_blocks(scribe, comparison, comparison.strategy))
    if comparison is not None:
        blocks = (*blocks, *write_feasible(scribe, comparison))
    return Section("strategy", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, comparison: Comparison, strategy: Strategy) -> Iterator[Block]:
    found = strategy.correctness
    yield Words(_say(scribe, "lead", count=len(found.regret)))
    yield Words(_say(scribe, f"verdict_{found.verdict}"), points=tuple(_points(scribe, comparison, strategy)))
    yield Picture(
        "strategy-regret", _say(scribe, "regret_chart", level=scribe.level(comparison.level)),
        _say(scribe, "regret_about"), regret_chart(scribe, comparison, found),
    )  # fmt: skip
    yield _alternatives(scribe, comparison, strategy)
    yield Heading("strategy-worth", _say(scribe, "worth"))
    known = [each for each in strategy.worth if each.worth.value > 0]
    everything = found.worth_of_knowing.value
    if not known and everything > 0:
        yield Words(_say(scribe, "worth_none_alone", everything=scribe.brief(everything)))
    elif not known:
        yield Words(_say(scribe, "worth_nothing"))
    else:
        yield Words(_say(scribe, "worth_lead"))
        yield Picture(
            "strategy-worth-chart", _say(scribe, "worth_chart"), _say(scribe, "worth_about"),
            worth_chart(scribe, known[:_SHOWN]),
        )  # fmt: skip
        yield _worth(scribe, known[:_SHOWN])
    yield Words(_say(scribe, "limits"))


def _points(scribe: Scribe, comparison: Comparison, strategy: Strategy) -> Iterator[str]:
    found = strategy.correctness
    best = comparison.result(found.best).title.say(scribe.language)
    yield _say(
        scribe, "near_best", share=scribe.probability(found.p_near_best, comparison.draws),
        tolerance=scribe.brief(found.tolerance),
    )  # fmt: skip
    if found.best == comparison.results[0].name:
        yield _say(scribe, "today_best")
    elif found.correctable_loss > 0:
        yield _say(scribe, "loss", best=best, loss=scribe.brief(found.correctable_loss))
    else:
        yield _say(scribe, "loss_none", best=best, loss=scribe.brief(found.correctable_loss))
    if found.assumed_share is not None:
        yield _say(scribe, "assumed", share=scribe.figure(found.assumed_share, "share"))
    turning, parameter = found.turning, strategy.turning
    if turning is not None and parameter is not None:
        unit = parameter.estimate.unit
        name = parameter_name(scribe, parameter.code, parameter.channel_id)
        value, mean = (scribe.measure(x, unit) for x in (turning.value, turning.mean))
        yield _say(scribe, "turning", parameter=name, value=value, mean=mean)
    elif found.best != comparison.results[0].name:
        yield _say(scribe, "turning_none")
    yield _say(scribe, "safest", safest=comparison.result(found.safest).title.say(scribe.language))
    yield _say(scribe, f"grade_{strategy.grade}")


def _alternatives(scribe: Scribe, comparison: Comparison, strategy: Strategy) -> Grid:
    found = strategy.correctness
    rows = []
    for result in comparison.results:
        if result.name not in found.regret:
            continue  # it is no choice
        derived = _say(scribe, "regret_ground", level=scribe.level(comparison.level))
        marks = [_say(scribe, "is_best")] if result.name == found.best else []
        marks += [_say(scribe, "is_safest")] if result.name == found.safest else []
        cells = (
            scribe.estimate(result.value, sources=result.evidence),
            _money(scribe, found.regret[result.name], result.evidence, derived),
            scribe.words(", ".join(marks) or "–"),
        )
        rows.append(Row(result.title.say(scribe.language), cells))
    headers = (
        scribe.say("alternative"), scribe.say("value"),
        _say(scribe, "regret", level=scribe.level(comparison.level)), _say(scribe, "reading"),
    )  # fmt: skip
    caption = _say(scribe, "table", currency=scribe.currency, months=comparison.months)
    return Grid("strategy-alternatives", "strategy", caption, headers, tuple(rows), (_say(scribe, "regret_note"),))


def _worth(scribe: Scribe, worth: list[ParameterWorth]) -> Grid:
    rows = []
    for each in worth:
        derived = _say(scribe, "worth_ground", error=scribe.brief(each.worth.standard_error, currency=False))
        cells = (
            _money(scribe, each.worth.value, each.evidence, derived),
            scribe.words(each.grade),
        )
        rows.append(Row(parameter_name(scribe, each.code, each.channel_id), cells))
    headers = (scribe.say("parameter"), _say(scribe, "worth_value"), scribe.say("grade_header"))
    caption = _say(scribe, "worth_table", currency=scribe.currency)
    return Grid("strategy-worth-table", "strategy", caption, headers, tuple(rows), (_say(scribe, "worth_note"),))


def _money(scribe: Scribe, amount: float, sources: tuple[Source, ...], derived: str) -> Datum:
    """Write simulated money as briefly as it is known."""
    cell = scribe.number(amount, "money", sources, derived=derived)
    return replace(cell, text=scribe.measure(amount, "money"))


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"strategy.{key}", **params)

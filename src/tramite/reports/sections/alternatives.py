"""Each alternative taken apart: waterfall, paths by month, partners, parameters (METHOD §5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.kernel.wording import say
from tramite.reports.charts.paths import change_chart, ebitda_chart
from tramite.reports.charts.waterfall import bars, step_label, waterfall_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.cash import write_cash
from tramite.reports.sections.feasible import write_loads

UNFOLDED = 2  # alternatives that stand open, the best first


def write_alternatives(scribe: Scribe) -> Section:
    """Write what stands behind the answer for each alternative."""
    comparison = scribe.dossier.comparison
    results = comparison.ranked if comparison else ()
    blocks: list[Block] = []
    if comparison is None or not results:
        blocks.append(Words(scribe.say("comparison_missing"), tone="absent"))
    else:
        blocks.append(Words(scribe.say(
            "alternatives_lead", draws=scribe.figure(comparison.draws, "count"), seed=comparison.seed,
            months=comparison.months, first=scribe.day(comparison.first_month, "month"),
            rate=scribe.level(scribe.dossier.method.discount_rate),
        )))  # fmt: skip
        for result in results[:UNFOLDED]:
            title = scribe.say("alternative_title", title=result.title.say(scribe.language), grade=result.grade)
            blocks.append(Heading(f"alt-{result.name}", title))
            blocks += _alternative(scribe, comparison, result)
            blocks.append(
                Fold(f"alt-{result.name}-ground", scribe.say("parameters_fold"), (_parameters(scribe, result),))
            )
        for result in results[UNFOLDED:]:
            title = scribe.say("alternative_title", title=result.title.say(scribe.language), grade=result.grade)
            inside = (*_alternative(scribe, comparison, result), _parameters(scribe, result))
            blocks.append(Fold(f"alt-{result.name}", title, inside))
    return Section("alternatives", scribe.say("alternatives"), tuple(blocks), scribe.badge("books", "voices"))


def _alternative(
    scribe: Scribe, comparison: Comparison, result: AlternativeResult
) -> Iterator[Words | Picture | Grid]:
    title, anchor = result.title.say(scribe.language), f"alt-{result.name}"
    today = next((other for other in comparison.results if other.p_better is None), None)
    chart = waterfall_chart(scribe, result, today=today)
    yield Picture(
        f"{anchor}-waterfall", scribe.chart("waterfall", title=title), scribe.chart("waterfall_about"), chart
    )
    yield _steps(scribe, result, f"{anchor}-steps")
    if today is not None:
        chart = ebitda_chart(scribe, comparison, result, today=today)
        yield Picture(f"{anchor}-ebitda", scribe.chart("ebitda", title=title), scribe.chart("ebitda_about"), chart)
    chart = change_chart(scribe, comparison, result)
    yield Picture(f"{anchor}-change", scribe.chart("change", title=title), scribe.chart("change_about"), chart)
    yield from write_cash(scribe, comparison, result)
    yield from write_loads(scribe, comparison, result)
    yield _partners(scribe, result, f"{anchor}-partners")
    yield Words(scribe.say("stranded_note"))


def _steps(scribe: Scribe, result: AlternativeResult, grid_id: str) -> Grid:
    rows = [
        Row(
            step_label(scribe, bar),
            (scribe.number(bar.end - bar.start, "money", result.evidence, derived=scribe.say("step_ground")),),
        )
        for bar in bars(result)
    ]
    total = scribe.number(result.change.value, "money", result.evidence, derived=scribe.say("total_ground"))
    rows.append(Row(scribe.say("change_value"), (total,), "subtotal"))
    headers = (scribe.say("step"), scribe.say("amount"))
    caption = scribe.say("steps_caption", title=result.title.say(scribe.language), currency=scribe.currency)
    return Grid(grid_id, "steps", caption, headers, tuple(rows))


def _partners(scribe: Scribe, result: AlternativeResult, grid_id: str) -> Grid:
    rows = [
        Row(
            scribe.say("partner_earnings", channel=scribe.channel(channel)),
            (scribe.estimate(estimate, sources=result.evidence), scribe.words(estimate.grade)),
        )
        for channel, estimate in result.partner_earnings.items()
    ]
    derived = scribe.say("stranded_ground")
    stranded = scribe.number(result.stranded_overhead, "money", result.evidence, derived=derived)
    grade = scribe.words(result.grade)
    rows.append(Row(scribe.say("stranded"), (stranded, grade), "memo"))
    headers = (scribe.say("effect"), scribe.say("amount"), scribe.say("grade_header"))
    caption = scribe.say("partners_caption", title=result.title.say(scribe.language), currency=scribe.currency)
    return Grid(grid_id, "partners", caption, headers, tuple(rows))


def _parameters(scribe: Scribe, result: AlternativeResult) -> Grid:
    rows = []
    for parameter in result.parameters:
        place = scribe.destination(parameter.channel_id) if parameter.channel_id else ""
        label = say(f"parameters.{parameter.code}", scribe.language, channel=place)
        cell = scribe.estimate(parameter.estimate)
        shown = cell.estimate is not None
        ground = scribe.words("; ".join(scribe.grounds(parameter.estimate.evidence)) if shown else cell.title)
        grade = scribe.words(parameter.estimate.grade)
        rows.append(Row(label, (cell, grade, ground)))
    headers = tuple(scribe.say(key) for key in ("parameter", "estimate", "grade_header", "ground"))
    caption = scribe.say("parameters_caption", title=result.title.say(scribe.language), currency=scribe.currency)
    return Grid(f"alt-{result.name}-parameters", "parameters", caption, headers, tuple(rows))

"""The question first: what each alternative does, in a table, and how to read it (METHOD R21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tramite.books.lines import COMPANY
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.decisions.missing import Missing
from tramite.kernel.estimate import Estimate
from tramite.reports.charts.changes import marked_title
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Section, Words


def write_question(scribe: Scribe) -> Section:
    """Write the answer in short: change, interval, probability of being better, grade."""
    comparison = scribe.dossier.comparison
    blocks: list[Block] = []
    refused = {name: count for name, count in scribe.dossier.refused.items() if count}
    if refused:
        count = scribe.figure(sum(refused.values()), "count")
        blocks.append(Words(scribe.say("refused_warning", count=count, tables=", ".join(refused)), tone="warning"))
    if comparison is None or not (comparison.results or comparison.not_simulated):
        blocks.append(Words(scribe.say("comparison_missing"), tone="absent"))
    else:
        blocks += _answer(scribe, comparison)
    return Section("question", scribe.say("question"), tuple(blocks), scribe.badge("books", "voices"))


def _answer(scribe: Scribe, comparison: Comparison) -> Iterator[Block]:
    results = comparison.ranked
    yield Words(scribe.say("question_lead", months=comparison.months))
    if results:
        yield _summary(scribe, comparison, results)
        left_out = scribe.dossier.statement.cell(COMPANY, "ebitda").left_out
        if left_out:
            lines = ", ".join(scribe.line(code) for code in left_out)
            yield Words(scribe.say("question_left_out", lines=lines), tone="warning")
        yield Words(scribe.say("in_words"), points=tuple(_readings(scribe, results)))
    unknown = tuple(_unknown(scribe, results))
    if unknown:
        yield Words(scribe.say("effects_left_out_lead"), points=unknown, tone="warning")
    if comparison.not_simulated:
        points = tuple(
            scribe.say(
                "not_simulated",
                title=item.title.say(scribe.language),
                missing=", ".join(_lacks(scribe, item.missing)),
            )
            for item in comparison.not_simulated
        )
        yield Words(scribe.say("not_simulated_lead"), points=points, tone="absent")


def _unknown(scribe: Scribe, results: Sequence[AlternativeResult]) -> Iterator[str]:
    """Name each effect or cost of which nothing is known, once, and the alternatives without it."""
    without: dict[str, list[str]] = {}
    for result in results:
        for effect in _lacks(scribe, result.left_out):
            without.setdefault(effect, []).append(marked_title(scribe, result))
    for effect, titles in without.items():
        yield scribe.say("effects_left_out", effect=effect, titles="; ".join(titles))


def _lacks(scribe: Scribe, lacking: Iterable[Missing]) -> list[str]:
    return [missing.named(scribe.language, scribe.channel(missing.channel_id)) for missing in lacking]


def _summary(scribe: Scribe, comparison: Comparison, results: Sequence[AlternativeResult]) -> Grid:
    rows = []
    for result in results:
        derived = scribe.say("p_better_ground", draws=scribe.figure(comparison.draws, "count"))
        p_better = scribe.number(result.p_better, "share", result.evidence, derived=derived)
        if result.p_better is not None:
            p_better = replace(p_better, text=scribe.probability(result.p_better, comparison.draws))
        cells = (
            scribe.estimate(result.change, sources=result.evidence),
            scribe.estimate(result.value, sources=result.evidence),
            p_better,
            scribe.words(result.grade),
        )
        rows.append(Row(marked_title(scribe, result), cells))
    today = [result for result in comparison.results if result.p_better is None]
    for result in today:
        value = scribe.estimate(result.value, sources=result.evidence)
        cells = (scribe.words("–"), value, scribe.words("–"), scribe.words(result.grade))
        rows.insert(0, Row(result.title.say(scribe.language), cells, "memo"))
    headers = tuple(
        scribe.say(key) for key in ("alternative", "change_value", "value", "p_better", "grade_header")
    )
    caption = scribe.say(
        "question_caption", months=comparison.months, currency=comparison.currency,
        level=scribe.level(comparison.level), first=scribe.day(comparison.first_month, "month"),
    )  # fmt: skip
    return Grid("answer", "alternatives", caption, headers, tuple(rows), (scribe.say("contribution_note"),))


def _readings(scribe: Scribe, results: Sequence[AlternativeResult]) -> Iterator[str]:
    """Say which alternatives are better than today, worse, or neither for sure; and what their grades mean."""
    signs: dict[str, list[str]] = {}
    for result in results:
        signs.setdefault(_sign(result.change), []).append(marked_title(scribe, result))
    for sign in ("better", "unsure", "worse", "missing"):
        if sign in signs:
            yield scribe.say(f"answer_{sign}", titles="; ".join(signs[sign]))
    for grade in sorted({result.grade for result in results}):
        yield scribe.say(f"sentence_grade_{grade}")


def _sign(change: Estimate) -> str:
    if change.value is None or change.lower is None or change.upper is None:
        return "missing"
    return "unsure" if change.lower <= 0 <= change.upper else "better" if change.lower > 0 else "worse"

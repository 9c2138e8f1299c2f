"""The command that prints what was answered: ``results``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.beliefs.px.index import PxResult, PxScore
from tramite.cli.speaking import TERMINAL, SpeaksOption, chosen, out, told_plainly
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, say
from tramite.reports.answer_words import domain_name, part_of, side_name, topic_of
from tramite.voices.asking.bank import PILLARS
from tramite.voices.estimation.answers import ItemAnswers
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.workflows.results import Results, case_results

MEASURES = ("px", *PILLARS)


class Counts(StrEnum):
    """How partners count."""

    VOTE = "vote"
    REVENUE = "revenue"
    POTENTIAL = "potential"


def _help(name: str) -> str:
    return say(f"results.{name}", TERMINAL)


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
ItemOption = Annotated[list[str] | None, typer.Option("--item", "-i", metavar="ID", help=_help("item_option"))]
ChannelOption = Annotated[str | None, typer.Option("--channel", "-c", metavar="ID", help=_help("channel_option"))]
CountsOption = Annotated[list[Counts] | None, typer.Option("--weighting", "-w", help=_help("weighting_option"))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=_help("output_option"))]


def results(
    case: CasePath,
    item: ItemOption = None,
    channel: ChannelOption = None,
    weighting: CountsOption = None,
    language: SpeaksOption = None,
    output: OutputOption = None,
) -> None:
    """Print the PX index by channel, then the items asked for."""
    with told_plainly():
        speaks = chosen(language)
        asked = weighting or [Counts.VOTE, Counts.REVENUE]
        views: list[SurveyWeighting] = [v for v in ("vote", "revenue", "potential") if Counts(v) in asked]
        done = case_results(case, items=item or (), channel=channel, weightings=views, output=output)
        _print(done, speaks)


def _print(done: Results, language: Language) -> None:
    if done.px is None:
        out.print(say("results.no_voices", language))
    else:
        for view in done.weightings:
            if view != "potential":
                _print_px(done, done.px, view, language)
    for one in done.items:
        _print_item(done, one, language)
    for note in _notes(done, language):
        out.print(escape(note))


def _print_px(done: Results, px: PxResult, view: SurveyWeighting, language: Language) -> None:
    scores: dict[tuple[str, str], PxScore] = {
        (score.channel_id, score.measure): score for score in px.scores if score.weighting == view
    }
    level = f"{done.definition.method.interval_level:.0%}"
    name = done.definition.name.say(language)
    out.print(escape(say(
        "results.px_title", language, name=name, weighting=say(f"px.{view}", language), level=level
    )))  # fmt: skip
    table = Table(say("results.column_channel", language))
    for measure in MEASURES:
        table.add_column(say(f"px.{measure}", language), justify="right")
    for column in ("n", "reading", "grade"):
        table.add_column(say(f"results.column_{column}", language))
    for channel in dict.fromkeys(channel for channel, _ in scores):
        if done.channel not in (None, channel):
            continue
        px_score = scores[channel, "px"]
        told = [_score(scores[channel, measure], language) for measure in MEASURES]
        reading = say(f"px.reading_{px_score.reading}", language)
        table.add_row(
            escape(domain_name(channel, done.definition, language)), *told, *_sample(px_score.estimate),
            reading, *_grade(px_score.estimate),
        )  # fmt: skip
    out.print(table)


def _score(score: PxScore, language: Language) -> str:
    if score.estimate.value is None:
        return say(f"px.hidden_{score.hidden_because}", language) if score.hidden_because else "–"
    return _number(score.estimate, language)


def _print_item(done: Results, one: ItemAnswers, language: Language) -> None:
    topic, side = topic_of(one.item, language), side_name(one.side, language)
    cells = [cell for cell in one.table.cells if done.channel in (None, cell.domain)]
    if not cells:
        out.print(escape(say("results.nobody", language, item=one.item.id)))
        return
    for view in dict.fromkeys(cell.weighting for cell in cells):
        named = f"px.{view}" if one.side == "partner" and view != "potential" else (
            "survey.by_potential" if view == "potential" else "results.view_each")  # fmt: skip
        out.print(escape(say("results.item_title", language, item=one.item.id, topic=topic, side=side,
                             weighting=say(named, language))))  # fmt: skip
        out.print(_table(done, one, [cell for cell in cells if cell.weighting == view], language))


def _table(done: Results, one: ItemAnswers, cells: list[MeasureCell], language: Language) -> Table:
    heads = ["channel"] if one.rating else ["channel", "part"]
    table = Table(*(say(f"results.column_{name}", language) for name in heads))
    for name, justify in (("value", "right"), ("n", "right"), ("reading", "left"), ("grade", "left")):
        table.add_column(
            say(f"results.column_{name}", language), justify="right" if justify == "right" else "left"
        )
    before = ""
    for cell in cells:
        names = [domain_name(cell.domain, done.definition, language) if cell.domain != before else ""]
        if names[0] and before:
            table.add_section()
        before = cell.domain
        if not one.rating:
            names.append(part_of(one.item, cell.key, done.bank, done.definition, language))
        shown = cell.mean is not None
        value = _number(cell.estimate, language) if shown else cell.say(language)
        table.add_row(
            *map(escape, names), value, *(_sample(cell.estimate) if shown else ("",)),
            say(f"px.reading_{cell.reading}", language), *(_grade(cell.estimate) if shown else ("",)),
        )  # fmt: skip
    return table


def _number(estimate: Estimate, language: Language) -> str:
    text = figure(estimate.value, estimate.unit, language)
    if estimate.lower is None or estimate.upper is None:
        return text
    low, high = (figure(end, estimate.unit, language) for end in (estimate.lower, estimate.upper))
    return f"{text} ({low} – {high})"


def _sample(estimate: Estimate) -> tuple[str]:
    if estimate.value is None:
        return ("",)
    return (f"{estimate.n}" if estimate.N is None else f"{estimate.n}/{estimate.N}",)


def _grade(estimate: Estimate) -> tuple[str]:
    return ("" if estimate.value is None else estimate.grade.value,)


def _notes(done: Results, language: Language) -> Iterator[str]:
    others = ", ".join(one.item.id for one in done.items if one.side != "partner")
    if others and done.weightings != ("vote",):
        yield say("results.sides_by_vote", language, items=others)
    if done.refused:
        yield say("results.refused", language, count=figure(done.refused, "count", language))
    if done.definition.simulated.voices:
        yield say("dossier.simulated_voices", language)
    if done.file is not None:
        yield say("results.written", language, file=done.file)

"""The command that simulates alternatives: ``compare``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.progress import stages
from tramite.cli.speaking import TERMINAL, SpeaksOption, chosen, out, told_plainly
from tramite.decisions.comparison import Comparison, Strategy
from tramite.decisions.missing import Missing
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, say
from tramite.workflows.case import open_case
from tramite.workflows.comparison import STAGES
from tramite.workflows.comparison import compare as compare_alternatives

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
Names = Annotated[list[str] | None, typer.Argument(metavar="ALTERNATIVE", help=say("cli.names", TERMINAL))]


def compare(
    case: CasePath,
    alternatives: Names = None,
    language: SpeaksOption = None,
) -> None:
    """Simulate alternatives against today."""
    with told_plainly():
        with stages(STAGES) as progress:
            progress("read")
            opened = open_case(case)
            found = compare_alternatives(opened, *(alternatives or ()), progress=progress)
        _print(found, opened.definition, chosen(language))


def _print(comparison: Comparison, definition: CaseDefinition, language: Language) -> None:
    """Print each alternative against today: change with interval, probability of being better, grade."""
    names = ("alternative", "change", "p_better", "grade")
    table = Table(*(say(f"cli.column_{name}", language) for name in names))
    for result in comparison.results[1:]:
        change = result.change
        interval = say(
            "figures.interval", language, level=f"{change.level:.0%}",
            **{
                name: figure(value, "money", language, comparison.currency)
                for name, value in (("value", change.value), ("low", change.lower), ("high", change.upper))
            },
        )  # fmt: skip
        table.add_row(
            result.title.say(language), interval, figure(result.p_better, "share", language), result.grade.value
        )
    out.print(table)
    if comparison.strategy is not None:
        _print_verdict(comparison, comparison.strategy, definition, language)
    for lacking in comparison.not_simulated:
        missing = "; ".join(_missing(item, definition, language) for item in lacking.missing)
        out.print(say("cli.not_simulated", language, name=lacking.title.say(language), missing=missing))
    for result in comparison.results:
        if not result.feasible:
            by = ", ".join(dict.fromkeys(say(f"feasible.{bar.by}", language) for bar in result.bars))
            out.print(say("feasible.no_choice", language, title=result.title.say(language), by=by))
    _print_law(comparison, definition, language)
    out.print(say("cli.comparison_note", language, months=comparison.months, draws=comparison.draws))
    if definition.simulated.voices and definition.simulated.note is not None:
        out.print(f"[yellow]{escape(definition.simulated.note.say(language))}[/]")


def _print_law(comparison: Comparison, definition: CaseDefinition, language: Language) -> None:
    lines = [
        say(
            "law.line", language, title=comparison.title(name).say(language), rule=flag.say(language),
            channel=_place(flag.channel_id, definition, language), source=flag.source(language),
            weight=say(f"law.severity_{flag.severity}", language),
        )
        for name, flags in comparison.law.items()
        for flag in flags
    ]  # fmt: skip
    if lines:
        out.print(say("law.cli_lead", language))
        for line in lines:
            out.print(f"- {escape(line)}")


def _place(channel_id: str | None, definition: CaseDefinition, language: Language) -> str:
    return _channel(channel_id, definition, language) or say("law.company", language)


def _print_verdict(
    comparison: Comparison, strategy: Strategy, definition: CaseDefinition, language: Language
) -> None:
    """Print how right today is, and what the best alternative hangs on most."""
    found = strategy.correctness
    share = figure(found.p_near_best, "share", language)
    out.print(escape(say(f"front.verdict_{found.verdict}", language, share=share, grade=strategy.grade.value)))
    best = comparison.best
    if best is None or not best.swings:
        return
    widest = best.swings[0]
    opened = {} if comparison.market is None else comparison.market.opened
    channel = _channel(widest.parameter.channel_id, definition, language, opened)
    name = say(f"parameters.{widest.parameter.code}", language, channel=channel)
    ends = sorted((widest.at_low, widest.at_high))
    low, high = (figure(end, "money", language, comparison.currency) for end in ends)
    out.print(escape(say("cli.hangs", language, title=best.title.say(language), name=name, low=low, high=high)))


def _missing(item: Missing, definition: CaseDefinition, language: Language) -> str:
    return item.named(language, _channel(item.channel_id, definition, language))


def _channel(
    channel_id: str | None,
    definition: CaseDefinition,
    language: Language,
    opened: Mapping[str, Name] | None = None,
) -> str:
    if channel_id is None:
        return ""
    name = (opened or {}).get(channel_id) or definition.channel(channel_id).name
    return name.say(language)

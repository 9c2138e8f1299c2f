"""The command that says what to ask next: ``ask``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.progress import stages
from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.decisions.information.next_wave import NextWave
from tramite.kernel.wording import say
from tramite.reports.asking import answer, as_known, pays_together, where_to_look
from tramite.reports.charts.strategy import parameter_name
from tramite.reports.hand import Hand
from tramite.reports.leaf import Writer
from tramite.workflows.next_wave import STAGES, ask_next

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
BudgetOption = Annotated[float | None, typer.Option("--budget", min=0, help=say("ask.option_budget", TERMINAL))]
ListOption = Annotated[bool, typer.Option("--list", help=say("ask.option_list", TERMINAL))]


def ask(case: CasePath, budget: BudgetOption = None, save: ListOption = False) -> None:
    """Say what to ask next in a case."""
    with told_plainly():
        with stages(STAGES) as progress:
            done = ask_next(case, budget=budget, save=save, progress=progress)
        hand = Writer(done.definition, TERMINAL)
        if done.found is None:
            out.print(hand.tell("ask.missing"))
            return
        sentence, points = answer(hand, done.found)
        out.print(f"[bold]{escape(sentence)}[/]")
        for point in points:
            out.print(escape(f"· {point}"))
        for pair in done.found.pairs:
            out.print(escape(pays_together(hand, pair)))
        _print_elsewhere(hand, done.found)
        if done.file is not None:
            out.print(hand.tell("ask.written", file=done.file))
        if done.definition.simulated.voices:
            out.print(f"[yellow]{escape(hand.badge('voices'))}[/]")


def _print_elsewhere(hand: Hand, found: NextWave) -> None:
    """Print what no interview tells, and where to look."""
    if not found.elsewhere:
        return
    heads = (hand.say("parameter"), hand.tell("ask.where"), hand.tell("ask.ceiling"), hand.say("grade_header"))
    table = Table(*heads, title=hand.tell("ask.elsewhere"), title_justify="left")
    for each in found.elsewhere:
        table.add_row(
            escape(parameter_name(hand, each.code, each.channel_id)), escape(where_to_look(hand, each)),
            hand.brief(as_known(each.worth.value, each.worth.standard_error)), each.grade.value,
        )  # fmt: skip
    out.print(table)

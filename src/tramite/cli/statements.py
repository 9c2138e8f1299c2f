"""The command that prints the income statement by any cut: ``statement``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.books.cells import Cell
from tramite.books.lines import BY_CODE, UNALLOCATED
from tramite.books.places import DIMENSIONS, Dimension, Place
from tramite.books.statement_cut import StatementCut
from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.figures import figure
from tramite.kernel.periods import Period
from tramite.kernel.wording import say
from tramite.workflows.statement import CutStatement, cut_statement

PLACES_SHOWN = 60
SHOWN = ("net_sales", "gross_margin", "cm1", "cm2", "ebitda")


class By(StrEnum):
    """What the statement is cut by."""

    CHANNEL = "channel"
    SEGMENT = "segment"
    LINE = "line"
    PARTNER = "partner"
    MONTH = "month"


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
ByOption = Annotated[list[By] | None, typer.Option("--by", "-b", help=say("cuts.by_option", TERMINAL))]
LinesOption = Annotated[list[str] | None, typer.Option("--show", "-s", help=say("cuts.show_option", TERMINAL))]
MonthOption = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM", help=say("cuts.from_option", TERMINAL))
]
UntilOption = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help=say("cuts.to_option", TERMINAL))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("cuts.output_option", TERMINAL))]


def statement(
    case: CasePath,
    by: ByOption = None,
    show: LinesOption = None,
    first: MonthOption = None,
    last: UntilOption = None,
    output: OutputOption = None,
) -> None:
    """Print the income statement by channel, segment, product line, partner, month, or any mix."""
    with told_plainly():
        wanted = by or [By.CHANNEL]
        dimensions: list[Dimension] = [d for d in DIMENSIONS if By(d) in wanted]
        months = By.MONTH in wanted
        lines = _known(show or SHOWN)
        done = cut_statement(
            case, by=dimensions or ["channel"], period=_period(first, last), months=months, output=output
        )
        _print(done, lines, months)


def _known(lines: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    unknown = [line for line in lines if line not in BY_CODE]
    if unknown:
        known = ", ".join(BY_CODE)
        raise InputRefused(Fault("--show", "not_allowed", value=line, hint=known) for line in unknown)
    return tuple(lines)


def _period(first: str | None, last: str | None) -> Period | None:
    if first is None and last is None:
        return None
    faults = []
    found: list[date] = []
    for name, text in (("--from", first or last), ("--to", last or first)):
        try:
            found.append(date.fromisoformat(f"{text}-01"))
        except ValueError:
            faults.append(Fault(name, "not_month", value=str(text)))
    if not faults and found[0] > found[1]:
        faults.append(Fault("--to", "before_first", value=str(last), hint=str(first)))
    if faults:
        raise InputRefused(faults)
    return Period(*found)


def _print(done: CutStatement, lines: tuple[str, ...], months: bool) -> None:
    cut = done.cut
    name = done.definition.name.say(TERMINAL)
    out.print(say("cuts.title", TERMINAL, period=cut.period, currency=cut.currency, name=name))
    heads = [*cut.by, *(["month"] if months else [])]
    table = Table()
    for name in heads:
        table.add_column(say(f"cuts.column_{name}", TERMINAL), overflow="fold")
    for line in lines:
        table.add_column(say(f"lines.{line}", TERMINAL), justify="right", min_width=11)
    rows = list(_rows(done, lines, months))
    for row in rows[:PLACES_SHOWN]:
        table.add_row(*row)
    table.add_section()
    table.add_row(
        say("cuts.total", TERMINAL), *[""] * (len(heads) - 1), *(_amount(cut.total[line]) for line in lines)
    )
    out.print(table)
    if len(rows) > PLACES_SHOWN:
        out.print(say("cuts.more_places", TERMINAL, count=len(rows) - PLACES_SHOWN))
    for note in _notes(cut, lines, done):
        out.print(escape(note))


def _rows(done: CutStatement, lines: tuple[str, ...], months: bool) -> Iterator[tuple[str, ...]]:
    for place in done.cut.places:
        names = tuple(_names(place, done.cut.by, done.definition))
        cells = [done.cut.cells[place, line] for line in lines]
        if not months:
            yield (*names, *(_amount(cell) for cell in cells))
            continue
        for position, month in enumerate(done.cut.period):
            amounts = (None if cell.monthly is None else cell.monthly[position] for cell in cells)
            yield (*names, f"{month:%Y-%m}", *(_money(amount) for amount in amounts))


def _amount(cell: Cell) -> str:
    return _money(cell.amount) + ("*" if cell.left_out else "")


def _money(amount: float | None) -> str:
    return figure(amount, "count", TERMINAL)  # the title names the currency


def _names(place: Place, by: tuple[Dimension, ...], definition: CaseDefinition) -> Iterator[str]:
    named = {
        "channel": {channel.id: channel.name for channel in definition.channels},
        "segment": {segment.id: segment.name for segment in definition.segments},
        "line": {line.id: line.name for line in definition.lines},
    }
    for dimension, member in zip(by, place, strict=True):
        if member is None:
            yield say("cuts.not_stated", TERMINAL)
        elif member == UNALLOCATED:
            yield say("lines.unallocated", TERMINAL)
        else:
            name = named.get(dimension, {}).get(member)
            yield escape(member if name is None else name.say(TERMINAL))


def _notes(cut: StatementCut, lines: tuple[str, ...], done: CutStatement) -> Iterator[str]:
    left_out = dict.fromkeys(code for line in lines for code in cut.total[line].left_out)
    if left_out:
        yield "* " + say("cuts.left_out", TERMINAL, lines=", ".join(say(f"lines.{c}", TERMINAL) for c in left_out))
    allocated = sum(abs(cell.allocated) for (_, line), cell in cut.cells.items() if BY_CODE[line].role == "cost")
    costs = sum(abs(cell.amount or 0.0) for (_, line), cell in cut.cells.items() if BY_CODE[line].role == "cost")
    if costs:
        yield say("cuts.allocated", TERMINAL, share=figure(allocated / costs, "share", TERMINAL))
    if done.refused:
        yield say("cuts.refused", TERMINAL, count=figure(done.refused, "count", TERMINAL))
    if done.definition.simulated.books and done.definition.simulated.note is not None:
        yield done.definition.simulated.note.say(TERMINAL)
    if done.file is not None:
        yield say("cuts.written", TERMINAL, file=done.file)

"""The commands that begin a case and read it whole: ``new``, ``check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.speaking import REFUSED_ROWS, TERMINAL, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.workflows.checking import CheckedCase, check_case, new_case

FAULTS_SHOWN = 50
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]


def new(
    path: Annotated[Path, typer.Argument(metavar="FOLDER", help=say("cli.folder_argument", TERMINAL))],
) -> None:
    """Begin a case."""
    with told_plainly():
        folder = new_case(path)
        out.print(say("cli.new_done", TERMINAL, folder=folder))


def check(case: CasePath) -> None:
    """Read a case and tell all its faults."""
    with told_plainly():
        checked = check_case(case)
        _print(checked)
        if checked.refused:
            sys.exit(REFUSED_ROWS)


def _print(checked: CheckedCase) -> None:
    """Print rows read and refused by table, then the faults."""
    table = Table(*(say(f"cli.column_{name}", TERMINAL) for name in ("table", "kept", "refused")))
    for name, rows in checked.rows.items():
        refused = checked.refused.get(name, 0)
        table.add_row(
            name,
            figure(rows, "count", TERMINAL),
            figure(refused, "count", TERMINAL),
            style="red" if refused else "",
        )
    out.print(table)
    for fault in checked.faults[:FAULTS_SHOWN]:
        out.print(escape(fault.say(TERMINAL)))
    if len(checked.faults) > FAULTS_SHOWN:
        out.print(say("cli.more_faults", TERMINAL, count=len(checked.faults) - FAULTS_SHOWN))
    if checked.refused:
        folder = checked.quarantine[0].parent
        out.print(say("cli.refused", TERMINAL, count=sum(checked.refused.values()), folder=folder))
    else:
        out.print(say("cli.check_clean", TERMINAL))

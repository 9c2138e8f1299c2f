"""The command that searches the best mix of what a case could do: ``allocate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.progress import stages
from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.decisions.allocation.allocate import STEPS
from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.result import Allocation, MixResult
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import say
from tramite.workflows.allocation import allocate as search
from tramite.workflows.case import open_case

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
_STAGES = ("read", *STEPS)


def allocate(case: CasePath) -> None:
    """Search the best mix of the choices in ``allocation.toml``."""
    with told_plainly():
        names = [f"allocation_{name}" for name in _STAGES]
        with stages(names) as begin:
            begin(names[0])
            opened = open_case(case)
            made = search(opened, progress=lambda step: begin(f"allocation_{step}"))
        if made.found is None:
            lacks = ", ".join(f"{say(one.key, TERMINAL)} ({one.channel_id})" for one in made.missing)
            out.print(_say("missing", missing=lacks))
        else:
            _print(made, made.found)
        _print_note(opened.definition)


def _print(made: CaseAllocation, found: Allocation) -> None:
    table = Table(*(_say(f"column_{name}") for name in ("mix", "change", "risk", "reading")))
    marked = list(_marked(found))
    for one in dict.fromkeys(result.mix for result, _ in marked):
        results = [(result, mark) for result, mark in marked if result.mix == one]
        result = results[0][0]
        reading = ", ".join(dict.fromkeys(mark for _, mark in results))
        table.add_row(_name(made, result), _written(result.change), _written(result.risk), reading)
    out.print(table)
    out.print(_say(f"risk_{found.risk.measure}", tail=f"{found.risk.tail:.0%}"))
    if found.best is None:
        out.print(_say("best_none", limit=f"{found.risk.limit:,.0f}"))


def _marked(found: Allocation) -> Iterator[tuple[MixResult, str]]:
    yield found.today, _say("today")
    if found.best is not None:
        yield found.best, _say("is_best")
    yield from ((one, _say("is_efficient")) for one in found.frontier)
    yield found.distance.dearer, _say("is_dearer")
    yield found.distance.safer, _say("is_safer")


def _name(made: CaseAllocation, result: MixResult) -> str:
    changed = made.plan.chosen(result.mix)
    names = (f"{choice.name.say(TERMINAL)}: {option.name.say(TERMINAL)}" for choice, option in changed)
    return escape("; ".join(names)) or _say("nothing")


def _written(estimate: Estimate) -> str:
    return escape(estimate.say(TERMINAL))


def _print_note(definition: CaseDefinition) -> None:
    if definition.simulated.voices and definition.simulated.note is not None:
        out.print(f"[yellow]{escape(definition.simulated.note.say(TERMINAL))}[/]")


def _say(key: str, **params: object) -> str:
    return say(f"allocation.{key}", TERMINAL, **params)

"""The command that writes and refreshes the action plan: ``actions``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.decisions.actions.merging import Change, Difference, MergedAction
from tramite.decisions.actions.plan import ActionPlan, PlannedAction
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.workflows.actions import refresh_actions

_SHOWN = 12
_TOLD: tuple[Change, ...] = ("new", "updated", "back", "gone")
_LETTERS = 70
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]


def actions(case: CasePath) -> None:
    """Propose actions, write them to the plan, and show what changed; what people edited stays."""
    with told_plainly():
        done = refresh_actions(case)
        if done.plan.actions:
            _print_plan(done.plan)
        else:
            out.print(say("plan.absent", TERMINAL))
        _print_changes(done.plan)
        out.print(say("actions.written" if done.written else "actions.unchanged", TERMINAL, file=done.file))
        if done.simulated:
            out.print(say("dossier.simulated_voices", TERMINAL))


def _print_plan(plan: ActionPlan) -> None:
    table = Table()
    for name in ("action", "status", "end", "effect", "rank", "grade"):
        right = name in ("effect", "rank")
        table.add_column(say(f"actions.column_{name}", TERMINAL), justify="right" if right else "left")
    for one in plan.actions[:_SHOWN]:
        table.add_row(*_row(one, plan.currency))
    out.print(table)
    if len(plan.actions) > _SHOWN:
        out.print(say("actions.more_actions", TERMINAL, count=len(plan.actions) - _SHOWN))


def _row(one: PlannedAction, currency: str) -> tuple[str, ...]:
    effect = one.effect.estimate.value if one.effect else None
    return (
        escape(one.words("title", TERMINAL)), say(f"actions.status_{one.status}", TERMINAL),
        str(one.dates[1] or say("figures.missing", TERMINAL)), figure(effect, "money", TERMINAL, currency),
        figure(one.rank, "ratio", TERMINAL), one.grade.value,
    )  # fmt: skip


def _print_changes(plan: ActionPlan) -> None:
    counts = Counter(change.change for change in plan.changes)
    for kind in _TOLD:
        if counts[kind]:
            out.print(say(f"actions.change_{kind}", TERMINAL, count=counts[kind]))
            for change in plan.changes:
                if change.change == kind and kind != "new":
                    out.print(f"  {escape(change.id)}{_fields(change)}")
    kept = [change for change in plan.changes if change.differences]
    if kept:
        out.print(say("actions.change_kept", TERMINAL, count=len(kept)))
    for change in kept:
        for difference in change.differences:
            out.print(f"  {escape(change.id)}: {escape(told(difference))}")


def _fields(change: MergedAction) -> str:
    return f": {', '.join(change.updated)}" if change.updated else ""


def told(difference: Difference) -> str:
    """Write what people keep and what is proposed now, each cut to a line."""
    mine, proposed = (_short(value) for value in (difference.mine, difference.proposed))
    return say("actions.difference", TERMINAL, field=difference.field, mine=mine, proposed=proposed)


def _short(value: object) -> str:
    text = " · ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    text = " ".join(text.split()) or say("figures.missing", TERMINAL)
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"

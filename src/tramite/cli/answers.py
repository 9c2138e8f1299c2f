"""The command that takes in filled forms: ``answers``."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from tramite.cli.progress import stages
from tramite.cli.speaking import REFUSED_ROWS, TERMINAL, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.workflows.submissions import STAGES, AnswersTaken, State, take_answers

FAULTS_SHOWN = 20
_STATES: tuple[State, ...] = ("new", "changed", "known", "declined", "refused")


def _say(name: str, **params: object) -> str:
    return say(f"submissions.{name}", TERMINAL, **params)


def answers(
    case: Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help=_say("argument_files"))] = None,
) -> None:
    """Take filled forms into a case."""
    with told_plainly():
        with stages([f"submissions_{name}" for name in STAGES]) as progress:
            when = datetime.now(UTC).astimezone().date()
            taken = take_answers(
                case, files or (), when=when, progress=lambda name: progress(f"submissions_{name}")
            )
        _print_come(taken)
        _print_wordings(taken)
        _print_times(taken)
        _print_response(taken)
        if not _print_refused(taken) and taken.come:
            out.print(_say("next", case=case))
        if taken.refusals or taken.faults:
            sys.exit(REFUSED_ROWS)


def _print_come(taken: AnswersTaken) -> None:
    if not taken.come:
        out.print(_say("nothing"))
        return
    counts = Counter((each.role, each.channel_id, each.state) for each in taken.come)
    answered: Counter[tuple[str, str]] = Counter()
    kept_out: Counter[tuple[str, str]] = Counter()
    for each in taken.come:
        answered[each.role, each.channel_id] += each.answers
        kept_out[each.role, each.channel_id] += each.kept_out
    table = Table(Column(_say("column_role"), no_wrap=True), Column(_say("column_channel"), no_wrap=True))
    for name in (*_STATES, "answers", "kept_out"):
        table.add_column(_say(f"column_{name}"), justify="right")
    for role, channel in sorted({(each.role, each.channel_id) for each in taken.come}):
        states = (counts[role, channel, state] for state in _STATES)
        cells = (*states, answered[role, channel], kept_out[role, channel])
        table.add_row(escape(role or "–"), escape(channel or "–"), *map(_count, cells))
    out.print(table)
    if taken.media or taken.forms:
        out.print(_say("left_aside", media=_count(taken.media), forms=_count(taken.forms)))
    if taken.written:
        out.print(escape(_say("written", files=", ".join(path.name for path in taken.written))))


def _print_wordings(taken: AnswersTaken) -> None:
    if not taken.wordings:
        return
    out.print(_say("wordings", count=len(taken.wordings)))
    table = Table(*(_say(f"column_{name}") for name in ("item", "role", "channel", "change", "by_wording")))
    for change in taken.wordings:
        each = "; ".join(f"{worded.wording}: {_count(worded.answers)}" for worded in change.worded)
        table.add_row(
            change.item_id, change.role, escape(change.channel_id), _say(f"changed_{change.changed}"), each
        )
    out.print(table)


def _print_times(taken: AnswersTaken) -> None:
    if not taken.times:
        return
    table = Table(_say("column_item"))
    for name in ("n", "desk", "measured", "difference"):
        table.add_column(_say(f"column_{name}"), justify="right")
    for each in taken.times:
        measured = each.measured
        more = "" if measured is None else f"{(measured - each.desk) / each.desk:+.0%}"
        told = _say("too_few") if measured is None else figure(measured, "count", TERMINAL)
        table.add_row(each.item_id, _count(each.n), _count(each.desk), told, more)
    out.print(_say("times", minimum=taken.case.method.fast_min_n))
    out.print(table)


def _print_response(taken: AnswersTaken) -> None:
    for side in taken.state.sides if taken.state is not None else ():
        if side.asked:
            out.print(_say(
                "response", side=_say(f"side_{side.side}"), done=_count(side.done), asked=_count(side.asked),
                pending=_count(side.pending), rate=figure(side.rate, "share", TERMINAL),
            ))  # fmt: skip


def _print_refused(taken: AnswersTaken) -> bool:
    faults = [*taken.faults, *(refusal.fault for refusal in taken.refusals)]
    if not faults:
        return False
    out.print(f"[bold]{_say('kept_out', count=len(faults))}[/]")
    for fault in faults[:FAULTS_SHOWN]:
        out.print(escape(fault.say(TERMINAL)))
    if len(faults) > FAULTS_SHOWN:
        out.print(say("cli.more_faults", TERMINAL, count=len(faults) - FAULTS_SHOWN))
    out.print(escape(_say("mend", file=taken.quarantine, case=taken.case.folder.path)))
    return True


def _count(number: float) -> str:
    return figure(number, "count", TERMINAL)

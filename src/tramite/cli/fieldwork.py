"""The command that checks the field work: ``quality``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.figures import Unit, figure
from tramite.kernel.tables import QUALITY_FLAGS
from tramite.kernel.wording import say
from tramite.voices.quality.interviewer_effect import InterviewerEffect
from tramite.voices.quality.mode_effect import ModeEffect
from tramite.voices.quality.side_scores import OVERALL
from tramite.workflows.quality import CheckedField, check_field

FLAGS_SHOWN = 20
OPEN_FLAGS = 7  # exit code: the work is done, but interviews were left out


def _say(name: str, **params: object) -> str:
    return say(f"quality.{name}", TERMINAL, **params)


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]


def quality(case: CasePath) -> None:
    """Check the interviews of a case."""
    with told_plainly():
        checked = check_field(case)
        _print_summary(checked)
        _print_flags(checked)
        _print_effects(checked)
        _print_calls(checked)
        if not checked.quality.judged.open:
            out.print(_say("nothing_open"))
            return
        out.print(escape(_say("to_decide", file=checked.decisions, case=case)))
        out.print(_say("correct_hint"))
        sys.exit(OPEN_FLAGS)


def _print_summary(checked: CheckedField) -> None:
    found = checked.quality
    numbers = {
        "held": found.held, "counted": found.counted, "waiting": found.open_interviews,
        "excluded": len(found.judged.excluded),
    }  # fmt: skip
    out.print(_say("summary", **{name: _figure(number, "count") for name, number in numbers.items()}))
    table = Table(Column(_say("column_flag"), no_wrap=True))
    for name in ("raised", "open", "unknown"):
        table.add_column(_say(f"column_{name}"), justify="right")
    for flag in QUALITY_FLAGS:
        waiting = sum(1 for finding in found.judged.open if finding.flag == flag)
        raised, unknown = found.flags.count(flag, "raised"), found.flags.count(flag, "unknown")
        table.add_row(
            _say(f"flag_{flag}"), *(_figure(number, "count") for number in (raised, waiting, unknown)),
            style="bold" if waiting else "",
        )  # fmt: skip
    out.print(table)


def _print_flags(checked: CheckedField) -> None:
    waiting = checked.quality.judged.open
    if not waiting:
        return
    table = Table(*(Column(_say(f"column_{name}")) for name in ("interview", "flag", "evidence")))
    for finding in waiting[:FLAGS_SHOWN]:
        evidence = "" if finding.evidence is None else finding.evidence.say(TERMINAL)
        threshold = checked.quality.flags.thresholds[finding.flag].say(TERMINAL)
        found = f"{escape(evidence)}\n[dim]{escape(_say('from', threshold=threshold))}[/]"
        table.add_row(escape(finding.interview_id), _say(f"flag_{finding.flag}"), found)
    out.print(table)
    if len(waiting) > FLAGS_SHOWN:
        out.print(escape(_say("more", count=len(waiting) - FLAGS_SHOWN, file=checked.decisions)))


def _print_effects(checked: CheckedField) -> None:
    found, method = checked.quality, checked.case.method
    if not found.interviewers:
        out.print(_say("effects_none", interviewers=method.interviewer_min, each=method.interviewer_min_each))
    for effect in found.interviewers:
        if effect.measure == OVERALL:
            out.print(_effect(effect))
    certain = [effect.measure for effect in found.interviewers if effect.reading == "effect"]
    items = [measure for measure in certain if measure != OVERALL]
    if items:
        out.print(_say("effect_items", limit=_figure(method.interviewer_icc, "ratio"), items=", ".join(items)))
    overall = [effect for effect in found.modes if effect.measure == OVERALL]
    if not overall:
        out.print(_say("modes_none", n=method.mode_min_n))
    for mode in overall:
        out.print(_mode(mode))


def _effect(effect: InterviewerEffect) -> str:
    return _say(
        "effect_line", side=_say(f"side_{effect.side}"), value=_figure(effect.value, "share"),
        low=_figure(effect.lower, "share"), high=_figure(effect.upper, "share"), n=effect.n,
        interviewers=effect.interviewers, deff=_figure(effect.design_effect, "ratio"),
        reading=_say(f"reading_{effect.reading}"),
    )  # fmt: skip


def _mode(effect: ModeEffect) -> str:
    reading = "mode_beyond" if effect.beyond_chance else "mode_within"
    return _say(
        "mode_line", side=_say(f"side_{effect.side}"), mode=_say(f"mode_{effect.mode}"),
        other=_say(f"mode_{effect.other}"), value=_figure(effect.value, "points"),
        low=_figure(effect.lower, "points"), high=_figure(effect.upper, "points"), n=effect.n,
        n_other=effect.n_other, reading=_say(reading),
    )  # fmt: skip


def _print_calls(checked: CheckedField) -> None:
    for share in checked.quality.call_backs:
        if share.heard:
            out.print(escape(_say(
                "call_share", interviewer=share.interviewer, confirmed=share.confirmed, heard=share.heard,
                drawn=share.drawn, done=share.done,
            )))  # fmt: skip
    if checked.to_ring:
        out.print(
            escape(
                _say(
                    "calls",
                    count=checked.to_ring,
                    page=checked.call_backs,
                    answers=checked.answers,
                    file=checked.decisions,
                )
            )
        )
    else:
        out.print(_say("calls_none"))


def _figure(value: float, unit: Unit) -> str:
    return figure(value, unit, TERMINAL)

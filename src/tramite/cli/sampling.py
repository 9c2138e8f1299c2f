"""The command of the sample: draw, look, replace, verify."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from tramite.cli.speaking import TERMINAL, err, out, told_plainly
from tramite.kernel.figures import Unit, figure
from tramite.kernel.version import VERSION
from tramite.kernel.wording import say
from tramite.voices.sampling.side import Side
from tramite.workflows.sample import SavedSample, sample_case
from tramite.workflows.sample_changes import VerifiedSample, replace_unit, verify_sample

DIFFERENCES_SHOWN = 50
NOT_AS_DRAWN = 8  # exit code: the sample is not the one that its seed draws


class Outcome(StrEnum):
    """What came of a unit that is replaced."""

    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    NOT_ELIGIBLE = "not_eligible"


def _say(name: str, **params: object) -> str:
    return say(f"sample.{name}", TERMINAL, **params)


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]


def sample(
    case: CasePath,
    seed: Annotated[int | None, typer.Option("--seed", min=0, max=2**62, help=_say("option_seed"))] = None,
    partners: Annotated[int | None, typer.Option("--partners", min=0, help=_say("option_partners"))] = None,
    customers: Annotated[int | None, typer.Option("--customers", min=0, help=_say("option_customers"))] = None,
    vendor: Annotated[int | None, typer.Option("--vendor", min=0, help=_say("option_vendor"))] = None,
    again: Annotated[bool, typer.Option("--again", help=_say("option_again"))] = False,
    verify: Annotated[bool, typer.Option("--verify", help=_say("option_verify"))] = False,
    replace: Annotated[str | None, typer.Option("--replace", metavar="UNIT", help=_say("option_replace"))] = None,
    reason: Annotated[str, typer.Option("--reason", help=_say("option_reason"))] = "",
    outcome: Annotated[Outcome, typer.Option("--outcome", help=_say("option_outcome"))] = Outcome.REFUSED,
) -> None:
    """Draw the sample of a case, or tell how it stands."""
    with told_plainly():
        if again + verify + (replace is not None) > 1:
            err.print(_say("one_thing"))
            sys.exit(2)
        who, when = getuser(), datetime.now(UTC).astimezone().date()
        if verify:
            _print_verified(verify_sample(case))
        elif replace is not None:
            done = replace_unit(case, replace, reason=reason, outcome=outcome.value, who=who, when=when)
            sentence = "replaced" if done.other_id else "replaced_by_none"
            other = " ".join(filter(None, (done.other_id, done.name)))
            out.print(escape(_say(sentence, unit=replace, reason=reason, other=other, stratum=done.stratum)))
        else:
            asked: dict[Side, int | None] = {"partner": partners, "customer": customers, "vendor": vendor}
            sizes = {its: n for its, n in asked.items() if n is not None}
            _print_sample(sample_case(case, who=who, when=when, seed=seed, sizes=sizes, again=again))


def _print_sample(saved: SavedSample) -> None:
    summary, method = saved.summary, saved.case.method
    counts = {"units": _count(summary.sample.height), "interviews": _count(summary.interviews)}
    if saved.drawn and summary.drawing is not None:
        drawing = summary.drawing
        out.print(_say("drawn", **counts, seed=drawing.seed, fingerprint=drawing.fingerprint))
    else:
        out.print(_say("standing", **counts))
        if summary.drawing is None:
            out.print(_say("drawn_elsewhere"))
    if summary.update is not None:
        names = ("added", "updated", "gone", "by_hand")
        changes = {name: _count(getattr(summary.update, name)) for name in names}
        out.print(_say("frame_update", total=_count(summary.frame.height), **changes))
    _print_strata(saved)
    for side in () if summary.design is None or not saved.drawn else summary.design.sides:
        if side.n > side.needed:
            name = _say(f"side_{side.side}")
            out.print(_say("raised", side=name, needed=side.needed, minimum=method.cell_min, n=side.n))
    cost = _figure(summary.cost.total, "money", saved.case.definition.currency)
    out.print(_say("study", total=cost, undecided=summary.cost.undecided))
    if summary.weeks is not None:
        out.print(_say(
            "weeks", weeks=summary.weeks, interviewers=method.field_interviewers, per_week=method.field_per_week
        ))  # fmt: skip
    table = saved.case.folder.path / saved.case.folder.origins.get("sample", "voices/sample.csv")
    out.print(escape(_say("files", page=saved.page, sample=table)))


def _print_strata(saved: SavedSample) -> None:
    """Print coverage by stratum, and response once somebody has an outcome."""
    state = saved.summary.state
    begun = any(side.asked > side.pending for side in state.sides)
    table = Table(Column(_say("stratum"), no_wrap=True))
    names = ("done", "silent", "pending", "rate", "rate_revenue") if begun else ("heads", "of_revenue")
    for name in ("frame_units", "drawn_units", *names):
        table.add_column(_say(name), justify="right")
    for side in state.sides:
        if not side.asked:
            continue
        for row in (*(stratum for stratum in state.strata if stratum.side == side.side and stratum.asked), side):
            shares = (row.rate, row.revenue_rate) if begun else (row.coverage, row.revenue_coverage)
            counts = (row.done, row.silent, row.pending) if begun else ()
            table.add_row(
                escape(row.stratum or _say(f"side_{row.side}")), _count(row.N), _count(row.asked),
                *map(_count, counts), *(_figure(share, "share") for share in shares),
                style="" if row.stratum else "bold", end_section=not row.stratum,
            )  # fmt: skip
    out.print(table)


def _print_verified(verified: VerifiedSample) -> None:
    drawing, found = verified.drawing, verified.differences
    if not verified.intact:
        out.print(f"[bold red]{_say('verified_broken')}[/]")
    if found:
        unexplained = sum(1 for difference in found if not difference.reason)
        out.print(_say("verified_differences", count=len(found), seed=drawing.seed, unexplained=unexplained))
        table = Table(*(_say(f"column_{name}") for name in ("unit", "difference", "should", "found", "reason")))
        for difference in found[:DIFFERENCES_SHOWN]:
            table.add_row(
                escape(difference.unit_id), _say(f"difference_{difference.kind}"), escape(difference.drawn),
                escape(difference.found), escape(difference.reason),
            )  # fmt: skip
        out.print(table)
    elif verified.intact:
        out.print(_say("verified_clean", seed=drawing.seed))
    if verified.draws > 1:
        out.print(_say("verified_draws", count=verified.draws))
    if verified.other_version is not None:
        out.print(_say("verified_version", drawn=drawing.version, now=VERSION))
    if found or not verified.intact:
        sys.exit(NOT_AS_DRAWN)


def _count(number: int) -> str:
    return figure(number, "count", TERMINAL)


def _figure(value: float | None, unit: Unit, currency: str = "EUR") -> str:
    return figure(value, unit, TERMINAL, currency)

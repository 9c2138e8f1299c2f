"""The commands that bring partners' files in: ``ingest``, ``map``, ``refused``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.progress import files_read
from tramite.cli.speaking import REFUSED_ROWS, TERMINAL, err, out, told_plainly
from tramite.kernel.errors import Fault
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.store.ingest.loading import Loaded
from tramite.store.ingest.proposing import Proposal
from tramite.workflows.ingest import (
    ingest_files,
    loads,
    propose_mapping,
    refused_rows,
    retry_refused,
    save_mapping,
)

FAULTS_SHOWN = 50
_COUNTS = ("rows", "kept", "refused", "skipped", "replaced")


def _help(name: str) -> str:
    return say(f"ingest.{name}", TERMINAL)


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]


def ingest(
    case: CasePath,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help=_help("files_argument"))] = None,
    mapping: Annotated[str | None, typer.Option("--mapping", "-m", help=_help("mapping_option"))] = None,
    table: Annotated[str | None, typer.Option("--table", "-t", help=_help("table_option"))] = None,
) -> None:
    """Bring files into a case; without files, print what was loaded."""
    with told_plainly():
        if not files:
            _print_ledger(loads(case))
            return
        name = None if mapping is None else mapping.removesuffix(".toml")
        with files_read() as read:
            loaded = ingest_files(
                case, files, who=getuser(), when=datetime.now(UTC), mapping=name, table=table, progress=read
            )
        _print_loaded(loaded)


def refused(
    case: CasePath,
    retry: Annotated[bool, typer.Option("--retry", help=_help("retry_option"))] = False,
) -> None:
    """List refused rows by table, file and reason."""
    with told_plainly():
        if retry:
            with files_read() as read:
                loaded = retry_refused(case, who=getuser(), when=datetime.now(UTC), progress=read)
            _print_loaded(loaded)
            return
        _print_refused(refused_rows(case))


def map_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_help("file_argument"))],
    table: Annotated[str, typer.Option("--table", "-t", help=_help("table_option"))],
    sheet: Annotated[str | None, typer.Option("--sheet", help=_help("sheet_option"))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=_help("output_option"))] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_help("yes_option"))] = False,
) -> None:
    """Propose a mapping of a file to a table."""
    with told_plainly():
        proposal = propose_mapping(file, table, sheet=sheet)
        _print_proposal(proposal)
        if not yes and not typer.confirm(say("ingest.confirm", TERMINAL), err=True):
            sys.exit(1)
        if output is None:
            out.print(escape(proposal.toml), end="")
        else:
            out.print(say("ingest.mapping_saved", TERMINAL, path=save_mapping(proposal, output)))


def _table(*names: str) -> Table:
    return Table(*(say(f"ingest.column_{name}", TERMINAL) for name in names))


def _print_loaded(loaded: Sequence[Loaded]) -> None:
    table = _table("table", "source", "outcome", *_COUNTS)
    for done in loaded:
        line = done.load
        counts = (figure(getattr(line, name), "count", TERMINAL) for name in _COUNTS)
        outcome = say(f"ingest.outcome_{line.outcome}", TERMINAL)
        table.add_row(line.table, escape(line.source), outcome, *counts, style="red" if line.refused else "")
    out.print(table)
    faults = [fault for done in loaded for fault in done.faults]
    for fault in faults[:FAULTS_SHOWN]:
        out.print(escape(fault.say(TERMINAL)))
    if len(faults) > FAULTS_SHOWN:
        out.print(say("ingest.more_faults", TERMINAL, count=len(faults) - FAULTS_SHOWN))
    refused_count = sum(done.load.refused for done in loaded)
    if refused_count:
        out.print(say("ingest.some_refused", TERMINAL, count=refused_count))
        sys.exit(REFUSED_ROWS)


def _print_ledger(ledger: pl.DataFrame) -> None:
    table = _table("when", "who", "table", "source", "outcome", *_COUNTS)
    for line in ledger.iter_rows(named=True):
        counts = (figure(line[name], "count", TERMINAL) for name in _COUNTS)
        outcome = say(f"ingest.outcome_{line['outcome']}", TERMINAL)
        table.add_row(
            f"{line['when']:%Y-%m-%d %H:%M}", line["who"], line["table"], escape(line["source"]), outcome, *counts
        )
    out.print(table if ledger.height else say("ingest.nothing_loaded", TERMINAL))


def _print_refused(why: pl.DataFrame) -> None:
    if why.is_empty():
        out.print(say("ingest.nothing_refused", TERMINAL))
        return
    table = _table("table", "source", "column", "reason", "rows", "first", "value")
    for line in why.iter_rows(named=True):
        reason = Fault(line["source"], line["kind"], hint=line["hint"]).expected(TERMINAL)
        table.add_row(
            line["table"], escape(line["source"]), line["column"] or "", escape(reason),
            figure(line["rows"], "count", TERMINAL), figure(line["first"], "count", TERMINAL),
            escape(line["value"] or ""),
        )  # fmt: skip
    out.print(table)
    out.print(say("ingest.retry_note", TERMINAL))


def _print_proposal(proposal: Proposal) -> None:
    table = _table("column", "about", "theirs", "confidence")
    for proposed in proposal.columns:
        missing = say("ingest.required_missing", TERMINAL) if proposed.column.required else ""
        found = proposed.theirs is not None
        table.add_row(
            proposed.column.name, proposed.column.say(TERMINAL), escape(proposed.theirs or missing),
            figure(proposed.confidence, "share", TERMINAL) if found else "",
            style="" if found else ("red" if proposed.column.required else "dim"),
        )  # fmt: skip
    err.print(table)
    if proposal.left:
        err.print(escape(say("ingest.left_columns", TERMINAL, names=", ".join(proposal.left))))

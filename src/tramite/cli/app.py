"""The commands of ``tramite``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tramite.cli import (
    actions,
    allocating,
    answers,
    asking,
    coding,
    fieldwork,
    ingesting,
    linking,
    parameters,
    partners,
    questionnaires,
    results,
    sampling,
    serving,
    simulating,
    statements,
)
from tramite.cli.printing import print_check, print_comparison, print_contract, print_contracts
from tramite.cli.progress import stages
from tramite.cli.speaking import REFUSED_ROWS, TERMINAL, out, told_plainly
from tramite.kernel.version import VERSION
from tramite.kernel.wording import Language, say
from tramite.workflows.case import open_case
from tramite.workflows.checking import check_case, contract_of, new_case
from tramite.workflows.comparison import STAGES as COMPARING
from tramite.workflows.comparison import compare as compare_alternatives
from tramite.workflows.dossier import STAGES, make_dossier


class Speaks(StrEnum):
    """Language of an output."""

    EN = "en"
    IT = "it"


def _help(name: str) -> str:
    return say(f"cli.{name}", TERMINAL)


app = typer.Typer(help=_help("tramite"), no_args_is_help=True, add_completion=False, rich_markup_mode=None)
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=_help("case_argument"))]
SpeaksOption = Annotated[Speaks | None, typer.Option("--language", "-l", help=_help("language_option"))]


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help=_help("version_option"))] = False) -> None:
    if version:
        out.print(VERSION)
        raise typer.Exit


@app.command(help=_help("new"))
def new(path: Annotated[Path, typer.Argument(metavar="FOLDER", help=_help("folder_argument"))]) -> None:
    """Begin a case."""
    with told_plainly():
        folder = new_case(path)
        out.print(say("cli.new_done", TERMINAL, folder=folder))


@app.command(help=_help("check"))
def check(case: CasePath) -> None:
    """Read a case and tell all its faults."""
    with told_plainly():
        checked = check_case(case)
        print_check(checked)
        if checked.refused:
            sys.exit(REFUSED_ROWS)


@app.command(help=_help("contracts"))
def contracts(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help=_help("table_argument"))] = None,
    language: SpeaksOption = None,
) -> None:
    """Print what the tables of a case must look like."""
    with told_plainly():
        speaks = _chosen(language)
        if table is None:
            print_contracts(speaks)
        else:
            print_contract(contract_of(table), speaks)


@app.command(help=_help("dossier"))
def dossier(
    case: CasePath,
    language: SpeaksOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=_help("output_option"))] = None,
) -> None:
    """Write the dossier of a case."""
    with told_plainly():
        with stages(STAGES) as progress:
            speaks = None if language is None else _chosen(language)
            saved = make_dossier(case, output=output, language=speaks, progress=progress)
        refused = sum(saved.content.refused.values())
        if refused:
            out.print(say("cli.refused", TERMINAL, count=refused, folder=saved.quarantine[0].parent))
        out.print(
            say(
                "cli.dossier_done",
                TERMINAL,
                page=saved.page,
                workbook=saved.workbook,
                tables=saved.tables[0].parent,
            )
        )


@app.command(help=_help("compare"))
def compare(
    case: CasePath,
    alternatives: Annotated[list[str] | None, typer.Argument(metavar="ALTERNATIVE", help=_help("names"))] = None,
    language: SpeaksOption = None,
) -> None:
    """Simulate alternatives against today."""
    with told_plainly():
        with stages(COMPARING) as progress:
            progress("read")
            opened = open_case(case)
            found = compare_alternatives(opened, *(alternatives or ()), progress=progress)
        print_comparison(found, opened.definition, _chosen(language))


actions.register(app)
allocating.register(app)
answers.register(app)
asking.register(app)
coding.register(app)
fieldwork.register(app)
ingesting.register(app)
linking.register(app)
parameters.register(app)
partners.register(app)
questionnaires.register(app)
results.register(app)
sampling.register(app)
serving.register(app)
simulating.register(app)
statements.register(app)


def _chosen(language: Speaks | None) -> Language:
    return TERMINAL if language is None else ("it" if language is Speaks.IT else "en")


def main() -> None:
    """Run the command line."""
    app(prog_name="tramite")

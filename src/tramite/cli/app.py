"""The commands of ``tramite``: all are listed here, and the module of one is loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from tramite.cli.speaking import TERMINAL, out
from tramite.kernel.version import VERSION
from tramite.kernel.wording import say

# Each command: the function that runs it (module of this folder, name), and the key of its words.
COMMANDS = {
    "new": ("checking:new", "cli.new"),
    "check": ("checking:check", "cli.check"),
    "contracts": ("contracts:contracts", "cli.contracts"),
    "dossier": ("dossier:dossier", "cli.dossier"),
    "compare": ("comparing:compare", "cli.compare"),
    "actions": ("actions:actions", "actions.help"),
    "allocate": ("allocating:allocate", "allocation.help"),
    "answers": ("answers:answers", "submissions.help"),
    "ask": ("asking:ask", "ask.help"),
    "codebook": ("coding:codebook", "coding.help_codebook"),
    "codings": ("coding:codings", "coding.help_codings"),
    "quality": ("fieldwork:quality", "quality.help"),
    "ingest": ("ingesting:ingest", "ingest.ingest"),
    "map": ("ingesting:map_file", "ingest.map"),
    "refused": ("ingesting:refused", "ingest.refused"),
    "link": ("linking:link", "linkage.help_link"),
    "review": ("linking:review", "linkage.help_review"),
    "parameters": ("parameters:parameters", "cli.parameters"),
    "partner": ("partners:partner", "partner.help_partner"),
    "questionnaire": ("questionnaires:questionnaire", "questionnaire.help_questionnaire"),
    "results": ("results:results", "results.help"),
    "sample": ("sampling:sample", "sample.help"),
    "serve": ("serving:serve", "web.serve"),
    "simulate-voices": ("simulating:simulate_voices", "simulated.help_simulate_voices"),
    "statement": ("statements:statement", "cuts.help_statement"),
}


class _Commands(TyperGroup):
    """Commands that are listed by their words, and loaded when they are called."""

    def resolve_command(  # type: ignore[override]  # typer keeps the type of the context to itself
        self, ctx: typer.Context, args: list[str]
    ) -> tuple[str | None, TyperCommand | None, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else _loaded(name), rest


def _loaded(command: str) -> TyperCommand:
    place, words = COMMANDS[command]
    module, function = place.split(":")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(command, help=say(words, TERMINAL))(getattr(import_module(f"tramite.cli.{module}"), function))
    return cast(TyperCommand, get_command(alone))


def _only_listed() -> None:
    """Stand in the list for a command."""


app = typer.Typer(
    cls=_Commands, help=say("cli.tramite", TERMINAL), no_args_is_help=True, add_completion=False,
    rich_markup_mode=None,
)  # fmt: skip
for _name, (_, _words) in COMMANDS.items():
    app.command(_name, help=say(_words, TERMINAL))(_only_listed)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help=say("cli.version_option", TERMINAL))] = False,
) -> None:
    if version:
        out.print(VERSION)
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    app(prog_name="tramite")

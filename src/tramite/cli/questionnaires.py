"""The command that writes questionnaires: ``questionnaire``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tramite.cli.progress import stages
from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.workflows.questionnaire import STAGES, Questionnaire, write_questionnaires


def _help(name: str) -> str:
    return say(f"questionnaire.help_{name}", TERMINAL)


def _language(text: str | None) -> Language | None:
    found = next((language for language in LANGUAGES if language == text), None)
    if text is not None and found is None:
        raise typer.BadParameter(", ".join(LANGUAGES))
    return found


def questionnaire(
    case: Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))],
    role: Annotated[str | None, typer.Option("--role", "-r", help=_help("role"))] = None,
    channel: Annotated[str | None, typer.Option("--channel", "-c", help=_help("channel"))] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", help=_help("unit"))] = None,
    everyone: Annotated[bool, typer.Option("--all", help=_help("all"))] = False,
    language: Annotated[str | None, typer.Option("--language", "-l", help=_help("language"))] = None,
) -> None:
    """Write forms, data sheets and interviewer's guides."""
    spoken = _language(language)
    with told_plainly():
        with stages([f"questionnaire_{name}" for name in STAGES]) as progress:
            written = write_questionnaires(
                case, role=role, channel=channel, unit=unit, everyone=everyone, language=spoken,
                progress=lambda name: progress(f"questionnaire_{name}"),
            )  # fmt: skip
        _print(written)


def _print(written: tuple[Questionnaire, ...]) -> None:
    table = Table(
        *(say(f"questionnaire.column_{name}", TERMINAL) for name in ("role", "channel", "minutes", "files"))
    )
    for each in written:
        files = "\n".join(file.name for file in (*each.forms, *each.compiled, each.guide))
        table.add_row(each.role, each.channel_id, figure(each.minutes, "score", TERMINAL), files)
    out.print(table)
    if written:
        out.print(say("questionnaire.done", TERMINAL, folder=written[0].guide.parent))

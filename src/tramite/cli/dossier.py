"""The command that writes the dossier of a case: ``dossier``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tramite.cli.progress import stages
from tramite.cli.speaking import TERMINAL, SpeaksOption, chosen, out, told_plainly
from tramite.kernel.wording import say
from tramite.workflows.dossier import make_dossier
from tramite.workflows.dossier_stages import STAGES

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("cli.output_option", TERMINAL))]


def dossier(
    case: CasePath,
    language: SpeaksOption = None,
    output: OutputOption = None,
) -> None:
    """Write the dossier of a case."""
    with told_plainly():
        with stages(STAGES) as progress:
            speaks = None if language is None else chosen(language)
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

"""The command that writes the page of one partner: ``partner``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from tramite.cli.speaking import TERMINAL, SpeaksOption, chosen, out, told_plainly
from tramite.kernel.wording import say
from tramite.workflows.partner import partner_page


class Reader(StrEnum):
    """Who reads the page."""

    US = "us"
    PARTNER = "partner"


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
Partner = Annotated[str, typer.Argument(metavar="PARTNER", help=say("partner.partner_argument", TERMINAL))]
ForOption = Annotated[Reader, typer.Option("--for", help=say("partner.for_option", TERMINAL))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("partner.output_option", TERMINAL))]


def partner(
    case: CasePath,
    partner_id: Partner,
    reader: ForOption = Reader.US,
    language: SpeaksOption = None,
    output: OutputOption = None,
) -> None:
    """Write the page of one partner."""
    with told_plainly():
        speaks = None if language is None else chosen(language)
        audience: Literal["us", "partner"] = "us" if reader is Reader.US else "partner"
        done = partner_page(case, partner_id, audience=audience, language=speaks, output=output)
        out.print(say("partner.done", TERMINAL, page=done.file))
        if reader is Reader.US:
            out.print(say("partner.for_us_done", TERMINAL))
        elif done.view is not None and done.view.heard:
            out.print(say("partner.for_partner_done", TERMINAL))

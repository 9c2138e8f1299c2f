"""The command that writes drawn parameters for other programs: ``parameters``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.wording import say
from tramite.workflows.parameters import write_parameters

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help=say("cli.parameters_output", TERMINAL))]


def parameters(case: CasePath, output: OutputOption = Path("parameters.nc")) -> None:
    """Draw the uncertain parameters of a case and write them."""
    with told_plainly():
        done = write_parameters(case, output=output)
        names = ", ".join(str(name) for name in done.tree["posterior"].data_vars)
        draws = done.tree.attrs["draws"]
        out.print(say("cli.parameters_done", TERMINAL, file=done.file, draws=draws, names=names))
        if done.tree.attrs["simulated"]:
            out.print(say("dossier.simulated_voices", TERMINAL))

"""The command that lets a program answer: ``simulate-voices``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tramite.cli.speaking import TERMINAL, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.wording import say
from tramite.workflows.simulate_voices import SavedSimulation
from tramite.workflows.simulate_voices import simulate_voices as fill_sample


def _help(name: str) -> str:
    return say(f"simulated.help_{name}", TERMINAL)


def simulate_voices(
    case: Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))],
    seed: Annotated[int | None, typer.Option("--seed", "-s", min=0, help=_help("seed"))] = None,
    interviews: Annotated[int | None, typer.Option("--interviews", "-n", min=1, help=_help("interviews"))] = None,
) -> None:
    """Fill the sample of a case with simulated voices."""
    with told_plainly():
        _print(fill_sample(case, seed=seed, interviews=interviews))


def _print(saved: SavedSimulation) -> None:
    table = Table(*(say(f"simulated.column_{name}", TERMINAL) for name in ("role", "channel", "n")))
    for role, channel, n in saved.interviews.iter_rows():
        table.add_row(say(f"simulated.role_{role}", TERMINAL), channel, figure(n, "count", TERMINAL))
    out.print(table)
    total, asked = (figure(n, "count", TERMINAL) for n in (sum(saved.interviews["n"]), saved.asked))
    out.print(say("simulated.done", TERMINAL, interviews=total, asked=asked, seed=saved.seed))
    if saved.flaws.height:
        named = (f"{say(f'simulated.flaw_{flaw}', TERMINAL)} {n}" for flaw, n in saved.flaws.iter_rows())
        out.print(say("simulated.planted", TERMINAL, flaws=", ".join(named)))
    out.print(say("simulated.truth_is", TERMINAL, folder=saved.files[-1].parent))
    out.print(say("simulated.marked", TERMINAL))

"""The command that starts the web face: ``serve``."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tramite.cli.speaking import TERMINAL, told_plainly
from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import say

_NEEDED = ("django", "allauth", "granian")


def _help(name: str) -> str:
    return say(f"web.{name}", TERMINAL)


def serve(
    database: Annotated[str | None, typer.Option("--database", help=_help("database_option"))] = None,
    home: Annotated[Path | None, typer.Option("--home", help=_help("home_option"))] = None,
    host: Annotated[str, typer.Option("--host", help=_help("host_option"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_help("port_option"))] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help=_help("workers_option"))] = 1,
    example: Annotated[Path | None, typer.Option("--example", help=_help("example_option"))] = None,
) -> None:
    """Serve studies in a browser."""
    with told_plainly():
        if any(find_spec(name) is None for name in _NEEDED):
            raise TramiteError("no_web")
        environment = dict(os.environ)
        if database is not None:
            environment["TRAMITE_DATABASE"] = database
        if home is not None:
            environment["TRAMITE_HOME"] = str(home.absolute())
        words = ["-m", "tramite.web", "--language", TERMINAL, "serve", "--host", host, "--port", str(port)]
        words += ["--workers", str(workers)]
        if example is not None:
            words += ["--example", str(example.absolute())]
        # The command line and the web know nothing of each other: this process becomes the other one.
        os.execve(sys.executable, [sys.executable, *words], environment)  # noqa: S606

"""Which language the terminal speaks, and how an error ends the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import Language, say

REFUSED_ROWS = 7  # exit code: the work is done, but rows were left out
TERMINAL: Language = "it" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("it") else "en"
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Speaks(StrEnum):
    """Language of an output."""

    EN = "en"
    IT = "it"


SpeaksOption = Annotated[
    Speaks | None, typer.Option("--language", "-l", help=say("cli.language_option", TERMINAL))
]


def chosen(language: Speaks | None) -> Language:
    """Return the language that was asked for; the terminal's, if none was."""
    return TERMINAL if language is None else ("it" if language is Speaks.IT else "en")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn a user's error into its sentence and exit code: no traceback."""
    try:
        yield
    except TramiteError as error:
        err.print(f"[bold red]{say('cli.error', TERMINAL)}[/] {escape(error.say(TERMINAL))}")
        sys.exit(error.exit_code)

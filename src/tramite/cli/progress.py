"""A bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from tramite.cli.speaking import TERMINAL, err
from tramite.kernel.wording import say


@contextmanager
def stages(names: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Show a bar that moves from stage to stage; yields the function that a stage calls as it begins."""
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("", total=len(names))

        def begin(name: str) -> None:
            sentence = say(f"cli.stage_{name}", TERMINAL)
            bar.update(task, completed=names.index(name), description=sentence)
            if not err.is_terminal:
                err.print(sentence)

        yield begin
        bar.update(task, completed=len(names))


@contextmanager
def files_read() -> Iterator[Callable[[str, float], None]]:
    """Show a bar for each file; yields the function to be called with a file's name and the share that is read.

    Where nobody looks at a terminal, each file is told once, as it begins.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as bar:
        tasks: dict[str, TaskID] = {}

        def read(file: str, share: float) -> None:
            if file not in tasks:
                sentence = escape(say("ingest.reading", TERMINAL, file=file))
                tasks[file] = bar.add_task(sentence, total=1.0)
                if not err.is_terminal:
                    err.print(sentence)
            bar.update(tasks[file], completed=share)

        yield read

"""A bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

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

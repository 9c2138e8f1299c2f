"""Ingest in children of one process, each killed at its moment: ``killed.py FILES… -- WHOLE CASE SHARE …``."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from tests.store.ingest.when import NOW, WHO
from tramite.store.ingest.ingesting import ingest


def _child(case: Path, files: list[Path]) -> int:
    child = os.fork()  # no thread of the table library runs yet: it starts them with its first table
    if child == 0:
        ingest(case, files, who=WHO, when=NOW)
        os._exit(0)
    return child


def main() -> None:
    """Kill each child after its share of the time that a whole ingest takes; print how many died of it."""
    cut = sys.argv.index("--")
    files = [Path(name) for name in sys.argv[1:cut]]
    whole, *rest = sys.argv[cut + 1 :]
    started = time.monotonic()
    os.waitpid(_child(Path(whole), files), 0)
    takes = time.monotonic() - started
    died = 0
    for case, share in zip(rest[::2], rest[1::2], strict=True):
        child = _child(Path(case), files)
        time.sleep(float(share) * takes)
        os.kill(child, signal.SIGKILL)
        died += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    print(died)


if __name__ == "__main__":
    main()

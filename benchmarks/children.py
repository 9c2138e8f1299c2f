"""Run a piece of work in a process of its own, and tell how long it took and how much memory it needed."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the work alone, without the start of the process; peak memory of the process, in GB."""

    seconds: float
    gigabytes: float
    result: object


def in_a_child(module: str, *arguments: object) -> Run:
    """Run ``python -m <module> <arguments>``, which must end in :func:`report`."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def report(work: Callable[[], object]) -> None:
    """Do the work once and print its seconds, the peak memory of this process, and a result to compare."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "gigabytes": peak, "result": result}))

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
    """Seconds of the work alone, by the clock and of all processors; peak memory of the process, in GB.

    On a busy machine the clock tells of the others: then compare processor seconds.
    """

    seconds: float
    processor: float
    gigabytes: float
    result: object


def in_a_child(module: str, *arguments: object) -> Run:
    """Run ``python -m <module> <arguments>``, which must end in :func:`report`."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def report(work: Callable[[], object]) -> None:
    """Do the work once and print its seconds, the peak memory of this process, and a result to compare."""
    start, used = time.perf_counter(), time.process_time()
    result = work()
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "processor": processor, "gigabytes": peak, "result": result}))

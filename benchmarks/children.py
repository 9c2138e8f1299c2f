"""Run a piece of work in a process of its own, and tell how long it took and how much memory it needed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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
    peak = peak_memory() / 1e3
    print(json.dumps({"seconds": seconds, "processor": processor, "gigabytes": peak, "result": result}))


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB (Linux).

    The figure of ``getrusage`` would begin at what its parent held when the process was made.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024

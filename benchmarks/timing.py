"""Time two ways of doing the same thing in turn, so that both meet the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def in_turn(*ways: Callable[[], object], rounds: int = 5) -> list[float]:
    """Return the median seconds of each way, run in turn ``rounds`` times after one warm-up."""
    seconds: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(rounds):
        for times, way in zip(seconds, ways, strict=True):
            start = time.perf_counter()
            way()
            times.append(time.perf_counter() - start)
    return [median(times) for times in seconds]

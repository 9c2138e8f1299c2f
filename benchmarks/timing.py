"""Time two ways of doing the same thing in turn, so that both meet the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def in_turn(
    *ways: Callable[[], object], rounds: int = 5, of: Callable[[list[float]], float] = median
) -> list[float]:
    """Return the seconds of each way, run in turn ``rounds`` times after one warm-up.

    Args:
        of: what is told of the rounds; the least of many where others use the machine and a way is short.
    """
    seconds: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(rounds):
        for times, way in zip(seconds, ways, strict=True):
            start = time.perf_counter()
            way()
            times.append(time.perf_counter() - start)
    return [of(times) for times in seconds]

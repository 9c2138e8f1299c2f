"""How far a number from few answers may be read."""

from __future__ import annotations

from typing import Literal

from tramite.kernel.method import Method

Reading = Literal["hidden", "indicative", "interval", "full"]


def reading_level(n: int, N: int | None, *, method: Method) -> Reading:
    """Return how to read a number (METHOD §3.2.5).

    n < 5 hidden; 5–9 indicative, not compared; 10–29 with its interval; full from 30, or from 10 if they are
    half of the population.

    Args:
        n, N: who answered, and how many they stand for (``None``: not a population).
    """
    if n < method.read_hidden_below:
        return "hidden"
    if n < method.read_indicative_below:
        return "indicative"
    most_of_them = N is not None and N > 0 and n / N >= method.read_full_fraction
    return "full" if n >= method.read_full_from or most_of_them else "interval"

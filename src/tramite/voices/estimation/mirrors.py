"""Two sides on the same question: what partners or customers say, and what another side says or guesses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.differences import (
    Difference,
    difference_of_means,
    difference_of_shares,
    printed,
)
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable

NotCompared = Literal["hidden", "few", "channels", ""]
_ENOUGH = ("interval", "full")


@dataclass(frozen=True, slots=True)
class MirrorCell:
    """One number of an item on two sides, one vote each.

    Attributes:
        domain, key: channel or «all», and part of the item, as in ``MeasureCell``.
        difference: second less first; ``None`` where they are not compared.
        because: why not: one is ``hidden``, one has too ``few`` answers to be compared, or the two sides speak of
            different ``channels``; empty where compared.
    """

    domain: str
    key: str
    first: MeasureCell
    second: MeasureCell
    difference: Difference | None
    because: NotCompared

    @property
    def apart(self) -> bool:
        """Whether the interval of the difference leaves zero."""
        return leaves_zero(self.difference)


def leaves_zero(difference: Difference | None) -> bool:
    """Tell whether the interval of a difference leaves zero."""
    if difference is None or difference.lower is None or difference.upper is None:
        return False
    return difference.lower > 0 or difference.upper < 0


def compare_sides(
    first: MeasureTable, second: MeasureTable, *, level: float, guess: bool
) -> tuple[MirrorCell, ...]:
    """Set two sides beside each other, in each channel and, where the second guesses the first, in all.

    A mean over channels weighs each by its units, which differ from side to side: «all» is compared only where
    the guess weighs channels as those do whose answers it guesses, and speaks of the same ones. Five to nine
    answers are indicative and not compared (METHOD §3.2.5).

    Args:
        first, second: tables of mirrored items of one scale, with a view by vote.
        guess: the second side's population weighs channels as the first's (``sides.voices_of``).

    Source: METHOD §2.5, §3.2.5, §3.7.
    """
    return tuple(_compared(first, second, level, guess))


def _compared(first: MeasureTable, second: MeasureTable, level: float, guess: bool) -> Iterator[MirrorCell]:
    others = {(cell.domain, cell.key): cell for cell in second.cells if cell.weighting == "vote"}
    same = guess and _answered(first) == _answered(second)
    for cell in first.cells:
        other = others.get((cell.domain, cell.key))
        if cell.weighting != "vote" or other is None or not (cell.estimate.n and other.estimate.n):
            continue
        because: NotCompared = (
            "hidden" if cell.mean is None or other.mean is None
            else "channels" if cell.domain == ALL and not same
            else "few" if not {cell.reading, other.reading} <= set(_ENOUGH)
            else ""
        )  # fmt: skip
        difference = None
        if not because and cell.mean is not None and other.mean is not None:
            shares = first.statistic == "share"
            differ = difference_of_shares if shares else difference_of_means
            difference = printed(differ(cell.mean, other.mean, level=level), "share" if shares else "points")
        yield MirrorCell(cell.domain, cell.key, cell, other, difference, because)


def _answered(table: MeasureTable) -> set[str]:
    return {cell.domain for cell in table.cells if cell.domain != ALL and cell.estimate.n}

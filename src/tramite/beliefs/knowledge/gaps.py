"""Perception gaps: what the vendor's people guess, less what the other side says, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tramite.voices.asking.bank import Item
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.combinations import Combination, combine, over_channels
from tramite.voices.estimation.item_values import RANGES, SCORE
from tramite.voices.estimation.mirrors import MirrorCell, compare_sides
from tramite.voices.estimation.sides import Side, side_mirrored, sides_asked
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class PerceptionGap:
    """One item in one channel (or «all»): the answer, and the vendor's guess of it.

    Attributes:
        item: what the other side was asked. guess: the item by which the vendor's people guess it.
        side: who was guessed: partner, or customer.
        cell: both numbers, 0–100, and guess less answer where both have answers enough to be compared.
        beside: what customers say to the same question, where the answer is the partners'; of all channels those
            with partners, weighed as partners do.
    """

    item: Item
    guess: Item
    side: Side
    cell: MirrorCell
    beside: Combination | None = None

    @property
    def domain(self) -> str:
        """Channel, or «all»."""
        return self.cell.domain

    @property
    def value(self) -> float | None:
        """g = guess − answer, in points; ``None`` where one of them may not be shown."""
        answer, guess = self.cell.first.mean, self.cell.second.mean
        if answer is None or guess is None or answer.value is None or guess.value is None:
            return None
        return guess.value - answer.value


def perception_gaps(study: Study) -> tuple[PerceptionGap, ...]:
    """Set each scored guess of the vendor's people beside what it guesses, by channel and in all.

    g = guess − answer on 0–100, one vote each; positive: the vendor overestimates. A gap of which one side may not
    be shown has no value; its interval is told from ten answers a side up (METHOD §3.2.5).

    Source: METHOD §3.7.1, §2.5; Kumar, Stern & Anderson 1993 (key informants).
    """
    return tuple(_gaps(study))


def _gaps(study: Study) -> Iterator[PerceptionGap]:
    bank = study.bank
    for item in bank.items:
        if RANGES.get(item.scale) != SCORE:
            continue
        for guess in bank.mirrors_of(item.id):
            side = sides_asked(item)[0]
            if "vendor" not in sides_asked(guess) or side == "vendor" or side_mirrored(guess, bank) != side:
                continue
            answers, guesses = study.table(item.id, side), study.table(guess.id, "vendor")
            cells = compare_sides(answers, guesses, level=study.method.interval_level, guess=True)
            beside = _customers(study, item) if side == "partner" else {}
            for cell in cells:
                if cell.because != "channels":
                    yield PerceptionGap(item, guess, side, cell, beside.get(cell.domain))


def _customers(study: Study, item: Item) -> dict[str, Combination]:
    """Return what customers say to the same question as partners, by channel."""
    for mirror in study.bank.mirrors_of(item.id):
        if mirror.scale == item.scale and "customer" in sides_asked(mirror):
            table = study.table(mirror.id, "customer")
            cells = {cell.domain: cell for cell in table.cells if cell.domain != ALL}
            found = {domain: combine([(1.0, cell.mean)]) for domain, cell in cells.items() if cell.mean}
            found[ALL] = over_channels(study, cells)
            return {domain: one for domain, one in found.items() if one is not None}
    return {}

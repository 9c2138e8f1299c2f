"""The months ahead, draw by draw: who buys where, and what was changed on the lines of the statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tramite.kernel.chance import Draws

ELSEWHERE = -1
"""The last destination of spending: not with us. What we lose goes there, what we win comes from there."""
Groups = tuple[int, ...]
Planes = Mapping[tuple[int, int, int], Draws]
"""What moves: (group, channel that it was spent in, channel where it is spent) to (t, d), contiguous."""


@dataclass(frozen=True, slots=True)
class World:
    """One possible course of the business, for a block of draws.

    Shapes: d draws, t months, g groups of market cells that levers treat alike, k channels.

    Attributes:
        shape: (d, t, g, k).
        planes: share of each channel's base spend that is spent in each channel, and elsewhere; what is not there
            is 0 in every draw and month. Over destinations they sum to 1, so that no sale is moved twice and none
            is lost unseen. Arrays are never changed in place: a step makes anew those that it changes, and worlds
            have the others in common.
        factors: (channel, group, line) to (d, t) or (t,): the line per unit of spend, as a multiple of the base
            year's. Fixed lines have them too, with group 0.
        added: (channel or ``None`` for the company, line) to (d, t): what is not in the base year, signed as in
            the statement: a cost is negative.
        paid_later: channel to (d, t): what end customers pay there that is no part of the month's base spend, as
            the fees of a subscription for what they would have bought in months before.
        end_prices: (channel, group) to (d, t) or (t,): what end customers pay for a piece, as a multiple of the
            base year's. ``moves`` holds what they spend, so that it rises with the price of what they still buy.
    """

    shape: tuple[int, int, int, int]
    planes: Planes
    factors: Mapping[tuple[int, int, str], Draws] = field(default_factory=dict)
    added: Mapping[tuple[int | None, str], Draws] = field(default_factory=dict)
    paid_later: Mapping[int, Draws] = field(default_factory=dict)
    end_prices: Mapping[tuple[int, int], Draws] = field(default_factory=dict)

    @classmethod
    def unchanged(cls, draws: int, months: int, groups: int, channels: int) -> World:
        """Return the world in which everybody buys where they do today."""
        everything = np.ones((months, draws))
        stays = {(g, k, k): everything for g in range(groups) for k in range(channels)}
        return cls((draws, months, groups, channels), stays)

    @property
    def groups(self) -> Groups:
        """All groups of market cells."""
        return tuple(range(self.shape[2]))

    @property
    def moves(self) -> Draws:
        """All shares, those that are 0 too: (d, t, g, k, k + 1), the last destination elsewhere."""
        draws, months, groups, channels = self.shape
        found = np.zeros((groups, channels, channels + 1, months, draws))
        for key, plane in self.planes.items():
            found[key] = plane
        return np.moveaxis(found, (-2, -1), (1, 0))

    def spent_in(self, channel: int, groups: Groups | None = None) -> Iterator[tuple[int, int, Draws]]:
        """Yield group, channel that it was spent in, and the share of it, (d, t), that is spent in a channel."""
        for g in self.groups if groups is None else groups:
            for source in range(self.shape[3]):
                plane = self.planes.get((g, source, channel))
                if plane is not None:
                    yield g, source, plane.T

    def share(self, group: int, source: int, channel: int) -> Draws:
        """Return the share of what was spent in one channel that is spent in another: (d, t)."""
        plane = self.planes.get((group, source, channel))
        return np.zeros(self.shape[:2]) if plane is None else plane.T

    def moved(self, changes: Iterable[tuple[int, int, int, Draws]]) -> World:
        """Add to shares of what was spent in a channel; elsewhere loses as much.

        Args:
            changes: group, channel that it was spent in, channel where it is spent, and what is added: (d, t).
        """
        planes = dict(self.planes)
        for g, source, channel, change in changes:
            _add(planes, (g, source, channel), change.T)
            _add(planes, (g, source, ELSEWHERE), -change.T)
        return replace(self, planes=planes)

    def shifted(self, source: int, leaving: Draws, to: Mapping[int, Draws], groups: Groups | None = None) -> World:
        """Move a share of what is spent in a channel, whoever's it was, to others; the rest of it goes elsewhere.

        Args:
            leaving: share of it, (t,) or (d, t). to: share of the base spend that leaves which each channel
                catches, (t,) or (d, t).
        """
        changes = []
        for g, of, spent in self.spent_in(source, groups):
            leaves = spent * leaving
            changes.append((g, of, source, -leaves))
            changes += [(g, of, k, leaves * share) for k, share in to.items()]
        return self.moved(changes)

    def scaled(self, channel: int, factor: Draws, groups: Groups | None = None) -> World:
        """Multiply what is spent in a channel; the difference goes elsewhere, or comes from there.

        Args:
            factor: (t,) or (d, t).
        """
        return self.moved(
            (g, of, channel, spent * (factor - 1)) for g, of, spent in self.spent_in(channel, groups)
        )

    def with_factor(
        self, channel: int, lines: Sequence[str], factor: Draws, groups: Groups | None = None
    ) -> World:
        """Multiply lines of a channel, per unit of spend, on top of what was multiplied before.

        Args:
            factor: (t,) or (d, t).
        """
        factors = dict(self.factors)
        for line in lines:
            for g in self.groups if groups is None else groups:
                factors[channel, g, line] = factors.get((channel, g, line), np.ones(1)) * factor
        return replace(self, factors=factors)

    def with_fixed(self, channel: int, line: str, factor: Draws) -> World:
        """Multiply a fixed line of a channel: (t,) or (d, t)."""
        return self.with_factor(channel, (line,), factor, (0,))

    def with_added(self, channel: int | None, line: str, amount: Draws) -> World:
        """Add an amount to a line of a channel or of the company, (t,) or (d, t); a cost is negative."""
        key = (channel, line)
        return replace(self, added={**self.added, key: self.added.get(key, np.zeros(1)) + amount})

    def with_paid_later(self, channel: int, amount: Draws) -> World:
        """Add what end customers pay in a channel outside the base spend of the month: (t,) or (d, t)."""
        before = self.paid_later.get(channel, np.zeros(1))
        return replace(self, paid_later={**self.paid_later, channel: before + amount})

    def dearer(self, channel: int, factor: Draws, groups: Groups) -> World:
        """Multiply what end customers pay in a channel for the same pieces: (t,) or (d, t)."""
        prices = {(channel, g): self.end_price(channel, g) * factor for g in groups}
        world = self.scaled(channel, factor, groups)
        return replace(world, end_prices={**self.end_prices, **prices})

    def end_price(self, channel: int, group: int) -> Draws:
        """Return what a piece costs there, as a multiple of the base year: (t,) or (d, t)."""
        return self.end_prices.get((channel, group), np.ones(1))


def planes(values: Draws) -> Draws:
    """Return (d, t, …) as (…, t, d), contiguous: the order that the inner loop reads. No copy of what has it."""
    return np.ascontiguousarray(np.moveaxis(values, (1, 0), (-2, -1)))


def of_planes(values: Draws) -> Draws:
    """Return (…, t, d) as (d, t, …), as it lies in memory."""
    return np.moveaxis(values, (-2, -1), (1, 0))


def _add(planes: dict[tuple[int, int, int], Draws], key: tuple[int, int, int], change: Draws) -> None:
    """Add (t, d) to a plane, without changing the array that was there."""
    before = planes.get(key)
    planes[key] = np.ascontiguousarray(change if before is None else before + change)

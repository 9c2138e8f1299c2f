"""The months ahead, draw by draw: who buys where, and what was changed on the lines of the statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tramite.kernel.chance import Draws

ELSEWHERE = -1
"""The last destination of spending: not with us. What we lose goes there, what we win comes from there."""
Groups = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """One possible course of the business, for a block of draws.

    Shapes: d draws, t months, g groups of market cells that levers treat alike, k channels.

    Attributes:
        moves: (d, t, g, k, k + 1) share of each channel's base spend that is spent in each channel, and elsewhere:
            every row sums to 1, so that no sale is moved twice and none is lost unseen.
        factors: (channel, group, line) to (d, t) or (t,): the line per unit of spend, as a multiple of the base
            year's. Fixed lines have them too, with group 0.
        added: (channel or ``None`` for the company, line) to (d, t): what is not in the base year, signed as in
            the statement: a cost is negative.
        paid_later: channel to (d, t): what end customers pay there that is no part of the month's base spend, as
            the fees of a subscription for what they would have bought in months before.
        end_prices: (channel, group) to (d, t) or (t,): what end customers pay for a piece, as a multiple of the
            base year's. ``moves`` holds what they spend, so that it rises with the price of what they still buy.
    """

    moves: Draws
    factors: Mapping[tuple[int, int, str], Draws] = field(default_factory=dict)
    added: Mapping[tuple[int | None, str], Draws] = field(default_factory=dict)
    paid_later: Mapping[int, Draws] = field(default_factory=dict)
    end_prices: Mapping[tuple[int, int], Draws] = field(default_factory=dict)

    @classmethod
    def unchanged(cls, draws: int, months: int, groups: int, channels: int) -> World:
        """Return the world in which everybody buys where they do today."""
        stays = np.eye(channels, channels + 1)
        return cls(np.broadcast_to(stays, (draws, months, groups, channels, channels + 1)))

    @property
    def groups(self) -> Groups:
        """All groups of market cells."""
        return tuple(range(self.moves.shape[2]))

    def own_moves(self) -> Draws:
        """Return a copy of the moves that may be changed; draws lie side by side in memory (``planes``)."""
        return of_planes(planes(self.moves).copy())

    def shifted(self, source: int, leaving: Draws, to: Mapping[int, Draws], groups: Groups | None = None) -> World:
        """Move a share of what is spent in a channel, whoever's it was, to others; the rest of it goes elsewhere.

        Args:
            leaving: share of it, (t,) or (d, t). to: share of the base spend that leaves which each channel
                catches, (t,) or (d, t).
        """
        moves = self.own_moves()
        for g in self.groups if groups is None else groups:
            leaves = moves[:, :, g, :, source] * _wide(leaving)
            moves[:, :, g, :, source] -= leaves
            caught = np.zeros_like(leaves)
            for k, share in to.items():
                arrives = leaves * _wide(share)
                moves[:, :, g, :, k] += arrives
                caught += arrives
            moves[:, :, g, :, ELSEWHERE] += leaves - caught
        return replace(self, moves=moves)

    def scaled(self, channel: int, factor: Draws, groups: Groups | None = None) -> World:
        """Multiply what is spent in a channel; the difference goes elsewhere, or comes from there.

        Args:
            factor: (t,) or (d, t).
        """
        moves = self.own_moves()
        for g in self.groups if groups is None else groups:
            change = moves[:, :, g, :, channel] * (_wide(factor) - 1)
            moves[:, :, g, :, channel] += change
            moves[:, :, g, :, ELSEWHERE] -= change
        return replace(self, moves=moves)

    def with_moves(self, moves: Draws) -> World:
        """Return the world with other moves; ``balanced`` puts elsewhere what is missing."""
        return replace(self, moves=moves)

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


def balanced(moves: Draws) -> Draws:
    """Put elsewhere what the rows of moves lack to 1, in place."""
    moves[..., ELSEWHERE] = 1.0 - moves[..., :ELSEWHERE].sum(axis=-1)
    return moves


def _wide(share: Draws) -> Draws:
    """Return (t,) or (d, t) with an axis for the channel that spending comes from."""
    return np.asarray(share, dtype=np.float64)[..., np.newaxis]

"""What all alternatives share in a block of draws, and what a world leaves on every line of the statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tramite.decisions.market import FIXED, ONE_OFF, REVENUE, VARIABLE, Market
from tramite.decisions.world import World, of_planes, planes
from tramite.kernel.chance import Draws

_SALES: Final = len(REVENUE)
_NOTHING: Final = 1e-9  # of what is spent: less is rounding


@dataclass(frozen=True, slots=True)
class Future:
    """What is drawn of the months ahead if nothing is changed.

    Shapes: d draws, t months, k channels.

    Attributes:
        first_month: meaning of t = 0. discount: (t,) factor of each month.
        growth: (d, t, k) spending as a multiple of the same month of the base year.
        price_scale: (d, k) what end customers pay, as a multiple of what it is taken for in the base year.
        margin_shift: (d, k) contribution margin 1 per unit of net sales, above the base year's.
    """

    first_month: date
    discount: Draws
    growth: Draws
    price_scale: Draws
    margin_shift: Draws

    def with_channels(self, count: int) -> Future:
        """Return it for so many channels: those that are opened have no growth and no uncertainty of their own."""
        draws, months, known = self.growth.shape
        new = count - known
        return replace(
            self, growth=np.concatenate([self.growth, np.ones((draws, months, new))], axis=2),
            price_scale=np.concatenate([self.price_scale, np.ones((draws, new))], axis=1),
            margin_shift=np.concatenate([self.margin_shift, np.zeros((draws, new))], axis=1),
        )  # fmt: skip


class Ground:
    """Market, future, and the market cells in groups that the levers of an alternative treat alike.

    Lines are linear in spending: what a unit of it leaves is added up over the cells of a group once, not in every
    draw, so that the cost of a simulation does not grow with segments and product lines.
    """

    def __init__(self, market: Market, future: Future, groups: Sequence[frozenset[int]]) -> None:
        """Take the groups: every cell of the market in one of them."""
        self.market = market
        self.future = future
        self.groups = tuple(groups)

    @property
    def draws(self) -> int:
        """Number of draws in this block."""
        return len(self.future.growth)

    @property
    def months(self) -> int:
        """Number of months ahead."""
        return len(self.future.discount)

    @property
    def channels(self) -> tuple[str, ...]:
        """Meaning of axis k."""
        return self.market.channels

    def index(self, channel_id: str) -> int:
        """Return the position of a channel on axis k."""
        return self.market.index(channel_id)

    def month_index(self, month: date) -> int:
        """Return the position of a month on axis t: below zero is before the horizon."""
        first = self.future.first_month
        return (month.year - first.year) * 12 + month.month - first.month

    def groups_of(self, cells: frozenset[int]) -> tuple[int, ...]:
        """Return the groups that lie in a set of cells."""
        return tuple(g for g, group in enumerate(self.groups) if group <= cells)

    def unchanged(self) -> World:
        """Return the world of today."""
        return World.unchanged(self.draws, self.months, len(self.groups), len(self.channels))

    @cached_property
    def weights(self) -> Draws:
        """Base spending to that of each draw, month and channel: (d, t, k)."""
        return of_planes(planes(self.future.growth * self.future.price_scale[:, np.newaxis, :]))

    @cached_property
    def _spend(self) -> Draws:
        """Base spend of each group, month ahead and channel: (g, t, k)."""
        months = np.arange(self.months) % self.market.spend.shape[1]
        by_group = np.stack([self.market.spend[:, :, sorted(group)].sum(axis=2) for group in self.groups])
        return np.moveaxis(by_group[:, :, months], 1, 2)

    @cached_property
    def base(self) -> Draws:
        """Amount of each variable line if all base spend of f were spent in k: (g, b, f, k, c)."""
        return self._base(self.market.rates)

    def _base(self, rates: Draws) -> Draws:
        found = [
            np.einsum("fbj,kjc->bfkc", self.market.spend[:, :, sorted(group)], rates[:, sorted(group)])
            for group in self.groups
        ]
        return np.ascontiguousarray(np.stack(found))

    def base_spend(self, channel: int, groups: Sequence[int] | None = None) -> Draws:
        """Return what is spent in a channel if nothing changes: (d, t)."""
        chosen = range(len(self.groups)) if groups is None else groups
        found: Draws = self._spend[list(chosen), :, channel].sum(axis=0) * self.weights[:, :, channel]
        return found

    def base_year(self, channel: int) -> Draws:
        """Return what was spent in a channel in the same month of the base year: (d, t)."""
        found: Draws = self.future.price_scale[:, [channel]] * self._spend[:, :, channel].sum(axis=0)
        return found

    def spend(self, world: World, groups: Sequence[int] | None = None) -> Draws:
        """Return end-customer spend by channel: (d, t, k); of some groups without what is paid later.

        E_k = Σ_f share moved from f to k · base spend of f (METHOD §5.3), and what is paid later.
        """
        chosen = list(world.groups if groups is None else groups)
        found = of_planes(np.zeros((len(self.channels), self.months, self.draws)))
        for k in range(len(self.channels)):
            for g, f, share in world.spent_in(k, tuple(chosen)):
                found[:, :, k] += self._spend[g, :, f] * self.weights[:, :, f] * share
        if groups is None:
            for channel, amount in world.paid_later.items():
                found[:, :, channel] += amount
        return found

    def spend_at_base_prices(self, world: World, channel: int) -> Draws:
        """Return what a channel's customers would spend on the same pieces at the prices of the base year: (d, t).

        What is paid later counts as it is paid.
        """
        later = world.paid_later.get(channel, np.zeros(1))
        found = np.broadcast_to(later, (self.draws, self.months)).copy()
        for g in world.groups:
            found += self.spend(world, (g,))[:, :, channel] / world.end_price(channel, g)
        return found

    def sales_at_base_prices(self, world: World, margins: tuple[Draws, Draws] | None = None) -> Draws:
        """Return what each channel's net sales would be at the prices and terms of the base year: (d, t, k).

        They tell volume: what a world changes on price lists, discounts and bonuses is undone, and spending is
        taken at the end prices of the base year.

        Args:
            margins: of this world, where they are known already.
        """
        opened = {self.index(channel) for channel in self.market.opened}  # factors are all that sets their lines
        kept = {key: factor for key, factor in world.factors.items() if key[0] in opened or key[2] not in REVENUE}
        if len(kept) == len(world.factors) and not world.end_prices:
            return (margins or self.margins(world))[0]
        undone = replace(world, factors=kept)
        for (channel, g), price in world.end_prices.items():
            undone = undone.with_factor(channel, REVENUE, 1 / price, (g,))
        return self.margins(undone)[0]

    def amounts(self, world: World, channel: int, lines: Sequence[str], groups: Sequence[int]) -> Draws:
        """Return what some groups of cells leave on variable lines of a channel: (d, t, line), additions aside."""
        of_these = {key: each for key, each in world.planes.items() if key[0] in groups and key[2] == channel}
        base = self.base[..., [VARIABLE.index(line) for line in lines]]
        found: Draws = self._by_month(replace(world, planes=of_these), base, lines)[:, :, channel]
        return found

    def totals(self, world: World, labels: NDArray[np.int64], count: int) -> Draws:
        """Return net sales and contribution margin 1 of groups of market cells over the horizon: (d, label, 2).

        What a lever adds to a line of a channel stands under no cell: it is spread like the
        spending that the channel has more than today, or like all of it where it has no more.

        Args:
            labels: (j,) of each cell, 0 … count − 1.
        """
        lines = _Lines.of(world)
        rates = [np.where((labels == label)[:, np.newaxis], self.market.rates, 0.0) for label in range(count)]
        columns = np.concatenate([lines.columns(self._base(each)) for each in rates], axis=-1)
        out = self._over_horizon(world, columns, lines.names * count)
        found = np.empty((self.draws, count, 2))
        for label, part in enumerate(np.split(out, count, axis=-1)):
            sales, margin = lines.margins(part, self.future.margin_shift)
            found[:, label, 0], found[:, label, 1] = sales.sum(axis=1), margin.sum(axis=1)
        self._spread(world, labels, found)
        return found

    def _spread(self, world: World, labels: NDArray[np.int64], totals: Draws) -> None:
        """Add to totals, (d, label, 2), what stands under a channel alone; with nothing sold there, evenly."""
        added = [(place, line, x) for (place, line), x in world.added.items() if line in VARIABLE]
        if not added:
            return
        count = totals.shape[1]
        belongs = (labels[:, np.newaxis] == np.arange(count)).astype(np.float64)
        everywhere = np.broadcast_to(belongs, (len(self.channels), *belongs.shape))
        base, names = self._base(everywhere), ("",) * count
        spent = self._over_horizon(world, base, names)
        more = np.maximum(spent - self._over_horizon(self.unchanged(), base, names), 0.0)
        grown = more.sum(axis=-1, keepdims=True) > _NOTHING * spent.sum(axis=-1, keepdims=True)
        by = np.where(grown, more, spent)
        whole = by.sum(axis=-1, keepdims=True)
        share = np.divide(by, whole, out=np.full_like(by, 1 / count), where=whole > 0)
        for place, line, amount in added:
            if place is not None:
                over = np.broadcast_to(amount, (self.draws, self.months)).sum(axis=1)
                totals[:, :, 1] += over[:, np.newaxis] * share[:, place]
                if line in REVENUE:
                    totals[:, :, 0] += over[:, np.newaxis] * share[:, place]

    def margins(self, world: World) -> tuple[Draws, Draws]:
        """Return net sales and contribution margin 1 of each channel, additions included: (d, t, k) each."""
        lines = _Lines.of(world)
        out = self._by_month(world, lines.columns(self.base), lines.names)
        sales, margin = lines.margins(out, self.future.margin_shift[:, np.newaxis, :])
        for (channel, line), amount in world.added.items():
            if channel is not None and line in VARIABLE:
                margin[:, :, channel] += amount
                if line in REVENUE:
                    sales[:, :, channel] += amount
        return sales, margin

    def fixed(self, world: World) -> Draws:
        """Return fixed costs by channel: (d, t, k, 2), negative."""
        shape = (self.draws, self.months, len(self.channels), len(FIXED))
        found = np.broadcast_to(self.market.fixed, shape).copy()
        for (channel, _, line), factor in world.factors.items():
            if line in FIXED:
                found[:, :, channel, FIXED.index(line)] *= factor
        for (place, line), amount in world.added.items():
            if place is not None and line in FIXED:
                found[:, :, place, FIXED.index(line)] += amount
        return found

    def company(self, world: World) -> Draws:
        """Return what stands under no channel: (d, t): overhead, what no driver can split, one-off costs."""
        constant = self.market.overhead.sum() + self.market.unallocated
        found = np.full((self.draws, self.months), constant)
        for (channel, line), amount in world.added.items():
            if channel is None or line == ONE_OFF:
                found += amount
        return found

    def ebitda(self, world: World, margins: tuple[Draws, Draws] | None = None) -> Draws:
        """Return the monthly EBITDA contribution, one-off costs included: (d, t) (METHOD §5.1, §5.3).

        Args:
            margins: of this world, where they are known already.
        """
        _, margin = margins or self.margins(world)
        found: Draws = margin.sum(axis=2) + self._fixed_in_all(world) + self.company(world)
        return found

    def _fixed_in_all(self, world: World) -> Draws:
        """Return the fixed costs of all channels: (d, t)."""
        found = np.full((self.draws, self.months), self.market.fixed.sum())
        for (channel, _, line), factor in world.factors.items():
            if line in FIXED:
                found += self.market.fixed[channel, FIXED.index(line)] * (factor - 1)
        for (place, line), amount in world.added.items():
            if place is not None and line in FIXED:
                found += amount
        return found

    def value(self, world: World) -> Draws:
        """Return V, the discounted EBITDA contribution of the horizon minus one-off costs: (d,) (METHOD §3.11)."""
        found: Draws = self.ebitda(world) @ self.future.discount
        return found

    def partner_earnings(self, world: World, margins: tuple[Draws, Draws] | None = None) -> Draws:
        """Return what partners earn by channel over the horizon: (d, k); 0 where there is none.

        E − net sales where they resell; commissions where they are agents (METHOD §5.1, system view).

        Args:
            margins: of this world, where they are known already.
        """
        market = self.market
        sales, _ = margins or self.margins(world)
        earned: Draws = (self.spend(world) - sales).sum(axis=1) * market.indirect
        if market.on_commission.any():
            column = [VARIABLE.index("commissions")]
            paid = -self._over_horizon(world, self.base[..., column], ("commissions",))[..., 0]
            for (channel, line), amount in world.added.items():
                if channel is not None and line == "commissions":
                    paid[:, channel] -= np.broadcast_to(amount, (self.draws, self.months)).sum(axis=1)
            earned += paid * market.on_commission
        return earned

    def _by_month(self, world: World, base: Draws, columns: Sequence[str]) -> Draws:
        """Return columns of ``base`` in a world, each a line or several of them: (d, t, k, column)."""
        return self._contracted(world, base, columns, self.months)

    def _over_horizon(self, world: World, base: Draws, columns: Sequence[str]) -> Draws:
        """Return the columns added up over the horizon: (d, k, column)."""
        return self._contracted(world, base, columns, 1)[:, 0]

    def _contracted(self, world: World, base: Draws, columns: Sequence[str], rows: int) -> Draws:
        from tramite.decisions.contraction import contract  # noqa: PLC0415 - its compiler, for whoever simulates

        out = np.empty((len(columns), len(self.channels), rows, self.draws))
        factors = self._factors(world, columns)
        contract(world.planes, planes(self.weights), np.ascontiguousarray(base), *factors, out)
        # An end price above what it was taken for means more spending, not more for us.
        out /= self.future.price_scale.T[:, np.newaxis]
        return out.T

    def _factors(self, world: World, columns: Sequence[str]) -> tuple[NDArray[np.int64], Draws]:
        """Return which factor each group, channel and column has, and the factors: (row, t, d), row 0 of ones."""
        rows = [np.ones((self.months, self.draws))]
        factor_of = np.zeros((len(self.groups), len(self.channels), len(columns)), dtype=np.int64)
        for (channel, group, line), factor in world.factors.items():
            places = [place for place, name in enumerate(columns) if name == line]
            if places:
                factor_of[group, channel, places] = len(rows)
                rows.append(np.broadcast_to(factor, (self.draws, self.months)).T)
        return factor_of, np.stack(rows)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a world: those that a factor changes alone, the others added up before the draws."""

    changed: tuple[str, ...]

    @classmethod
    def of(cls, world: World) -> _Lines:
        """Return the changed lines in the order of the statement."""
        changed = {line for _, _, line in world.factors}
        return cls(tuple(line for line in VARIABLE if line in changed))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns: other revenue, other costs, then each changed line."""
        return ("", "", *self.changed)

    def columns(self, base: Draws) -> Draws:
        """Return (…, column) of (…, line)."""
        kept = [c for c, line in enumerate(VARIABLE) if line not in self.changed]
        parts = [
            base[..., [c for c in kept if c < _SALES]].sum(axis=-1, keepdims=True),
            base[..., [c for c in kept if c >= _SALES]].sum(axis=-1, keepdims=True),
            base[..., [VARIABLE.index(line) for line in self.changed]],
        ]
        return np.concatenate(parts, axis=-1)

    def margins(self, out: Draws, shift: Draws) -> tuple[Draws, Draws]:
        """Return net sales and contribution margin 1 of amounts (…, column), the uncertain margin added."""
        sales, margin = out[..., 0].copy(order="K"), out[..., 0] + out[..., 1]
        for place, line in enumerate(self.changed, 2):
            margin += out[..., place]
            if line in REVENUE:
                sales += out[..., place]
        margin += sales * shift
        return sales, margin


def groups_of(targets: Sequence[frozenset[int]], cells: int) -> tuple[frozenset[int], ...]:
    """Split cells into the largest groups that no target cuts.

    Args:
        targets: the cells that each lever aims at. cells: how many there are.
    """
    signatures: dict[tuple[bool, ...], list[int]] = {}
    for cell in range(cells):
        signatures.setdefault(tuple(cell in target for target in targets), []).append(cell)
    return tuple(frozenset(group) for group in signatures.values())

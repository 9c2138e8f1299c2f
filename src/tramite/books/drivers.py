"""The drivers that split a cost: over channels, and inside a channel over its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from tramite.books.credit import balances_by_partner
from tramite.books.lines import UNALLOCATED
from tramite.books.partner_tables import channel_of_partner, segment_of_partner
from tramite.books.places import BY_CHANNEL, Dimension, Place
from tramite.books.rows import Tables
from tramite.books.sales import Sales, orders_by_place, summed_by_channel
from tramite.books.serving import minutes_by_partner
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

_MEASURES = {"net_sales": "net_amount", "direct": "net_amount", "units": "units"}
Shares = tuple[tuple[Place, float, bool], ...]


class Drivers:
    """Shares of channels and places in a driver, over a whole period; each is worked out when first asked."""

    def __init__(
        self,
        tables: Tables,
        definition: CaseDefinition,
        period: Period,
        sales: Mapping[Place, Sales],
        dimensions: Sequence[Dimension],
    ) -> None:
        self._tables, self._definition, self._period = tables, definition, period
        self._sales, self._dimensions = sales, tuple(dimensions)
        self._inside: dict[tuple[str, str, str | None], Shares] = {}

    @property
    def nowhere(self) -> Place:
        """Where costs stay that no driver can split."""
        return (UNALLOCATED,) * len(self._dimensions)

    def over_channels(self, driver: str, channels: Sequence[str]) -> dict[str, float]:
        """Return the share of each channel in a driver; empty where it cannot be told.

        The shares sum to 1; those of ``minutes`` to less, where the serving capacity was not all used: the rest is
        the cost of idle time, which no channel caused (Kaplan & Anderson 2004).
        """
        values: dict[str, float] = {}
        for channel in channels:
            value = self._of_channel(driver, channel)
            if value is None or value < 0:
                return {}
            values[channel] = value
        total = sum(values.values())
        capacity = self._definition.serving.practical_minutes
        if driver == "minutes" and capacity is not None:
            total = max(total, capacity * self._period.months)
        return {channel: value / total for channel, value in values.items()} if total > 0 else {}

    def inside(self, channel: str, driver: str, partner: str | None = None) -> Shares:
        """Return the places of a channel that share a cost: place, share, and whether the cost names it.

        What was made for a partner goes to it; what the driver cannot split further stays, inside the channel, in
        the place ``unallocated``. Shares sum to 1. A place with a driver of zero or less bears nothing.
        """
        key = (channel, driver, partner)
        if key not in self._inside:
            self._inside[key] = self._split(channel, driver, partner)
        return self._inside[key]

    def _split(self, channel: str, driver: str, partner: str | None) -> Shares:
        known = self._coordinates(channel, partner)
        unknown = [dimension for dimension in self._dimensions if dimension not in known]
        if not unknown:
            return ((tuple(known[dimension] for dimension in self._dimensions), 1.0, True),)
        if partner is None and driver in ("minutes", "receivables"):
            return self._by_partner(channel, driver)
        values = self._values(driver, known)
        total = sum(values.values())
        if total <= 0:
            return ((tuple(known.get(dimension, UNALLOCATED) for dimension in self._dimensions), 1.0, False),)
        return tuple((place, value / total, False) for place, value in values.items() if value)

    def _by_partner(self, channel: str, driver: str) -> Shares:
        amounts = {p: self._partner_values(driver).get(p, 0.0) for p in self._partners_of(channel)}
        total = sum(amounts.values())
        if total <= 0 or not {"partner", "segment"} & set(self._dimensions):
            return self._split(channel, "net_sales", None)
        shares: dict[Place, float] = {}
        for partner, amount in amounts.items():
            for place, share, _ in self.inside(channel, "net_sales", partner) if amount else ():
                shares[place] = shares.get(place, 0.0) + share * amount / total
        return tuple((place, share, False) for place, share in shares.items())

    def _coordinates(self, channel: str, partner: str | None) -> dict[str, str | None]:
        """Return what is known of where a cost belongs, by dimension."""
        if channel == UNALLOCATED:
            return dict.fromkeys(self._dimensions, UNALLOCATED)
        known: dict[str, str | None] = {"channel": channel}
        if partner is not None:
            known |= {"partner": partner, "segment": self._segments.get(partner)}
        return {dimension: member for dimension, member in known.items() if dimension in self._dimensions}

    def _values(self, driver: str, known: Mapping[str, str | None]) -> dict[Place, float]:
        """Return the driver of each place with these coordinates, none below zero; empty where one is n.d."""
        here = [
            place for place in self._sales
            if all(place[self._dimensions.index(d)] == member for d, member in known.items())
        ]  # fmt: skip
        if driver == "orders":
            return {place: float(self._orders_by_place.get(place, 0)) for place in here}
        measure = _MEASURES.get(driver)
        totals = {place: self._sales[place].total(measure) if measure else None for place in here}
        if any(total is None for total in totals.values()):
            return {}
        return {place: max(float(total or 0), 0.0) for place, total in totals.items()}

    def _of_channel(self, driver: str, channel: str) -> float | None:
        if driver in ("minutes", "receivables"):
            values = self._partner_values(driver)
            return sum(values.get(p, 0.0) for p in self._partners_of(channel)) if values else None
        if driver == "orders":
            found = self._orders.get((channel,))
            return None if found is None else float(found)
        sales, measure = self._by_channel.get(channel), _MEASURES.get(driver)
        total = sales.total(measure) if sales is not None and measure is not None else None
        return None if total is None else float(total)

    def _partner_values(self, driver: str) -> Mapping[str, float]:
        return self._minutes if driver == "minutes" else self._balances

    def _partners_of(self, channel: str) -> list[str]:
        return [partner for partner, its in self._channels.items() if its == channel]

    @cached_property
    def _by_channel(self) -> Mapping[str, Sales]:
        return summed_by_channel(self._sales, self._tables, self._definition, self._period)

    @cached_property
    def _orders(self) -> Mapping[Place, int]:
        return orders_by_place(self._tables, self._definition, self._period, BY_CHANNEL)

    @cached_property
    def _orders_by_place(self) -> Mapping[Place, int]:
        return orders_by_place(self._tables, self._definition, self._period, self._dimensions)

    @cached_property
    def _minutes(self) -> Mapping[str, float]:
        return minutes_by_partner(self._tables, self._period)

    @cached_property
    def _balances(self) -> Mapping[str, float]:
        return balances_by_partner(self._tables, self._period)

    @cached_property
    def _channels(self) -> Mapping[str, str]:
        return channel_of_partner(self._tables)

    @cached_property
    def _segments(self) -> Mapping[str, str | None]:
        return segment_of_partner(self._tables)

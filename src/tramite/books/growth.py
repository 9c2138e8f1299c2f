"""Why sales grew or fell: more partners, more customers (or orders) for each, or more spend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw

from tramite.books.kpi_ground import Ground
from tramite.books.places import revenue_table
from tramite.books.rows import Tables
from tramite.books.sales import orders_by_place, sales_by_channel
from tramite.kernel.case import Channel
from tramite.kernel.figures import figure
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say

Factor = Literal["partners", "customers_each", "orders_each", "customers", "spend_each", "order_value"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One factor: its value before and now, and its part of the change, in the currency of the case."""

    factor: Factor
    before: float
    now: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Change of what was invoiced in a channel, by its drivers; their contributions sum to the change."""

    channel_id: str
    before: float
    now: float
    drivers: tuple[Driver, ...]
    currency: str
    sources: tuple[Source, ...] = ()

    @property
    def change(self) -> float:
        """Invoiced now minus before."""
        return self.now - self.before

    def say(self, language: Language = "en") -> str:
        """Write the change and its drivers in a line."""
        parts = ", ".join(
            f"{say(f'rules.factor_{driver.factor}', language)} {self._money(driver.contribution, language)}"
            for driver in self.drivers
        )
        return f"{self.channel_id}: {self._money(self.change, language)} = {parts}"

    def __str__(self) -> str:
        return self.say()

    def _money(self, amount: float, language: Language) -> str:
        return figure(amount, "money", language, self.currency)


def decompose_growth(ground: Ground, *, tables: Tables) -> tuple[Growth, ...]:
    """Split the change of each channel's invoices against the period before into its drivers.

    V = partners × customers per partner × spend per customer, where sell-out names the customers; else
    partners × orders per partner × order value; without partners, customers × orders each × order value.
    Driver k has (V₁ − V₀)/ln(V₁/V₀) · ln(k₁/k₀), the log-mean Divisia index: exact, without a remainder
    (Ang 2004; METHOD §5.2).

    Args:
        ground: what :func:`~tramite.books.kpi_ground.ground_of` gathered from ``tables``.

    Returns: channels with sales in both periods; one whose invoices do not reach back, or that has no sales in one
        of the two, is left out: its growth is n.d.
    """
    definition, period = ground.definition, ground.period
    before = sales_by_channel(tables, definition, period.previous())
    orders = orders_by_place(tables, definition, period.previous())
    found = []
    for channel in definition.selling_channels:
        if channel.id not in ground.sales or not ground.two_periods(channel.id):
            continue
        first, last = before[channel.id], ground.sales[channel.id]
        volumes = (float(first.total("net_amount") or 0), float(last.total("net_amount") or 0))
        counts = _counts(ground, channel, (orders[channel.id,], ground.orders[channel.id]))
        if counts is None or min(volumes) <= 0:
            continue
        names, steps = counts
        drivers = log_mean_drivers(names, *(_factors(v, step) for v, step in zip(volumes, steps, strict=True)))
        detail = phrase("methods.rows", measure="net_amount", channel=channel.id, period=period)
        source = Source("table", revenue_table(channel), detail, simulated=definition.simulated.books)
        found.append(Growth(channel.id, *volumes, drivers, definition.currency, (source,)))
    return tuple(found)


def log_mean_drivers(names: Sequence[Factor], before: Sequence[float], now: Sequence[float]) -> tuple[Driver, ...]:
    """Give each factor of a product its part of the product's change; the parts sum to it.

    Args:
        names: of the factors. before, now: their values, all above zero.
    """
    v0, v1 = math.prod(before), math.prod(now)
    mean = v0 if math.isclose(v0, v1, rel_tol=1e-12) else (v1 - v0) / math.log(v1 / v0)
    return tuple(
        Driver(name, x0, x1, mean * math.log(x1 / x0)) for name, x0, x1 in zip(names, before, now, strict=True)
    )


def growth_frame(growths: Sequence[Growth]) -> Any:  # noqa: ANN401
    """Return one row per channel and driver: a Polars frame."""
    rows = [(g.channel_id, d.factor, d.before, d.now, d.contribution) for g in growths for d in g.drivers]
    names = ("channel_id", "factor", "before", "now", "contribution")
    schema = {name: nw.String() if place < 2 else nw.Float64() for place, name in enumerate(names)}
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return nw.from_dict(columns, schema, backend="polars").to_native()


def _counts(
    ground: Ground, channel: Channel, orders: tuple[int, int]
) -> tuple[tuple[Factor, Factor, Factor], tuple[tuple[int, int], tuple[int, int]]] | None:
    """Return the names of the factors, and in each period the two counts behind them, the outer one first."""
    buyers = ground.customers.get(channel.id)
    customers = (buyers.before, buyers.now) if buyers is not None else (0, 0)
    names: tuple[Factor, Factor, Factor]
    if channel.reach == "direct":
        outer, inner, names = customers, orders, ("customers", "orders_each", "order_value")
    else:
        outer = (len(ground.partners_before.get(channel.id, {})), len(ground.partners.get(channel.id, {})))
        inner, names = orders, ("partners", "orders_each", "order_value")
        if min(customers) > 0:
            inner, names = customers, ("partners", "customers_each", "spend_each")
    if min(*outer, *inner) <= 0:
        return None
    return names, ((outer[0], inner[0]), (outer[1], inner[1]))


def _factors(volume: float, counts: Sequence[int]) -> tuple[float, ...]:
    outer, inner = counts
    return float(outer), inner / outer, volume / inner

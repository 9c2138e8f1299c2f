"""Costs on channels: charged where the ledger names the channel, else split by a driver that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.lines import UNALLOCATED
from tramite.books.sales import ChannelSales, Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.wording import Language, say


@dataclass(slots=True)
class Charge:
    """What one channel bears of one cost line: amounts per month (positive), and by which way it came."""

    monthly: list[float]
    allocated: float = 0.0
    grounds: dict[tuple[str, str], None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Driven:
    """Which accounts a charge is made of, and by which driver each was split."""

    line: str
    grounds: tuple[tuple[str, str], ...]

    def say(self, language: Language = "en") -> str:
        """Write accounts by driver; a line with no row for the channel says so."""
        if not self.grounds:
            return say("methods.no_charge", language, line=say(f"lines.{self.line}", language))
        accounts: dict[str, list[str]] = {}
        for account, driver in self.grounds:
            accounts.setdefault(driver, []).append(account)
        return "; ".join(
            f"{say(f'methods.driver_{driver}', language)}: {', '.join(names)}"
            for driver, names in accounts.items()
        )


@dataclass(frozen=True, slots=True)
class _CostRow:
    channel_id: str | None
    line: str
    account: str
    driver: str
    month: date
    amount: float


def charge_costs(
    tables: Tables, definition: CaseDefinition, period: Period, sales: Mapping[str, ChannelSales]
) -> dict[tuple[str, str], Charge]:
    """Charge the rows of ``costs`` to selling channels.

    A row that names a selling channel goes there. A row that names a channel which only feeds others goes to those
    that it serves; a row that names none goes to all; both are split by the row's driver, taken over the whole
    period (``net_sales``, ``units`` or ``orders``). What cannot be split (driver ``none``, or sales n.d.) stays
    under the channel ``unallocated``, so that the sum still meets the ledger.

    Returns: (channel, line) to charge. A line that is in ``costs`` at all has a charge for every selling channel:
        zero where nothing was charged. A line that is recorded nowhere is n.d. and is not here.
    """
    if "costs" not in tables:
        return {}
    rows = _cost_rows(tables, period)
    channels = [channel.id for channel in definition.selling_channels]
    charges = {
        (channel, line): Charge([0.0] * period.months)
        for line in {row.line for row in rows}
        for channel in (*channels, UNALLOCATED)
    }
    index = {month: position for position, month in enumerate(period)}
    for row in rows:
        for channel, share in _split(row, definition, sales).items():
            charge = charges[channel, row.line]
            amount = row.amount * share
            charge.monthly[index[row.month]] += amount
            if channel != row.channel_id:
                charge.allocated += amount
            charge.grounds[row.account, row.driver] = None
    return charges


def _cost_rows(tables: Tables, period: Period) -> list[_CostRow]:
    summed = (
        in_period(tables["costs"], period, "month")
        .group_by("channel_id", "line", "account", "driver", "month")
        .agg(nw.col("amount").sum().alias("amount"))
        .sort("line", "account", "month", "channel_id", "driver")
    )
    return [_cost_row(row) for row in rows_of(summed)]


def _cost_row(row: Mapping[str, Any]) -> _CostRow:
    month, amount = month_key(row["month"]), float(row["amount"])
    return _CostRow(row["channel_id"], row["line"], row["account"], row["driver"], month, amount)


def _split(row: _CostRow, definition: CaseDefinition, sales: Mapping[str, ChannelSales]) -> dict[str, float]:
    selling = [channel.id for channel in definition.selling_channels]
    if row.channel_id in selling:
        return {row.channel_id: 1.0}
    targets = selling
    if row.channel_id is not None:
        targets = [c for c in definition.channel(row.channel_id).sells_to if c in selling]
    return driver_shares(row.driver, targets, sales) or {UNALLOCATED: 1.0}


def driver_shares(driver: str, targets: Sequence[str], sales: Mapping[str, ChannelSales]) -> dict[str, float]:
    """Return the share of each target channel in a driver, summing to 1; empty where it cannot be told."""
    values: dict[str, float] = {}
    for channel in targets:
        value = _driver_value(driver, sales.get(channel))
        if value is None or value < 0:
            return {}
        values[channel] = value
    total = sum(values.values())
    return {channel: value / total for channel, value in values.items()} if total > 0 else {}


def _driver_value(driver: str, sales: ChannelSales | None) -> float | None:
    if sales is None:
        return None
    if driver == "orders":
        return float(sum(sales.orders))
    measure = {"net_sales": "net_amount", "direct": "net_amount", "units": "units"}.get(driver)
    total = sales.total(measure) if measure else None
    return None if total is None else float(total)

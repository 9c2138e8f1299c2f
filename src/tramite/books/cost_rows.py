"""What is to be charged: rows of the ledger of costs, and what serving and credit cost where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source


@dataclass(frozen=True, slots=True)
class CostRow:
    """One cost of one month, positive, in the currency of the case.

    Attributes:
        channel_id: who bears it; ``None``: all. partner_id: for whom it was made, where that is known.
        driver: how it is split where a channel or a place inside it is not named.
    """

    channel_id: str | None
    partner_id: str | None
    line: str
    account: str
    driver: str
    month: date
    amount: float


@dataclass(frozen=True, slots=True)
class Derived:
    """A cost that the ledger does not hold, worked out from another table.

    Attributes:
        channels: selling channels of which it is known; in the others the line is n.d.
        sources: what it was worked out from.
    """

    line: str
    rows: tuple[CostRow, ...]
    channels: frozenset[str]
    sources: tuple[Source, ...]


def ledger_rows(tables: Tables, period: Period) -> list[CostRow]:
    """Return the rows of ``costs`` of a period, summed by all that tells them apart."""
    if "costs" not in tables:
        return []
    summed = (
        in_period(tables["costs"], period, "month")
        .group_by("channel_id", "line", "account", "driver", "month")
        .agg(nw.col("amount").sum().alias("amount"))
        .sort("line", "account", "month", "channel_id", "driver")
    )
    return [
        CostRow(
            row["channel_id"], None, row["line"], row["account"], row["driver"],
            month_key(row["month"]), float(row["amount"]),
        )
        for row in rows_of(summed)
    ]  # fmt: skip


def charged_to(channel_id: str | None, definition: CaseDefinition) -> tuple[str, ...]:
    """Return the selling channels that bear what is charged to a channel: itself, or those that it serves.

    What names no channel is charged to all.
    """
    selling = tuple(channel.id for channel in definition.selling_channels)
    if channel_id is None:
        return selling
    if channel_id in selling:
        return (channel_id,)
    return tuple(c for c in definition.channel(channel_id).sells_to if c in selling)


def partner_row(
    partner_id: str, month: date, amount: float, *, line: str, account: str, channels: Mapping[str, str],
    definition: CaseDefinition,
) -> CostRow:  # fmt: skip
    """Return a cost made for one partner; one of a partner whose channel only feeds others is split over these."""
    channel = channels.get(partner_id)
    sells = channel is not None and definition.channel(channel).sells
    return CostRow(channel, partner_id if sells else None, line, account, "net_sales", month, amount)

"""End customers of two periods: who bought, who bought again, who is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period, rows_of
from tramite.kernel.method import Method
from tramite.kernel.periods import Period, add_months


@dataclass(frozen=True, slots=True)
class Buyers:
    """End customers of a channel.

    Attributes:
        now, before: who bought in the period, and in the one before (0 where sales do not reach back).
        kept: who bought in both. new: whose first purchase lies in the period; ``None`` is n.d.
        amount_before, amount_kept: Σ before and Σ min(now, before) of what each was invoiced.
    """

    now: int
    before: int
    kept: int
    new: int | None
    amount_before: float
    amount_kept: float


def buyers_by_channel(tables: Tables, *, period: Period, since: date | None, method: Method) -> dict[str, Buyers]:
    """Count the end customers of each channel.

    A channel with a line that names no customer, in the period or the one before, is not here: a partial count
    would pass for a whole one. A customer is new who never bought before in ``access_lookback_months`` or more
    of history.

    Args:
        since: month of the first line of ``sell_out``.
    """
    if "sell_out" not in tables or since is None:
        return {}
    both = Period(period.previous().first, period.last)
    lines = in_period(tables["sell_out"].select("date", "channel_id", "customer_id", "net_amount"), both)
    unnamed = lines.filter(nw.col("customer_id").is_null()).group_by("channel_id").agg(nw.len().alias("lines"))
    without = {row["channel_id"] for row in rows_of(unnamed)}
    two_periods = since <= both.first
    fresh = _new_by_channel(tables, period) if since <= _lookback(period, method) else None
    found = {}
    for row in rows_of(_counted(lines, period)):
        channel = row["channel_id"]
        if channel in without or not row["now"]:
            continue
        found[channel] = Buyers(
            now=int(row["now"]),
            before=int(row["before"]) if two_periods else 0,
            kept=int(row["kept"]) if two_periods else 0,
            new=None if fresh is None else fresh.get(channel, 0),
            amount_before=float(row["amount_before"]) if two_periods else 0.0,
            amount_kept=float(row["amount_kept"]) if two_periods else 0.0,
        )
    return found


def _lookback(period: Period, method: Method) -> date:
    return add_months(period.first, -method.access_lookback_months)


def _counted(lines: nw.LazyFrame[Any], period: Period) -> nw.LazyFrame[Any]:
    inside = nw.col("date") >= period.first
    none = nw.lit(0).cast(nw.Decimal(38, 4))
    amount = nw.col("net_amount").cast(nw.Decimal(38, 4))
    by_customer = (
        lines.filter(~nw.col("customer_id").is_null())
        .with_columns(
            in_now=nw.when(inside).then(nw.lit(1)).otherwise(nw.lit(0)),
            now=nw.when(inside).then(amount).otherwise(none),
            before=nw.when(inside).then(none).otherwise(amount),
        )
        .group_by("channel_id", "customer_id")
        .agg(
            nw.col("in_now").max().alias("bought_now"),
            nw.col("in_now").min().alias("only_now"),
            nw.col("now").sum().alias("now"),
            nw.col("before").sum().alias("before"),
        )
    )
    return (
        by_customer.with_columns(
            bought_before=1 - nw.col("only_now"),
            least=nw.when(nw.col("now") < nw.col("before")).then(nw.col("now")).otherwise(nw.col("before")),
        )
        .with_columns(kept=nw.col("bought_now") * nw.col("bought_before"))
        .group_by("channel_id")
        .agg(
            nw.col("bought_now").sum().alias("now"),
            nw.col("bought_before").sum().alias("before"),
            nw.col("kept").sum().alias("kept"),
            nw.col("before").sum().alias("amount_before"),
            nw.col("least").sum().alias("amount_kept"),
        )
    )


def _new_by_channel(tables: Tables, period: Period) -> dict[str, int]:
    first = (
        tables["sell_out"]
        .filter(~nw.col("customer_id").is_null())
        .group_by("channel_id", "customer_id")
        .agg(nw.col("date").min().alias("first"))
    )
    fresh = in_period(first, period, "first").group_by("channel_id").agg(nw.len().alias("count"))
    return {row["channel_id"]: int(row["count"]) for row in rows_of(fresh)}

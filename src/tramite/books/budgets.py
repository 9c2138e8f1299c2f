"""Sales budgets by channel."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.books.rows import Tables
from tramite.kernel.periods import Period, add_months


@dataclass(frozen=True, slots=True)
class Budget:
    """What is aimed at in a period: net sales, and the months of the period for which there is a budget."""

    amount: float
    months: int


def budgets_by_channel(tables: Tables, period: Period) -> dict[str, Budget]:
    """Return the budget by channel, by the months of each budget that lie in the period; none where it is zero."""
    if "budgets" not in tables:
        return {}
    amounts: dict[str, float] = {}
    months: dict[str, set[object]] = {}
    inside = tables["budgets"].select("month", "months", "channel_id", "net_amount").collect()
    for row in inside.rows(named=True):
        budget = Period(row["month"], add_months(row["month"], row["months"] - 1))
        shared = [month for month in budget if period.first <= month <= period.last]
        share = len(shared) / budget.months
        channel = row["channel_id"]
        amounts[channel] = amounts.get(channel, 0.0) + float(row["net_amount"]) * share
        months.setdefault(channel, set()).update(shared)
    return {channel: Budget(amount, len(months[channel])) for channel, amount in amounts.items() if amount}

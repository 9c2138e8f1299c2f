"""What it costs that partners pay later: capital in receivables, and debts written off."""

from __future__ import annotations

from datetime import date

import narwhals as nw

from tramite.books.cost_rows import Derived, partner_row
from tramite.books.partner_tables import channel_of_partner
from tramite.books.rows import Tables, in_period, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period, add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

LINE = "credit"
_DAYS = 365


def balances_by_partner(tables: Tables, period: Period) -> dict[str, float]:
    """Return the sum of each partner's balances at the ends of the months; nothing if a month is not recorded.

    The vendor keeps these accounts: in a month that is recorded at all, a partner without a row owes nothing.
    """
    if "receivables" not in tables:
        return {}
    found = _balances(tables, period)
    if {month for _, month in found} != set(period):
        return {}
    sums: dict[str, float] = {}
    for (partner, _), (owed, _) in found.items():
        sums[partner] = sums.get(partner, 0.0) + owed
    return sums


def credit_costs(tables: Tables, definition: CaseDefinition, period: Period) -> Derived | None:
    """Work out line 13 from receivables, for a case whose ledger of costs has no such line.

    Cost of a month = owed at its end × yearly cost of capital × days of the month / 365 + written off in it
    (METHOD §5.1). Goods on consignment are in no table and not in it.

    Returns: ``None`` where a month of the period is not recorded; a mean over the rest would hide the worst.
    """
    if "receivables" not in tables:
        return None
    found = _balances(tables, period)
    if {month for _, month in found} != set(period):
        return None
    rate = definition.method.discount_rate
    channels = channel_of_partner(tables)
    rows = [
        partner_row(
            partner, month, owed * rate * (add_months(month, 1) - month).days / _DAYS + lost,
            line=LINE, account="receivables", channels=channels, definition=definition,
        )
        for (partner, month), (owed, lost) in found.items()
    ]  # fmt: skip
    indirect = frozenset(channel.id for channel in definition.selling_channels if channel.reach == "indirect")
    sources = (
        Source("table", "receivables", phrase("methods.credit"), simulated=definition.simulated.books),
        Source("setting", "discount_rate", f"{rate:g}"),
    )
    return Derived(LINE, tuple(rows), indirect, sources)


def _balances(tables: Tables, period: Period) -> dict[tuple[str, date], tuple[float, float]]:
    """Return what was owed at the end of each month, and written off in it, by partner and month."""
    inside = in_period(tables["receivables"], period, "month")
    summed = inside.group_by("partner_id", "month").agg(
        nw.col("amount").sum().alias("owed"), nw.col("bad_debt").sum().alias("lost")
    )
    rows = sorted(rows_of(summed), key=lambda row: (row["partner_id"], row["month"]))
    return {
        (row["partner_id"], month_key(row["month"])): (float(row["owed"]), float(row["lost"] or 0.0))
        for row in rows
    }

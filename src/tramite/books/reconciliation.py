"""Do the parts meet the ledger? The difference is printed, never absorbed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import narwhals as nw

from tramite.books.rows import Tables, in_period, rows_of
from tramite.books.sales import sales_by_channel
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

_SALES_MEASURES = {
    "gross_sales": "list_amount",
    "discounts": "discount_amount",
    "net_sales": "net_amount",
    "cogs": "cost_amount",
}


@dataclass(frozen=True, slots=True)
class ReconciliationRow:
    """One line of the statement beside the general ledger, in the currency of the case; ``None`` is n.d."""

    line: str
    accounts: tuple[str, ...]
    statement: Decimal | None
    ledger: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Statement minus ledger."""
        return None if self.statement is None or self.ledger is None else self.statement - self.ledger


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The statement beside the ledger, line by line, for a period."""

    period: Period
    currency: str
    rows: tuple[ReconciliationRow, ...]


def reconcile(tables: Tables, *, definition: CaseDefinition, period: Period) -> Reconciliation | None:
    """Set the books' own sums beside the general ledger's, exact to the last decimal.

    Amounts are positive on both sides. Returns ``None`` where the case has no ``ledger``.
    Source: METHOD §5.1 («sum of channels = company ledger, difference printed»).
    """
    if "ledger" not in tables:
        return None
    ledger: dict[str, Decimal] = {}
    accounts: dict[str, list[str]] = {}
    inside = in_period(tables["ledger"], period, "month")
    for row in rows_of(inside.group_by("meets", "account").agg(nw.col("amount").sum()).sort("meets", "account")):
        line = row["meets"]
        if line is not None:
            ledger[line] = ledger.get(line, Decimal(0)) + row["amount"]
            accounts.setdefault(line, []).append(row["account"])
    ours = _own_sums(tables, definition, period)
    order = [line for line in (*_SALES_MEASURES, *ours) if line in ledger]
    lines = dict.fromkeys([*order, *ledger])
    rows = tuple(ReconciliationRow(line, tuple(accounts[line]), ours.get(line), ledger[line]) for line in lines)
    return Reconciliation(period, definition.currency, rows)


def _own_sums(tables: Tables, definition: CaseDefinition, period: Period) -> dict[str, Decimal | None]:
    sales = sales_by_channel(tables, definition, period)
    complete = len(sales) == len(definition.selling_channels)
    sums: dict[str, Decimal | None] = {}
    for line, measure in _SALES_MEASURES.items():
        totals = [channel.total(measure) for channel in sales.values()]
        known = [total for total in totals if total is not None]
        sums[line] = sum(known, Decimal(0)) if complete and len(known) == len(totals) else None
    if "costs" in tables:
        by_line = in_period(tables["costs"], period, "month").group_by("line").agg(nw.col("amount").sum())
        sums |= {row["line"]: row["amount"] for row in rows_of(by_line.sort("line"))}
    return sums

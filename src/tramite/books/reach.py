"""Whom does a partner reach that nobody else does? What caps the access role (METHOD §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import narwhals as nw

from tramite.books.end_customers import by_seller, spending
from tramite.books.overlap import Seller, sources_of
from tramite.books.rows import Tables, month_key, rows_of
from tramite.kernel.method import Method
from tramite.kernel.periods import Period, add_months, month_of
from tramite.kernel.provenance import Source


@dataclass(frozen=True, slots=True)
class Reach:
    """The end customers of one partner.

    Attributes:
        customers, revenue: all that bought from the partner in the look-back, and what they spent there.
        only_here, only_here_revenue: those who bought from nobody else the vendor sells through, nor from the
            vendor.
    """

    partner_id: str
    customers: int
    only_here: int
    revenue: Decimal
    only_here_revenue: Decimal

    @property
    def share(self) -> float:
        """Customers without another purchase, 0–1: the most that the access a may be."""
        return self.only_here / self.customers


@dataclass(frozen=True, slots=True)
class CustomerReach:
    """The reach of every partner whose end customers are known.

    Attributes:
        complete: the books cover the whole look-back; otherwise other purchases may lie before them, and shares
            are too high.
    """

    period: Period
    partners: tuple[Reach, ...]
    complete: bool
    sources: tuple[Source, ...]

    def of(self, partner_id: str) -> Reach | None:
        """Return the reach of a partner; ``None`` is n.d."""
        return next((reach for reach in self.partners if reach.partner_id == partner_id), None)


def customer_reach(tables: Tables, *, last: Period, method: Method) -> CustomerReach | None:
    """Count, partner by partner, the customers with no other purchase in ``access_lookback_months``.

    Args:
        tables: ``sell_out``, and ``links`` where there are. last: the look-back ends with it.

    Returns: ``None`` without ``sell_out``. A partner whose lines name no customer is not there: n.d.
    Source: METHOD §3.5 («cap a at the share of the partner's customers with no other purchase»).
    """
    if "sell_out" not in tables:
        return None
    months = method.access_lookback_months
    period = Period(add_months(last.last, 1 - months), last.last)
    lines = by_seller(spending(tables, period), partners=True)
    spent = lines.filter(~nw.col("entity_id").is_null()).group_by("entity_id", "seller")
    bought = spent.agg(nw.col("net_amount").sum()).filter(nw.col("net_amount") > 0)
    sellers = bought.group_by("entity_id").agg(sellers=nw.len())
    alone = nw.col("sellers") == 1
    reach = (
        bought.join(sellers, on="entity_id")
        .with_columns(here=nw.when(alone).then(1).otherwise(0))
        .with_columns(here_revenue=nw.col("net_amount") * nw.col("here"))
    )
    rows = rows_of(
        reach.group_by("seller")
        .agg(nw.len().alias("customers"), nw.col("here", "net_amount", "here_revenue").sum())
        .sort("seller")
    )
    partners = tuple(
        Reach(seller.id, int(row["customers"]), int(row["here"]), row["net_amount"], row["here_revenue"])
        for row in rows
        if (seller := Seller.of(row["seller"])).kind == "partner"
    )
    first = rows_of(tables["sell_out"].select(nw.col("date").min()))[0]["date"]
    complete = first is not None and month_of(month_key(first)) <= period.first
    return CustomerReach(period, partners, complete, sources_of(tables, period))

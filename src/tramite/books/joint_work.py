"""What the books tell of selling together: who invoices, whose deals are joint, who is visited together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import narwhals as nw

from tramite.books.partner_tables import channel_of_partner
from tramite.books.rows import Tables, in_period, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source

_VISITS = ("visit", "joint_visit")


@dataclass(frozen=True, slots=True)
class Dealing:
    """How one partner sells, as the books show it over a period.

    Attributes:
        title: T, 1 if we invoice the partner (it resells), 0 if it only brings deals; ``None``: not told.
        deals, joint_deals: deals registered for it whose ``joint`` is told, and those with our people.
        visits, joint_visits: visits to it and, of them, those made together to a customer.
        joint: share of the deals that are joint, else of the visits; ``None`` where both are too few.
    """

    title: float | None = None
    deals: int = 0
    joint_deals: int = 0
    visits: int = 0
    joint_visits: int = 0
    joint: float | None = None


@dataclass(frozen=True, slots=True)
class JointWork:
    """The dealings of every partner in the register.

    Attributes:
        tables: those that were there to tell it. sources: grounds, one per table.
    """

    dealings: Mapping[str, Dealing] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def of(self, partner_id: str) -> Dealing:
        """Return what the books tell of a partner; nothing of one that they do not know."""
        return self.dealings.get(partner_id, Dealing())


def joint_work(tables: Tables, *, definition: CaseDefinition, period: Period) -> JointWork:
    """Read from invoices, deals and touches how each partner sells.

    We invoice a partner that is in ``sell_in``: it resells (T = 1). One that has deals and no invoice from us in
    the period brings orders that we invoice (T = 0), if ``sell_in`` is kept at all. The joint share is that of
    registered deals, or of visits where deals are too few: fewer than ``label_deals_min`` tell no share.

    Source: METHOD §3.4 (transactions: invoices, deal registration, joint visits).
    """
    there = tuple(name for name in ("sell_in", "deals", "touches") if name in tables)
    bought = _bought(tables, period)
    deals, visits = _deals(tables, period), _visits(tables, period)
    known = {*channel_of_partner(tables), *bought, *deals, *visits}
    kept, method = "sell_in" in there, definition.method
    dealings = {
        partner: _dealing(partner in bought, kept, deals.get(partner), visits.get(partner), method)
        for partner in sorted(known)
    }
    made = definition.simulated.books
    return JointWork(dealings, there, tuple(Source("table", name, str(period), simulated=made) for name in there))


def _dealing(
    invoiced: bool,
    invoices_kept: bool,
    deals: tuple[int, int] | None,
    visits: tuple[int, int] | None,
    method: Method,
) -> Dealing:
    title = 1.0 if invoiced else 0.0 if invoices_kept and deals and deals[0] else None
    (all_deals, joint_deals), (all_visits, joint_visits) = deals or (0, 0), visits or (0, 0)
    enough = (
        part / whole for whole, part in (deals or (0, 0), visits or (0, 0)) if whole >= method.label_deals_min
    )
    return Dealing(title, all_deals, joint_deals, all_visits, joint_visits, next(enough, None))


def _bought(tables: Tables, period: Period) -> frozenset[str]:
    if "sell_in" not in tables:
        return frozenset()
    rows = rows_of(in_period(tables["sell_in"], period).select("partner_id").unique())
    return frozenset(row["partner_id"] for row in rows)


def _deals(tables: Tables, period: Period) -> dict[str, tuple[int, int]]:
    if "deals" not in tables:
        return {}
    told = in_period(tables["deals"], period).filter(~nw.col("partner_id").is_null(), ~nw.col("joint").is_null())
    rows = rows_of(told.group_by("partner_id", "joint").agg(nw.len().alias("count")))
    return _counted((row["partner_id"], bool(row["joint"]), int(row["count"])) for row in rows)


def _visits(tables: Tables, period: Period) -> dict[str, tuple[int, int]]:
    if "touches" not in tables:
        return {}
    made = in_period(tables["touches"], period).filter(nw.col("kind").is_in(list(_VISITS)))
    rows = rows_of(made.group_by("partner_id", "kind").agg(nw.len().alias("count")))
    return _counted((row["partner_id"], row["kind"] == "joint_visit", int(row["count"])) for row in rows)


def _counted(rows: Iterable[tuple[str, bool, int]]) -> dict[str, tuple[int, int]]:
    """Sum counts to (all, joint) by partner."""
    found: dict[str, tuple[int, int]] = {}
    for partner, joint, count in rows:
        whole, part = found.get(partner, (0, 0))
        found[partner] = (whole + count, part + (count if joint else 0))
    return found

"""How many end customers do partners, or channels, have in common?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal, Self

import narwhals as nw

from tramite.books.end_customers import by_seller, spending
from tramite.books.rows import Tables, rows_of
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source

Between = Literal["partners", "channels"]


@dataclass(frozen=True, slots=True, order=True)
class Seller:
    """Who sells to end customers: a partner, or a channel (one of the vendor's own, or all partners of it)."""

    kind: Literal["partner", "channel"]
    id: str

    @classmethod
    def of(cls, seller: str) -> Self:
        """Read ``partner:<id>`` or ``channel:<id>``."""
        kind, _, name = seller.partition(":")
        return cls("partner" if kind == "partner" else "channel", name)


@dataclass(frozen=True, slots=True)
class OverlapCell:
    """One cell of the matrix.

    Attributes:
        customers: end customers who bought from ``one`` and from ``other``; on the diagonal, all of ``one``.
        revenue: what these customers spent with ``one``, in the currency of the case; ``None`` is n.d.
        share: ``customers`` as a share of all customers of ``one``, 0–1.
    """

    one: Seller
    other: Seller
    customers: int
    revenue: Decimal | None
    share: float


@dataclass(frozen=True, slots=True)
class CustomerOverlap:
    """The matrix, without the cells where nobody is in common.

    Attributes:
        unnamed_revenue: sales on lines that name no end customer: they cannot be seen here.
    """

    period: Period
    between: Between
    cells: tuple[OverlapCell, ...]
    unnamed_revenue: Decimal | None
    sources: tuple[Source, ...]

    def cell(self, one: Seller, other: Seller) -> OverlapCell | None:
        """Return a cell; ``None`` if the two have no customer in common."""
        return next((cell for cell in self.cells if (cell.one, cell.other) == (one, other)), None)

    def to_rows(self) -> Iterator[dict[str, object]]:
        """Walk through the cells as rows of a table."""
        for cell in self.cells:
            yield asdict(cell) | {"one": cell.one.id, "other": cell.other.id}


def customer_overlap(
    tables: Tables, *, period: Period, between: Between = "partners", counts_only: bool = False
) -> CustomerOverlap | None:
    """Count the end customers that sellers share.

    n_ab = |{i : spend_ia > 0 and spend_ib > 0}|; revenue_ab = Σ_i spend_ia over these. The matrix of revenue is
    not symmetric: it reads «of what ``one`` sells, this much goes to customers of ``other``».

    Args:
        tables: ``sell_out``, and ``links`` where entries of one customer were joined.
        between: ``partners`` (with the vendor's own channels beside them) or ``channels``.
        counts_only: leave amounts out, where partners gave names but no sales.

    Returns: ``None`` without ``sell_out``.
    Source: METHOD §3.5, §3.8.
    """
    if "sell_out" not in tables:
        return None
    lines = by_seller(spending(tables, period), partners=between == "partners")
    spent = _spent(lines)
    pairs = spent.join(spent.select("entity_id", other="seller"), on="entity_id").group_by("seller", "other")
    rows = rows_of(pairs.agg(customers=nw.len(), revenue=nw.col("net_amount").sum()).sort("seller", "other"))
    totals = {row["seller"]: int(row["customers"]) for row in rows if row["seller"] == row["other"]}
    unnamed = rows_of(lines.filter(nw.col("entity_id").is_null()).select(nw.col("net_amount").sum()))[0][
        "net_amount"
    ]
    cells = tuple(
        OverlapCell(
            one=Seller.of(row["seller"]), other=Seller.of(row["other"]), customers=int(row["customers"]),
            revenue=None if counts_only else row["revenue"], share=row["customers"] / totals[row["seller"]],
        )
        for row in rows
    )  # fmt: skip
    return CustomerOverlap(
        period, between, cells, None if counts_only else unnamed or Decimal(0), sources_of(tables, period)
    )


def sources_of(tables: Tables, period: Period) -> tuple[Source, ...]:
    """Name the tables that tell who bought where."""
    sell_out = Source("table", "sell_out", str(period))
    return (sell_out, Source("table", "links")) if "links" in tables else (sell_out,)


def _spent(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Sum by customer and seller; who gave back all they bought did not buy."""
    spent = lines.filter(~nw.col("entity_id").is_null()).group_by("entity_id", "seller")
    return spent.agg(nw.col("net_amount").sum()).filter(nw.col("net_amount") > 0)

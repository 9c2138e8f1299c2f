"""Stock at partners that does not add up, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from tramite.books.rows import Tables, in_period, rows_of
from tramite.books.stock import StockCheck, StockDifference, check_stock
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase


@dataclass(frozen=True, slots=True)
class ValuedDifference:
    """A difference of stock in pieces, and its value in the currency of the case; ``None`` is n.d."""

    found: StockDifference
    value: float | None


@dataclass(frozen=True, slots=True)
class StockFindings:
    """The identity of stock, its differences the dearest first; those without a value come last."""

    check: StockCheck
    differences: tuple[ValuedDifference, ...]
    sources: tuple[Source, ...]

    @property
    def value(self) -> float:
        """Sum of all differences without their sign, as far as their value is known."""
        return sum(abs(row.value) for row in self.differences if row.value is not None)


def stock_findings(tables: Tables, *, period: Period, simulated: bool = False) -> StockFindings | None:
    """Check the stock of partners and value what does not add up.

    Value = difference in pieces × what a piece of that product was invoiced at to partners in the period, on
    average; where none was, × its standard cost; else n.d.

    Args:
        simulated: whether a program made these tables.

    Returns: ``None`` where ``stock``, ``sell_in`` or ``sell_out`` is missing.
    Source: METHOD §5.2.
    """
    check = check_stock(tables, period=period)
    if check is None:
        return None
    prices = _standard_costs(tables) | _mean_prices(tables, period)
    valued = [
        ValuedDifference(row, None if row.product_id not in prices else row.difference * prices[row.product_id])
        for row in check.differences
    ]
    valued.sort(key=lambda row: (row.value is None, -abs(row.value or row.found.difference)))
    detail = phrase("stock.ground", period=period)
    names = ("stock", "sell_in", "sell_out")
    return StockFindings(
        check, tuple(valued), tuple(Source("table", name, detail, simulated=simulated) for name in names)
    )


def _mean_prices(tables: Tables, period: Period) -> dict[str, float]:
    bought = in_period(tables["sell_in"], period).filter(nw.col("units") > 0)
    rows = rows_of(bought.group_by("product_id").agg(nw.col("units").sum(), nw.col("net_amount").sum()))
    return {row["product_id"]: float(row["net_amount"]) / float(row["units"]) for row in rows}


def _standard_costs(tables: Tables) -> dict[str, float]:
    if "products" not in tables:
        return {}
    known = tables["products"].filter(~nw.col("standard_cost").is_null())
    rows = rows_of(known.select("product_id", "standard_cost"))
    return {row["product_id"]: float(row["standard_cost"]) for row in rows}

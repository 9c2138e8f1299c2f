"""Opening stock + sell-in − sell-out − returns = closing stock: told where it does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, in_period, rows_of
from tramite.kernel.periods import Period, add_months
from tramite.kernel.wording import Language, say

_FLOWS = ("opening", "sell_in", "returns", "sell_out", "closing")


@dataclass(frozen=True, slots=True)
class StockDifference:
    """A partner's product whose stock is not explained, in pieces."""

    partner_id: str
    product_id: str
    opening: float
    sell_in: float
    sell_out: float
    returns: float
    closing: float

    @property
    def difference(self) -> float:
        """Opening + sell-in − sell-out − returns − closing: what should still be there and is not."""
        return self.opening + self.sell_in - self.sell_out - self.returns - self.closing


@dataclass(frozen=True, slots=True)
class StockCheck:
    """The identity of stock over a period.

    Attributes:
        checked: partner × product pairs of the partners who report. differences: where it does not hold.
        silent: partners who bought and do not report stock at both ends and sell-out: not checked.
    """

    period: Period
    checked: int
    differences: tuple[StockDifference, ...]
    silent: tuple[str, ...]

    def to_frame(self) -> Any:  # noqa: ANN401
        """Return one row per difference: a Polars frame."""
        names = ("partner_id", "product_id", "opening", "sell_in", "sell_out", "returns", "closing", "difference")
        columns = {name: [getattr(row, name) for row in self.differences] for name in names}
        schema = {name: nw.String() if name.endswith("_id") else nw.Float64() for name in names}
        return nw.from_dict(columns, schema, backend="polars").to_native()

    def say(self, language: Language = "en") -> str:
        """Write how many pairs do not add up, and how many partners are silent."""
        return say(
            "rules.stock_check", language, period=self.period, checked=self.checked,
            differences=len(self.differences), silent=len(self.silent),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.say()


def check_stock(tables: Tables, *, period: Period) -> StockCheck | None:
    """Set stock, sell-in and sell-out against each other, by partner and product.

    opening + sell-in − sell-out − returns = closing, in pieces. Sell-in lines with negative pieces are returns to
    the vendor. A partner's stock list of a month is taken for whole: what it leaves out has no stock. Partners
    without a list at both ends, or without sell-out, are silent: not checked, never passed.

    Returns: ``None`` where ``stock``, ``sell_in`` or ``sell_out`` is missing.
    Source: METHOD §5.2.
    """
    if any(name not in tables for name in ("stock", "sell_in", "sell_out")):
        return None
    opening = tables["stock"].filter(nw.col("month") == add_months(period.first, -1))
    closing = tables["stock"].filter(nw.col("month") == period.last)
    bought, sold = (in_period(tables[name], period) for name in ("sell_in", "sell_out"))
    reporting = _partners(opening) & _partners(closing) & _partners(sold)
    pairs = (
        nw.concat([
            _flow(opening, "opening"), _flow(bought.filter(nw.col("units") >= 0), "sell_in"),
            _flow(bought.filter(nw.col("units") < 0), "returns"), _flow(sold, "sell_out"),
            _flow(closing, "closing"),
        ])
        .filter(nw.col("partner_id").is_in(sorted(reporting)))
        .group_by("partner_id", "product_id")
        .agg(*(nw.col(name).sum() for name in _FLOWS))
        .with_columns(
            off=nw.col("opening") + nw.col("sell_in") + nw.col("returns") - nw.col("sell_out") - nw.col("closing")
        )
    )  # fmt: skip
    checked = int(rows_of(pairs.select(nw.len().alias("count")))[0]["count"])
    # Pieces may be fractions (metres, kilos): sums of floats are compared to a millionth.
    off = rows_of(pairs.filter(nw.col("off").abs() > 1e-6))
    silent = sorted((_partners(bought) | _partners(closing)) - reporting)
    return StockCheck(period, checked, tuple(_differences(off)), tuple(silent))


def _differences(rows: Iterable[dict[str, Any]]) -> Iterable[StockDifference]:
    ordered = sorted(rows, key=lambda row: (-abs(row["off"]), row["partner_id"], row["product_id"]))
    for row in ordered:
        returns = -float(row["returns"]) + 0.0
        flows = {name: float(row[name]) for name in _FLOWS if name != "returns"}
        yield StockDifference(row["partner_id"], row["product_id"], returns=returns, **flows)


def _flow(frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
    units = nw.col("units").cast(nw.Float64)
    flows = {other: units if other == name else nw.lit(0.0) for other in _FLOWS}
    return frame.select("partner_id", "product_id", **flows)


def _partners(frame: nw.LazyFrame[Any]) -> set[str]:
    named = frame.filter(~nw.col("partner_id").is_null())
    return {row["partner_id"] for row in rows_of(named.group_by("partner_id").agg(nw.len().alias("rows")))}

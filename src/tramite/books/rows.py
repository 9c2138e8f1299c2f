"""Reading the rows of the books: lazily over many, whole where they are few."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw

from tramite.kernel.periods import Period

_DECIMALS = 4  # of amounts, as ``store`` keeps them

Tables = Mapping[str, nw.LazyFrame[Any]]
Count = Callable[[nw.LazyFrame[Any], Sequence[str], str], nw.LazyFrame[Any]]


def count_exactly(frame: nw.LazyFrame[Any], by: Sequence[str], column: str) -> nw.LazyFrame[Any]:
    """Count the different values of a column in each group, as ``count``; every value seen is remembered."""
    return frame.group_by(*by).agg(nw.col(column).n_unique().alias("count"))


class Books(dict[str, nw.LazyFrame[Any]]):
    """Tables by name, with the way in which their engine counts different values where there are too many.

    Attributes:
        count: different values of a column by group, as :func:`count_exactly`. exact: whether it is that.
    """

    def __init__(
        self, tables: Mapping[str, nw.LazyFrame[Any]], *, count: Count = count_exactly, exact: bool = True
    ) -> None:
        super().__init__(tables)
        self.count, self.exact = count, exact


def counting(tables: Tables) -> tuple[Count, bool]:
    """Return how different values are counted, and whether that is exact."""
    return (tables.count, tables.exact) if isinstance(tables, Books) else (count_exactly, True)


def in_period(frame: nw.LazyFrame[Any], period: Period, column: str = "date") -> nw.LazyFrame[Any]:
    """Keep the rows whose day or month lies in a period."""
    return frame.filter(nw.col(column) >= period.first, nw.col(column) < period.end)


def rows_of(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Compute a lazy frame and return its rows: only for what is already small."""
    return frame.collect().rows(named=True)


def month_key(value: date | datetime) -> date:
    """Return the month of a row as a date: engines truncate a date to a date or to a time."""
    return value.date() if isinstance(value, datetime) else value


def exact(value: Decimal | float) -> Decimal:
    """Return a sum as a decimal: exact where the engine keeps it so, else to the four decimals of amounts.

    The last digits of a sum of floats depend on the order in which threads met the rows; those kept do not.
    """
    return value if isinstance(value, Decimal) else Decimal(str(round(value, _DECIMALS)))

"""Reading the rows of the books: lazily over many, whole where they are few."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw

from tramite.kernel.periods import Period

Tables = Mapping[str, nw.LazyFrame[Any]]


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
    """Return a sum as a decimal, as exact as the engine keeps it."""
    return value if isinstance(value, Decimal) else Decimal(str(value))

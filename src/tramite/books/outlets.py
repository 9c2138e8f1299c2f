"""Outlets by channel: rents and the capital that is tied up in them."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from tramite.books.rows import Tables, rows_of


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets of a channel: how many, what their rents come to in a year, and the capital employed in them.

    Attributes:
        yearly_rent, capital: ``None`` where one outlet does not tell it.
    """

    count: int
    yearly_rent: float | None
    capital: float | None


def outlets_by_channel(tables: Tables) -> dict[str, Outlets]:
    """Count outlets and add up their rents and capital, by channel; nothing without ``shops``."""
    if "shops" not in tables:
        return {}
    columns = ("yearly_rent", "capital_employed")
    summed = (
        tables["shops"]
        .group_by("channel_id")
        .agg(
            nw.len().alias("count"),
            *(nw.col(name).sum().alias(name) for name in columns),
            *(nw.col(name).count().alias(f"known_{name}") for name in columns),
        )
    )

    def known(row: dict[str, float], name: str) -> float | None:
        return float(row[name]) if row[f"known_{name}"] == row["count"] else None

    return {
        row["channel_id"]: Outlets(int(row["count"]), *(known(row, name) for name in columns))
        for row in rows_of(summed)
    }

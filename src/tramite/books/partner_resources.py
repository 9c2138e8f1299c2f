"""What partners have to sell with, and where: the means that explain sales before effort does."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from tramite.books.partner_tables import category_sales, partner_sales
from tramite.books.rows import Tables, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

RESOURCES = ("category_sales", "square_metres")


@dataclass(frozen=True, slots=True)
class PartnerResources:
    """One partner who bought in the period: net sales to it, its area, and its means (those that are known)."""

    partner_id: str
    net_sales: float
    area: str | None
    resources: dict[str, float]


def partner_resources(
    tables: Tables, definition: CaseDefinition, period: Period
) -> dict[str, tuple[PartnerResources, ...]]:
    """Return the partners of each channel who bought, with category sales (all suppliers) and sales floor.

    Sources: ``sell_in``, ``partners``, ``shops`` (floors of a partner's shops are added up). Only means above zero
    are known.
    """
    sales = partner_sales(tables, definition, period)
    sold = {partner: size for known in category_sales(tables).values() for partner, size in known.items()}
    means = {"category_sales": sold, "square_metres": _floors(tables)}
    areas = _areas(tables)
    return {
        channel.id: tuple(
            PartnerResources(
                partner,
                amount,
                areas.get(partner),
                {name: known[partner] for name, known in means.items() if known.get(partner, 0.0) > 0},
            )
            for partner, amount in sales.get(channel.id, {}).items()
            if amount > 0
        )
        for channel in definition.selling_channels
    }


def _areas(tables: Tables) -> dict[str, str | None]:
    if "partners" not in tables:
        return {}
    return {row["partner_id"]: row["area"] for row in rows_of(tables["partners"].select("partner_id", "area"))}


def _floors(tables: Tables) -> dict[str, float]:
    """Add up the sales floor of each partner; a partner with a shop of unknown size has none."""
    if "shops" not in tables:
        return {}
    named = tables["shops"].filter(~nw.col("partner_id").is_null())
    summed = named.group_by("partner_id").agg(
        nw.col("square_metres").sum().alias("floor"), nw.col("square_metres").null_count().alias("lacking")
    )
    return {row["partner_id"]: float(row["floor"]) for row in rows_of(summed) if not row["lacking"]}

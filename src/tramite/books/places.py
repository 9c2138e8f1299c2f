"""Where a number belongs: a channel, and inside it a segment, a product line, a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args

import narwhals as nw

from tramite.books.rows import Tables
from tramite.kernel.case import Channel

Dimension = Literal["channel", "segment", "line", "partner"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
Place = tuple[str | None, ...]  # a member of each dimension, the channel first; ``None``: the books do not say
BY_CHANNEL: tuple[Dimension, ...] = ("channel",)


def in_order(by: Iterable[Dimension]) -> tuple[Dimension, ...]:
    """Return dimensions in their order, the channel always among them: costs are charged by channel."""
    wanted = {"channel", *by}
    return tuple(dimension for dimension in DIMENSIONS if dimension in wanted)


def place_order(place: Place) -> tuple[tuple[bool, str], ...]:
    """Return what sorts places by name, with those that the books do not say last."""
    return tuple((member is None, member or "") for member in place)


def revenue_table(channel: Channel) -> str:
    """Name the table that holds the vendor's own invoices in a channel."""
    return "sell_out" if channel.reach == "direct" else "sell_in"


def placed(
    lines: nw.LazyFrame[Any],
    tables: Tables,
    dimensions: Sequence[Dimension],
    *,
    reach: str,
    of_product: Sequence[str] = (),
) -> nw.LazyFrame[Any]:
    """Give each invoice line a column per dimension, named like it.

    The segment is that of the buyer: in an indirect channel the partner's, in a direct one the end customer's.

    Args:
        lines: rows of ``sell_in`` or ``sell_out`` of channels of one ``reach``.
        of_product: other columns of ``products`` to bring along.
    """
    buyer = ("customers", "customer_id") if reach == "direct" else ("partners", "partner_id")
    if "segment" in dimensions:
        lines = _looked_up(lines, tables, *buyer, "segment_id")
    wanted = (*of_product, "line_id") if "line" in dimensions else tuple(of_product)
    if wanted:
        lines = _looked_up(lines, tables, "products", "product_id", *wanted)
    names = {dimension: f"{dimension}_id" for dimension in dimensions}
    return lines.with_columns(**{dimension: nw.col(name) for dimension, name in names.items()})


def columns_needed(dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """Return the columns of an invoice line, beyond product and channel, that :func:`placed` reads."""
    buyers = ("partner_id", "customer_id") if "segment" in dimensions else ()
    return buyers or (("partner_id",) if "partner" in dimensions else ())


def _looked_up(lines: nw.LazyFrame[Any], tables: Tables, table: str, key: str, *columns: str) -> nw.LazyFrame[Any]:
    if table not in tables:
        kinds = {name: nw.Float64 if name == "list_price" else nw.String for name in columns}
        return lines.with_columns(nw.lit(None, dtype=kind).alias(name) for name, kind in kinds.items())
    return lines.join(tables[table].select(key, *columns), on=key, how="left")

"""Who sold to whom."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tramite.books.rows import Tables


def partner_sellers(tables: Tables) -> nw.LazyFrame[Any] | None:
    """List the sales people of each partner, whenever they sold to it.

    Args:
        tables: ``sell_in``.

    Returns: ``unit_id``, ``seller_id``; ``None`` without ``sell_in``.
    Source: METHOD §4.4: who sells must not ask.
    """
    if "sell_in" not in tables:
        return None
    pairs = tables["sell_in"].select(nw.col("partner_id").alias("unit_id"), "seller_id")
    return pairs.filter(~nw.col("seller_id").is_null()).unique(["unit_id", "seller_id"])

"""How large a partner is beside the others of its channel."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def relative_sizes(frame: pl.DataFrame) -> Mapping[str, float | None]:
    """Return log sales of each active partner, standardised over those of its channel.

    A partner without known sales, or alone, is of middle size (0); a lost one has none (``None``).

    Args:
        frame: contract FRAME.
    """
    partners = frame.filter(~pl.col("role").is_in(["customer", "vendor"]))
    active = partners.filter(pl.col("status") == "active")
    sales = pl.col("revenue").cast(pl.Float64)
    size = pl.when(sales > 0).then(sales.log())
    standard = (size - size.mean().over("channel_id")) / size.std().over("channel_id")
    sizes: dict[str, float | None] = dict(partners.select("unit_id", pl.lit(None, pl.Float64)).iter_rows())
    sizes.update(active.select("unit_id", standard.fill_nan(0.0).fill_null(0.0)).iter_rows())
    return sizes

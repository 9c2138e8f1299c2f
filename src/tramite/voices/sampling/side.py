"""The sides of the market: partners, customers, the vendor's own people."""

from __future__ import annotations

from typing import Literal

import polars as pl

Side = Literal["partner", "customer", "vendor"]
SIDES: tuple[Side, ...] = ("partner", "customer", "vendor")


def side() -> pl.Expr:
    """Return the side of each row, by its ``role``."""
    return (
        pl.when(pl.col("role").is_in(["customer", "vendor"])).then(pl.col("role")).otherwise(pl.lit("partner"))
    ).alias("side")

"""How much revenue stands behind the largest units."""

from __future__ import annotations

from typing import Final

import polars as pl

from tramite.voices.sampling.side import side

_POINTS: Final = 120  # a drawing shows no more


def revenue_curve(frame: pl.DataFrame) -> pl.DataFrame:
    """Cumulate revenue from the largest unit down, by side.

    Args:
        frame: contract FRAME; units of unknown revenue, or of none, are not on the curve.

    Returns: ``side``, ``units`` (how many of the largest), ``heads`` (the same as a share of those with revenue,
        0–1) and ``share`` of the side's revenue (0–1); some 120 points of each side, from (0, 0).
    """
    revenue = pl.col("revenue").cast(pl.Float64)
    known = frame.filter(pl.col("revenue") > 0).with_columns(side(), revenue.alias("amount"))
    curve = known.sort("side", "amount", descending=[False, True]).select(
        "side",
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("side").alias("units"),
        (pl.col("amount").cum_sum().over("side") / pl.col("amount").sum().over("side")).alias("share"),
    )
    step = (pl.len().over("side") // _POINTS).clip(lower_bound=1)
    last = pl.col("units") == pl.len().over("side")
    starts = curve.select("side").unique().with_columns(units=pl.lit(0, pl.Int64), share=pl.lit(0.0))
    points = pl.concat([starts, curve.filter((pl.col("units") % step == 0) | last)]).sort("side", "units")
    return points.with_columns(heads=pl.col("units") / pl.col("units").max().over("side"))

"""The field work: who is interviewed in which week."""

from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method


def plan_field(drawn: pl.DataFrame, *, method: Method) -> pl.DataFrame:
    """Put the drawn units in order and share them out over weeks.

    The certainty strata come first. The others follow side by side, each stratum spread evenly over the time, so
    that the lost are heard from the start and a study that must stop early has heard all strata alike. A week
    holds ``field_interviewers`` × ``field_per_week`` interviews; forms to fill in alone go out in week 1 and
    take no interviewer's time.

    Args:
        drawn: ``unit_id``, ``side``, ``stratum``, ``certain``, ``place``, ``informants``, ``mode``.

    Returns: ``drawn`` in that order, with ``order`` (from 1) and ``week`` (from 1).
    Source: METHOD §4.2, §4.7 (who is lost is not heard last).
    """
    spread = (pl.col("place") - 0.5) / pl.len().over("side", "stratum")
    ordered = drawn.sort(~pl.col("certain"), spread, "side", "stratum", "unit_id").with_row_index(
        "order", offset=1
    )
    alone = pl.col("mode").fill_null("") == "self"
    load = pl.when(alone).then(0).otherwise(pl.col("informants"))
    capacity = method.field_interviewers * method.field_per_week
    week = pl.when(alone).then(1).otherwise((load.cum_sum() - 1) // capacity + 1)
    return ordered.with_columns(pl.col("order").cast(pl.Int64), week.cast(pl.Int64).alias("week"))

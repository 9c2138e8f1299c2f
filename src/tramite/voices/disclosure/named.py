"""Firms that may be spoken of by name: those that agreed, where naming them does not tell of the others."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.disclosure.confidentiality import ALLOWED, with_levels


def named_units(
    interviews: pl.DataFrame, *, method: Method, answered: Collection[str] | None = None
) -> tuple[str, ...]:
    """Return the firms of which one answer may be told with their name, sorted.

    All interviews of a firm are of level a: beside one of level b, what the firm says on average would tell the
    other. And in each channel the firms that answered and are not named are none, or ``disclosure_k`` at least:
    beside the mean of the channel, fewer could be worked out by taking the named ones away (residual rule).

    Args:
        interviews: contract INTERVIEWS: those that count, of one side.
        answered: firms that gave the answer; all of them unless given.

    Source: METHOD §3.3.
    """
    agreed = [level for level, allowed in ALLOWED.items() if allowed.named]
    firms = (
        with_levels(interviews)
        .group_by("unit_id", "channel_id")
        .agg(pl.col("level").is_in(agreed).all().alias("named"))
        .filter(pl.lit(True) if answered is None else pl.col("unit_id").is_in(list(answered)))
        .with_columns((~pl.col("named")).sum().over("channel_id").alias("others"))
    )
    safe = (pl.col("others") == 0) | (pl.col("others") >= method.disclosure_k)
    return tuple(firms.filter(pl.col("named") & safe)["unit_id"].unique().sort())

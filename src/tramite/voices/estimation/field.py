"""Which interviews count."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

USABLE = ("done", "approved")


def usable_interviews(interviews: pl.DataFrame, *, roles: Iterable[str]) -> pl.DataFrame:
    """Return the interviews of some respondent types that were completed with consent.

    One with issues waits until a person has decided (METHOD §4.6).

    Args:
        interviews: contract INTERVIEWS.
    """
    return interviews.filter(
        pl.col("role").is_in(list(roles)) & pl.col("status").is_in(USABLE) & pl.col("consent")
    )

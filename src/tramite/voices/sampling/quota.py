"""Quotas: how many of each kind were to be heard, and how many were."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_KEYS = ("role", "stratum", "channel_id")


@dataclass(frozen=True, slots=True)
class Quota:
    """One cell of the field work: a respondent type and stratum in a channel.

    Attributes:
        planned: units drawn at first; who replaces another fills that one's place. done: interviews held.
        pending: units still open, replacements too.
    """

    role: str
    stratum: str
    channel_id: str
    planned: int
    done: int
    pending: int


def quotas(sample: pl.DataFrame) -> tuple[Quota, ...]:
    """Count what was planned, is done and is open, by role, stratum and channel.

    Args:
        sample: contract SAMPLE, role, stratum and channel known (:func:`~.response.known_sample`).

    Source: METHOD §4.2b (least number by cell), §4.2f (replacement within the cell).
    """
    counted = (
        sample.with_columns(pl.col(name).fill_null("") for name in _KEYS)
        .group_by(_KEYS)
        .agg(
            pl.col("replaces").is_null().sum().alias("planned"),
            (pl.col("outcome") == "done").sum().alias("done"),
            pl.col("outcome").is_in(["pending", "not_reached"]).sum().alias("pending"),
        )
        .sort(_KEYS)
    )
    return tuple(Quota(**row) for row in counted.iter_rows(named=True))

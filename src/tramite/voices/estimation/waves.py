"""Waves of a study: interviews without a long pause between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from tramite.kernel.method import Method


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of interviews, of all sides, numbered from 1; ``first`` and ``last`` are days of interviews."""

    number: int
    first: date
    last: date
    interview_ids: tuple[str, ...]


def waves_of(interviews: pl.DataFrame, *, method: Method) -> tuple[Wave, ...]:
    """Split interviews into waves, the earliest first, where more than ``wave_gap_days`` pass without one.

    Field work takes weeks and pulses come every six months (METHOD §4.8), so that a pause tells waves apart
    without a mark that somebody would have to set. The version of the instrument does not: a wording may be mended
    within a field.

    Args:
        interviews: contract INTERVIEWS: those that count.
    """
    dated = interviews.sort("date", "interview_id")
    pause = pl.col("date").diff().dt.total_days() > method.wave_gap_days
    numbered = dated.with_columns(wave=pause.fill_null(value=False).cum_sum() + 1)
    return tuple(
        Wave(int(number), part["date"][0], part["date"][-1], tuple(part["interview_id"]))
        for (number,), part in numbered.group_by("wave", maintain_order=True)
    )

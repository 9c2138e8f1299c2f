"""Waves of a study: interviews that are months apart are not informants of one moment."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tramite.kernel.method import Method

_DAYS_A_MONTH = 365.25 / 12


def waves_of(interviews: pl.DataFrame, *, method: Method) -> tuple[pl.DataFrame, ...]:
    """Split interviews into waves, the earliest first: a silence of ``wave_gap_months`` begins another one.

    A field lasts weeks, and pulses come six months apart (METHOD §4.8), so that dates tell waves apart without
    anybody having to number them. The version of the instrument does not: a wording may be mended within a field.

    Args:
        interviews: contract INTERVIEWS: those that count, of all sides.
    """
    gap = timedelta(days=method.wave_gap_months * _DAYS_A_MONTH)
    starts: list[date] = []
    last: date | None = None
    for day in interviews["date"].unique().sort():
        if last is None or day - last > gap:
            starts.append(day)
        last = day
    ends = [*starts[1:], None] if starts else []
    return tuple(
        interviews.filter((pl.col("date") >= start) & (pl.lit(True) if end is None else pl.col("date") < end))
        for start, end in zip(starts, ends, strict=True)
    )

"""Interviews that were hurried."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.quality.result import Evidence, Figures, Finding

ALONE = ("self", "sheet")  # nobody asks: one reads and fills in


def hurried_interviews(interviews: pl.DataFrame, *, method: Method) -> Iterator[Finding]:
    """Find interviews shorter than 60% of the median of their like.

    Alike are those of the same respondent type and version of the instrument; forms filled in alone are compared
    with each other only. The median is that of all of them, this one included.

    Args:
        interviews: contract INTERVIEWS. Without a duration, or with fewer than ``fast_min_n`` alike that have one,
            an interview cannot be judged.

    Source: METHOD §4.6.
    """
    alike = ["role", "version", "_alone"]
    known = interviews.with_columns(pl.col("mode").is_in(ALONE).alias("_alone"))
    told = known.filter(pl.col("seconds") > 0)
    medians = told.group_by(alike).agg(pl.col("seconds").median().alias("median"), pl.len().alias("like"))
    table = known.join(medians, on=alike, how="left", maintain_order="left")
    for row in table.select("interview_id", "seconds", "median", "like").iter_rows(named=True):
        seconds, interview_id = row["seconds"], row["interview_id"]
        if not seconds or (row["like"] or 0) < method.fast_min_n:
            yield Finding(interview_id, "fast", "unknown")
            continue
        share = seconds / row["median"]
        if share < method.fast_share:
            numbers: Figures = (
                ("minutes", seconds / 60, "score"), ("median", row["median"] / 60, "score"),
                ("share", share, "share"), ("like", row["like"], "count"),
            )  # fmt: skip
            yield Finding(interview_id, "fast", "raised", share, Evidence("found_fast", numbers))
        else:
            yield Finding(interview_id, "fast", "clear", share)


def marked_interviews(interviews: pl.DataFrame) -> Iterator[Finding]:
    """Find interviews that somebody in the field marked as having issues: a person closes what a person opened."""
    for interview_id, status in interviews.select("interview_id", "status").iter_rows():
        if status == "has_issues":
            yield Finding(interview_id, "marked", "raised", None, Evidence("found_marked"))
        else:
            yield Finding(interview_id, "marked", "clear")

"""Interviews with nearly the same answers: a form sent twice, or written without asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.quality.result import Evidence, Figures, Finding

_WHOLE = ("share100", "multi", "rank", "best-worst")  # the parts hang together: they are one answer
_GIVEN = "x"  # the value that was asked, not answered (METHOD §2.4)


@dataclass(frozen=True, slots=True)
class _Twin:
    """The interview most like another one: share of equal answers, and how many both gave."""

    interview_id: str
    match: float
    both: int


def duplicate_interviews(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, bank: ItemBank, method: Method
) -> Iterator[Finding]:
    """Find interviews that give the same answer as another to 85% or more of what both answered.

    Percent match m_ij = (equal answers of i and j)/(answers of both), of each interview with its nearest one of
    the same side (partner, customer, vendor). An answer is a number, a code, or a row of a grid; shares of one
    hundred, several choices and ranks are one answer each. Open answers do not count.

    Args:
        interviews: contract INTERVIEWS. responses: contract RESPONSES. One with fewer than
            ``duplicate_min_answers`` answers in common with every other cannot be judged.

    Source: Kuriakose & Robbins 2016 (percent match); Simmons, Mercer, Schwarzer & Kennedy 2016 (few items agree by
    chance); METHOD §4.6.
    """
    answers = _answers(responses, bank)
    sides = interviews.with_columns(_side().alias("side")).sort("interview_id")
    twins: dict[str, _Twin] = {}
    for group in sides.partition_by("side"):
        twins |= _nearest(group["interview_id"].to_list(), answers, method)
    for interview_id in interviews["interview_id"]:
        twin = twins.get(interview_id)
        if twin is None:
            yield Finding(interview_id, "duplicate", "unknown")
        elif twin.match >= method.duplicate_match:
            numbers: Figures = (("match", twin.match, "share"), ("both", twin.both, "count"))
            evidence = Evidence("found_duplicate", numbers, (("other", twin.interview_id),))
            yield Finding(interview_id, "duplicate", "raised", twin.match, evidence)
        else:
            yield Finding(interview_id, "duplicate", "clear", twin.match)


def _side() -> pl.Expr:
    role = pl.col("role")
    return pl.when(role.is_in(["customer", "vendor"])).then(role).otherwise(pl.lit("partner"))


def _answers(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    """Return one row per answer: ``interview_id``, ``place``, ``answer`` as text."""
    scales = {item.id: item.scale for item in bank.items if item.scale != "open"}
    key = pl.col("key").fill_null("")
    given = responses.filter(
        pl.col("item_id").is_in(list(scales)) & pl.col("missing").is_null() & (key != _GIVEN)
        & (pl.col("number").is_not_null() | pl.col("text").is_not_null())
    ).with_columns(pl.col("item_id").replace_strict(scales, return_dtype=pl.String).alias("scale"))  # fmt: skip
    row = pl.when(pl.col("scale") == "grid-share").then(key.str.extract(r"^(.*)\.", 1)).otherwise(key)
    part = pl.when(pl.col("scale").is_in(_WHOLE)).then(pl.lit("")).otherwise(row)
    value = pl.concat_str(
        key, pl.col("number").cast(pl.String), pl.col("text").str.strip_chars(), separator="=", ignore_nulls=True
    )
    return (
        given.select(
            "interview_id", pl.concat_str("item_id", part, separator=" ").alias("place"), value.alias("value")
        )
        .group_by("interview_id", "place")
        .agg(pl.col("value").sort().str.join("|").alias("answer"))
    )


def _nearest(ids: list[str], answers: pl.DataFrame, method: Method) -> dict[str, _Twin]:
    codes = _codes(ids, answers)
    twins: dict[str, _Twin] = {}
    for place, interview_id in enumerate(ids):
        mine = codes[place]
        both = ((codes >= 0) & (mine >= 0)).sum(axis=1)
        equal = ((codes == mine) & (mine >= 0)).sum(axis=1)
        both[place] = 0
        enough = both >= method.duplicate_min_answers
        if enough.any():
            match = np.where(enough, equal / np.maximum(both, 1), -1.0)
            best = int(match.argmax())
            twins[interview_id] = _Twin(ids[best], float(match[best]), int(both[best]))
    return twins


def _codes(ids: list[str], answers: pl.DataFrame) -> NDArray[np.int32]:
    """Return answers as numbers, array (interview, place); −1 where there is none."""
    mine = answers.filter(pl.col("interview_id").is_in(ids)).sort("place", "answer", "interview_id")
    numbered = mine.with_columns(
        pl.col("answer").rank("dense").over("place").cast(pl.Int32).alias("code"),
        pl.col("place").rank("dense").cast(pl.Int32).alias("column"),
    )
    columns = int(numbered["column"].max() or 0) if numbered.height else 0  # type: ignore[arg-type]
    codes = np.full((len(ids), columns), -1, dtype=np.int32)
    places = {interview_id: row for row, interview_id in enumerate(ids)}
    rows = [places[interview_id] for interview_id in numbered["interview_id"]]
    codes[rows, numbered["column"].to_numpy() - 1] = numbered["code"].to_numpy()
    return codes

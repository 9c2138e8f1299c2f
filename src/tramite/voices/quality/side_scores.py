"""Scores of the interviews that count, by side, with the cell that they are compared in."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from tramite.voices.asking.bank import PARTNER_ROLES, ItemBank
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.scores import score_answers

ScoredSide = Literal["partner", "customer"]
SIDES: Final[dict[ScoredSide, tuple[str, ...]]] = {"partner": PARTNER_ROLES, "customer": ("customer",)}
OVERALL: Final = "all"


def side_scores(
    interviews: pl.DataFrame,
    responses: pl.DataFrame,
    frame: pl.DataFrame | None,
    *,
    bank: ItemBank,
    side: ScoredSide,
) -> pl.DataFrame:
    """Return scores 0–100 of one side, with a measure of all of them together.

    The measure «all» of an interview is the mean of its scores, each less the mean of its item in all interviews:
    who was asked other items is not therefore higher or lower.

    Returns: ``interview_id``, ``measure`` (item id, or «all»), ``value``, ``interviewer``, ``mode``, ``cell``
        (channel, respondent type, and stratum of the draw where ``frame`` tells it), by measure and interview.

    Raises:
        InputRefused: an answer is off its scale.
    """
    strata = pl.DataFrame(schema={"unit_id": pl.String, "stratum": pl.String}) if frame is None else frame
    cell = pl.concat_str("channel_id", "role", pl.col("stratum").fill_null(""), separator="/")
    heard = (
        usable_interviews(interviews, roles=SIDES[side])
        .join(strata.select("unit_id", "stratum"), on="unit_id", how="left")
        .select("interview_id", "interviewer", "mode", cell.alias("cell"))
    )
    answers = responses.join(heard.select("interview_id"), on="interview_id", how="semi")
    scores = (
        score_answers(answers, bank=bank)
        .filter(pl.col("score").is_not_null())
        .sort("item_id", "interview_id")
        .select("interview_id", pl.col("item_id").alias("measure"), pl.col("score").alias("value"))
    )
    centred = scores.with_columns(pl.col("value") - pl.col("value").mean().over("measure"))
    overall = centred.group_by("interview_id", maintain_order=True).agg(pl.col("value").mean())
    overall = overall.select("interview_id", pl.lit(OVERALL).alias("measure"), "value")
    return (
        pl.concat([overall, scores])
        .join(heard, on="interview_id", how="inner", maintain_order="left")
        .sort("measure", "interview_id")
    )

"""More than one informant in a firm: averaged before weighting, and how far they differ."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

KEYS = ["unit_id", "key"]


@dataclass(frozen=True, slots=True)
class FirmAnswers:
    """What each firm said.

    Attributes:
        values: ``unit_id``, ``key``, ``value``: mean of the firm's informants who answered.
        spread: ``unit_id``, ``key``, ``informants``, ``spread`` (largest less smallest answer), of firms with two
            informants or more who answered.
        apart: firms whose informants differ by more than the threshold on some key.
        several: firms with two informants or more.
    """

    values: pl.DataFrame
    spread: pl.DataFrame
    apart: int
    several: int


def firm_answers(values: pl.DataFrame, interviews: pl.DataFrame, *, apart_from: float) -> FirmAnswers:
    """Average the informants of each firm: ȳ_f = Σ y/m_f, so that a firm heard twice does not count twice.

    Args:
        values: ``interview_id``, ``key`` (part of the item, or empty), ``value`` (null: no answer).
        interviews: those that count: ``interview_id``, ``unit_id``.
        apart_from: spread above which a firm is told apart, in the unit of the values (on 0–100: the method's
            ``informant_spread``).

    Source: Kumar, Stern & Anderson 1993 (key informants); METHOD §3.1.5.
    """
    heard = values.join(interviews.select("interview_id", "unit_id"), on="interview_id", how="inner")
    answered = heard.filter(pl.col("value").is_not_null())
    firms = (
        answered.group_by(KEYS)
        .agg(
            pl.col("value").mean(),
            pl.len().cast(pl.Int64).alias("informants"),
            (pl.col("value").max() - pl.col("value").min()).alias("spread"),
        )
        .sort(KEYS)
    )
    several = firms.filter(pl.col("informants") > 1)
    return FirmAnswers(
        firms.select(*KEYS, "value"),
        several.select(*KEYS, "informants", "spread"),
        several.filter(pl.col("spread") > apart_from)["unit_id"].n_unique(),
        several["unit_id"].n_unique(),
    )

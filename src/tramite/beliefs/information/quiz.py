"""Who knows what of the same facts: knowledge, and the confidence of those who are wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

QUIZ: Mapping[Side, str] = {"partner": "PI04", "customer": "CK04", "vendor": "VI04"}
_SAID = {"true": True, "false": False}


def quiz_answers(study: Study, side: Side) -> pl.DataFrame:
    """Mark the quiz of a side: one row per fact that was put to a respondent.

    «I do not know» is not right and not wrong; an item that was refused, or left out whole, is no answer. Sure is
    who says so from ``sure_from`` of 10 up.

    Returns: ``interview_id``, ``fact_id``, ``right`` and ``sure_wrong`` (0 or 1).
    Source: METHOD §3.7.2; Lichtenstein, Fischhoff & Phillips 1982 (calibration).
    """
    schema = {"interview_id": pl.String, "fact_id": pl.String, "right": pl.Float64, "sure_wrong": pl.Float64}
    if study.facts is None:
        return pl.DataFrame(schema=schema)
    counted = study.voices(side).interviews.select("interview_id")
    put = study.responses.filter(pl.col("item_id") == QUIZ[side]).join(counted, on="interview_id", how="semi")
    put = put.join(study.facts.select(key="fact_id", truth="true"), on="key", how="inner")
    said = pl.col("text").str.strip_chars().replace_strict(_SAID, default=None, return_dtype=pl.Boolean)
    answered = pl.col("missing").is_null() | (pl.col("missing") == "dk")
    marked = put.filter(answered).with_columns(said=pl.when(pl.col("missing").is_null()).then(said))
    wrong = pl.col("said").is_not_null() & (pl.col("said") != pl.col("truth"))
    sure = pl.col("number").fill_null(0.0) >= study.method.sure_from
    return marked.select(
        "interview_id", fact_id="key",
        right=(pl.col("said") == pl.col("truth")).fill_null(False).cast(pl.Float64),
        sure_wrong=(wrong & sure).cast(pl.Float64),
    ).sort("interview_id", "fact_id")  # fmt: skip


def facts_asked(study: Study, side: Side) -> frozenset[str]:
    """Return the facts that some respondent of a side was asked."""
    return frozenset(quiz_answers(study, side)["fact_id"])


def quiz_table(study: Study, side: Side, name: str, facts: Collection[str]) -> MeasureTable:
    """Estimate the share of facts right (``right``: K), or wrong and sure (``sure_wrong``: CW), by channel.

    Args:
        facts: those that count.
    """
    of_each = quiz_answers(study, side).filter(pl.col("fact_id").is_in(list(facts))).group_by("interview_id")
    values = of_each.agg(value=pl.col(name).mean()).with_columns(key=pl.lit("")).sort("interview_id")
    measure = Measure(name, (QUIZ[side],), (0.0, 1.0), "share")
    return study.measure(values.select("interview_id", "key", "value"), measure, side, weightings=("vote",))


def fact_table(study: Study, side: Side) -> MeasureTable:
    """Estimate the share who are right on each fact (``key``), by channel."""
    values = quiz_answers(study, side).select("interview_id", key="fact_id", value="right")
    return study.measure(values, Measure("fact", (QUIZ[side],), (0.0, 1.0), "share", "share"), side,
                         weightings=("vote",))  # fmt: skip

"""Net Promoter Score: promoters less detractors."""

from __future__ import annotations

import polars as pl

from tramite.voices.estimation.means import SurveyMean, SurveyWeighting, stratified_mean

PROMOTER_FROM = 9
DETRACTOR_TO = 6


def promotion(answer: pl.Expr) -> pl.Expr:
    """Turn an answer 0–10 into what it adds to NPS: 100 (9–10), 0 (7–8), −100 (0–6)."""
    return (
        pl.when(answer >= PROMOTER_FROM).then(100.0)
        .when(answer <= DETRACTOR_TO).then(-100.0)
        .when(answer.is_not_null()).then(0.0)
    )  # fmt: skip


def net_promoter_score(
    answers: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
) -> SurveyMean:
    """Estimate NPS = 100·(p − d), −100 to 100, p and d the shares of promoters and detractors.

    Variance in a stratum: (p + d − (p − d)²)/n_h·(1 − f_h), divided by n_h and not by n_h − 1; across strata
    as ``stratified_mean``.

    Args:
        answers: one row per unit: ``unit_id``, ``domain``, ``stratum``, ``value`` (as ``promotion`` returns
            it; a firm with more informants: their mean), ``revenue``.
        strata, weighting, level, enumerative: as in ``stratified_mean``.

    Source: Reichheld 2003; METHOD §3.2.4.
    """
    return stratified_mean(
        answers,
        strata=strata,
        weighting=weighting,
        level=level,
        enumerative=enumerative,
        bounds=(-100.0, 100.0),
        ddof=0,
    )

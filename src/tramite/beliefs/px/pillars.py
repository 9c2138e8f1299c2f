"""The three pillars and the PX index of each interview, then of each firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tramite.beliefs.px.weights import Weights
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS, Item, ItemBank
from tramite.voices.estimation.nps import promotion

RECOMMENDATION_ITEM = "PR08"
_INTERVIEW_KEYS = ["interview_id", "unit_id", "role"]


def interview_scores(
    scores: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank, weights: Weights, method: Method
) -> pl.DataFrame:
    """Score each interview on the pillars, the index PX = Σ w_p·pillar_p and the recommendation.

    Pillar = mean of the applicable items that were answered, valid if they are at least 60%. Applicable are
    the items of the bank for that role: core ones always, others where they were asked, without those
    answered «not applicable»; «don't know», a refusal and silence count as not answered. PX needs all three
    pillars.

    Args:
        scores: as ``voices.scores.score_answers`` returns them, 0–100.
        interviews: those that count: ``interview_id``, ``unit_id``, ``role``.
        weights: role → pillar → weight.

    Returns:
        One row per interview: ``interview_id``, ``unit_id``, ``role``, then ``easy``, ``predictable``,
            ``profitable``,
        ``px``, ``recommendation`` (0–100) and ``nps`` (−100, 0, 100); null where not valid.

    Source: METHOD §3.1.2–3, §3.2.4.
    """
    keyed = interviews.select(_INTERVIEW_KEYS)
    items: dict[str, Sequence[Item]] = {pillar: bank.pillar_items(pillar) for pillar in PILLARS}
    table = keyed.join(means_of_items(scores, keyed, items=items, method=method), on="interview_id", how="left")
    table = table.join(_recommendation(scores), on="interview_id", how="left")
    shares = pl.DataFrame(
        [(role, *(of_role[pillar] for pillar in PILLARS)) for role, of_role in weights.items()],
        schema={"role": pl.String, **{f"w_{pillar}": pl.Float64 for pillar in PILLARS}},
        orient="row",
    )
    weighed = (pl.col(f"w_{pillar}") * pl.col(pillar) for pillar in PILLARS)
    index = pl.sum_horizontal(weighed, ignore_nulls=False)
    return (
        table.join(shares, on="role", how="left")
        .with_columns(index.alias("px"))
        .select(*_INTERVIEW_KEYS, *PILLARS, "px", "recommendation", "nps")
        .sort("interview_id")
    )


def firm_scores(by_interview: pl.DataFrame) -> pl.DataFrame:
    """Average the informants of each firm: one row per ``unit_id``, same measures (METHOD §3.1.5)."""
    measures = [name for name in by_interview.columns if name not in _INTERVIEW_KEYS]
    return by_interview.group_by("unit_id").agg(pl.col(measures).mean()).sort("unit_id")


def firms_apart(by_interview: pl.DataFrame, *, method: Method) -> int:
    """Count the firms whose informants differ by more than 25 points on a pillar (METHOD §3.1.5)."""
    spread = pl.col(*PILLARS).max() - pl.col(*PILLARS).min()
    widest = by_interview.group_by("unit_id").agg(spread).select(pl.max_horizontal(PILLARS).alias("spread"))
    return widest.filter(pl.col("spread") > method.informant_spread).height


def means_of_items(
    scores: pl.DataFrame, interviews: pl.DataFrame, *, items: Mapping[str, Sequence[Item]], method: Method
) -> pl.DataFrame:
    """Average the applicable items of each interview by name, where enough of them were answered.

    Args:
        scores: as ``voices.scores.score_answers`` returns them, 0–100.
        interviews: those that count: ``interview_id``, ``role``.
        items: name (a pillar) → its items; which of them apply: see :func:`interview_scores`.

    Returns:
        One row per interview: ``interview_id`` and the names; null where not valid.

    Source: METHOD §3.1.2.
    """
    applicable = pl.DataFrame(
        [
            (role, item.id, name, item.core)
            for name, those in items.items()
            for item in those
            for role in item.roles
        ],
        schema={"role": pl.String, "item_id": pl.String, "name": pl.String, "core": pl.Boolean},
        orient="row",
    )
    asked = scores.select("interview_id", "item_id", "score", "missing", pl.lit(True).alias("asked"))
    applied = (
        interviews.join(applicable, on="role")
        .join(asked, on=["interview_id", "item_id"], how="left")
        .filter((pl.col("core") | pl.col("asked")) & (pl.col("missing").fill_null("") != "na"))
    )
    enough = pl.col("score").count() / pl.len() >= method.pillar_min_answered
    long = applied.group_by("interview_id", "name").agg(
        pl.when(enough).then(pl.col("score").mean()).alias("value")
    )
    return long.group_by("interview_id").agg(
        pl.col("value").filter(pl.col("name") == name).first().alias(name) for name in items
    )


def _recommendation(scores: pl.DataFrame) -> pl.DataFrame:
    asked = scores.filter(pl.col("item_id") == RECOMMENDATION_ITEM)
    return asked.select(
        "interview_id", pl.col("score").alias("recommendation"), promotion(pl.col("answer")).alias("nps")
    )

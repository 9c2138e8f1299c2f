"""What each partner firm scores: index, pillars, foundations of the relationship, recommendation, continuity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from tramite.beliefs.px.pillars import RECOMMENDATION_ITEM, interview_scores
from tramite.beliefs.px.weights import pillar_weights
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.study import Study

# Foundation -> item (METHOD §3.1.1, §3.1.4). Scored so that a high one is good, but for dependence: a risk.
FOUNDATIONS: Final[Mapping[str, str]] = {
    "trust": "PR01", "commitment": "PR02", "fairness": "PR03", "social": "PR04", "dependence": "PR05",
    "pressure": "PR06", "tension": "PR07",
}  # fmt: skip
CONTINUITY_ITEM = "PR09"


def interview_table(study: Study) -> pl.DataFrame:
    """Score each interview of an active partner.

    Returns:
        One row per interview: ``interview_id``, ``unit_id``, ``role``, the three pillars, ``px``,
        ``recommendation``, ``nps``, the foundations and ``continuity``; 0–100 but for ``nps``, null where not
        answered. What a role is not asked (continuity of employees) does not count, were it answered.

    Source: METHOD §3.1.1–4.
    """
    heard = study.voices("partner").interviews
    answers = study.responses.join(heard.select("interview_id"), on="interview_id", how="semi")
    scores = score_answers(answers, bank=study.bank)
    weights = pillar_weights(answers, heard, method=study.method)
    table = interview_scores(scores, heard, bank=study.bank, weights=weights, method=study.method)
    ratings = {**FOUNDATIONS, "continuity": CONTINUITY_ITEM}
    asked = scores.join(heard.select("interview_id", "role"), on="interview_id").join(
        _asked(ratings, study.bank), on=["item_id", "role"]
    )
    wide = asked.group_by("interview_id").agg(
        pl.col("score").filter(pl.col("name") == name).first().alias(name) for name in ratings
    )
    return table.join(wide, on="interview_id", how="left", maintain_order="left")


def firm_table(study: Study, growth: Mapping[str, float]) -> pl.DataFrame:
    """Average the informants of each firm: ``unit_id``, ``domain`` (channel), the same scores, and ``growth``.

    Args:
        growth: partner (its ``unit_id`` in the frame) → growth, as ``books.partner_growth`` measures it.

    Source: METHOD §3.1.5.
    """
    people = study.voices("partner").weighed.people.select("unit_id", "domain")
    known = pl.DataFrame({"unit_id": list(growth), "growth": list(growth.values())},
                         schema={"unit_id": pl.String, "growth": pl.Float64})  # fmt: skip
    table = interview_table(study)
    measures = [name for name in table.columns if name not in ("interview_id", "unit_id", "role")]
    firms = table.sort("interview_id").group_by("unit_id", maintain_order=True).agg(pl.col(measures).mean())
    return people.join(firms, on="unit_id").join(known, on="unit_id", how="left").sort("unit_id")


def outcome_items(outcome: str) -> tuple[str, ...]:
    """Return the items that an outcome is asked by; growth is in the books."""
    return {"recommendation": (RECOMMENDATION_ITEM,), "continuity": (CONTINUITY_ITEM,)}.get(outcome, ())


def _asked(ratings: Mapping[str, str], bank: ItemBank) -> pl.DataFrame:
    """List who is asked what; an item that the case retired is asked of nobody."""
    return pl.DataFrame(
        [(name, item, role) for name, item in ratings.items() if item in bank for role in bank.item(item).roles],
        schema={"name": pl.String, "item_id": pl.String, "role": pl.String}, orient="row",
    )  # fmt: skip

"""What the three promises weigh for partners, by their own words."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS

WEIGHT_ITEM = "PR10"
Weights = Mapping[str, Mapping[str, float]]


def pillar_weights(responses: pl.DataFrame, interviews: pl.DataFrame, *, method: Method) -> Weights:
    """Weigh the pillars by role: w = (n·w̄ + m·⅓)/(n + m), with w̄ the mean stated share, m = 10.

    w̄ is the plain mean over firms (informants of a firm averaged first), each firm one voice. A role with
    fewer than k answers keeps equal weights: w is printed, and from w, n and m anyone could work out w̄.

    Args:
        responses: contract RESPONSES; of PR10 the rows with key easy, predictable, profitable. An answer
            counts if it has all three parts, or if those it has make 100; it is scaled to 1.
        interviews: those that count: ``interview_id``, ``unit_id``, ``role``.

    Returns:
        role → pillar → weight; the weights of a role sum to 1.

    Source: METHOD §3.1.3.
    """
    stated = _stated(responses).join(interviews, on="interview_id", how="inner")
    # Sums of floats depend on their order: sorted, the same answers give the same digits.
    firms = stated.group_by("role", "unit_id").agg(pl.col(*PILLARS).mean()).sort("role", "unit_id")
    roles = firms.group_by("role", maintain_order=True).agg(pl.len().alias("n"), pl.col(*PILLARS).mean())
    heard = {row["role"]: row for row in roles.iter_rows(named=True) if row["n"] >= method.disclosure_k}
    prior, third = method.pillar_weight_prior, 1 / len(PILLARS)
    return {
        role: {
            pillar: (heard[role]["n"] * heard[role][pillar] + prior * third) / (heard[role]["n"] + prior)
            if role in heard
            else third
            for pillar in PILLARS
        }
        for role in interviews["role"].unique().sort()
    }


def _stated(responses: pl.DataFrame) -> pl.DataFrame:
    """Return one row per complete answer: interview_id and the three shares, which sum to 1."""
    parts = responses.filter(
        (pl.col("item_id") == WEIGHT_ITEM) & pl.col("key").is_in(PILLARS) & pl.col("number").is_not_null()
    )
    total = pl.sum_horizontal(PILLARS)
    given = pl.sum_horizontal(pl.col(pillar).is_not_null() for pillar in PILLARS)
    return (
        parts.group_by("interview_id")
        .agg(pl.col("number").filter(pl.col("key") == pillar).first().alias(pillar) for pillar in PILLARS)
        .filter((total > 0) & ((given == len(PILLARS)) | ((total - 100).abs() < 1e-6)))
        .select("interview_id", *(pl.col(pillar).fill_null(0.0) / total for pillar in PILLARS))
    )

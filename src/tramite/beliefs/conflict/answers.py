"""What interviews say of conflict, as values that can be averaged."""

from __future__ import annotations

import polars as pl

from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.item_values import item_values

LOST = "lost."  # begins the keys of what another channel won; its id follows
UNNAMED = "unnamed"


def domain_values(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    """Return domain conflict by interview: 100 − mean of PP04 and PP05, of those answered; 0–100.

    Returns: ``interview_id``, ``key`` (empty), ``value``. Source: METHOD §3.8.1.
    """
    both = pl.concat([item_values(responses, item=bank.item(item), bank=bank) for item in ("PP04", "PP05")])
    return both.group_by("interview_id").agg(value=100 - pl.col("value").mean()).sort("interview_id").select(
        "interview_id", key=pl.lit(""), value="value"
    )  # fmt: skip


def tension_values(responses: pl.DataFrame, bank: ItemBank, item_id: str = "PR07") -> pl.DataFrame:
    """Return felt tension by interview, 0–100: PR07, or what the vendor's people guess (VR07), as it was asked.

    Source: METHOD §3.1.1, §3.8.1 (unreversed).
    """
    scores = item_values(responses, item=bank.item(item_id), bank=bank)
    return scores.with_columns(value=100 - pl.col("value"))


def clash_values(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    """Return by interview how often another of our channels was there, and what came of it; shares of 1.

    Keys, all of the same interviews, so that none is found by subtraction: ``clash`` (PW04), ``cut``
    (PW04·me_cut), ``lost.<channel>`` (PW04·other, of the channel that was named mostly), ``harm`` = cut + all
    lost. Who met no other channel was not asked how it ended: nothing was lost. Who met one and did not say how
    it ended is not counted.

    Returns: ``interview_id``, ``key``, ``value``; every key in every interview. Source: METHOD §3.8.1–2.
    """
    met = answer_parts(responses, item=bank.item("PW04")).select("interview_id", clash="value")
    ended = item_values(responses, item=bank.item("PW05"), bank=bank)
    outcome = ended.group_by("interview_id").agg(
        other=pl.col("value").filter(pl.col("key") == "other").sum(),
        me_cut=pl.col("value").filter(pl.col("key") == "me_cut").sum(),
    )
    told = met.join(outcome, on="interview_id", how="left").join(_named(responses), on="interview_id", how="left")
    told = told.filter((pl.col("clash") == 0) | pl.col("other").is_not_null()).with_columns(
        pl.col("other", "me_cut").fill_null(0.0), pl.col("by").fill_null(UNNAMED)
    )
    clash, harm = pl.col("clash"), pl.col("other") + pl.col("me_cut")
    wide = told.select(
        "interview_id", "clash", harm=clash * harm, cut=clash * pl.col("me_cut"),
        **{
            LOST + by: clash * pl.col("other") * (pl.col("by") == by).cast(pl.Float64)
            for by in sorted(set(told.filter(pl.col("other") > 0)["by"]))
        },
    )  # fmt: skip
    long = wide.unpivot(index="interview_id", variable_name="key", value_name="value")
    return long.with_columns(pl.col("value").cast(pl.Float64)).sort("interview_id", "key")


def gone_values(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    """Return by interview the opportunities that nobody of ours won where two of our channels met, a share of all.

    PW04·(comp + none of PW05): a competitor won, or the customer gave up. Who met no other channel lost none so.

    Returns: ``interview_id``, ``key`` (empty), ``value``. Source: METHOD §3.8.1, §5.4 (lever «change rules»).
    """
    met = answer_parts(responses, item=bank.item("PW04")).select("interview_id", clash="value")
    ended = item_values(responses, item=bank.item("PW05"), bank=bank).filter(pl.col("key").is_in(["comp", "none"]))
    lost = ended.group_by("interview_id").agg(lost=pl.col("value").sum())
    told = met.join(lost, on="interview_id", how="left").filter(
        (pl.col("clash") == 0) | pl.col("lost").is_not_null()
    )
    return told.select(
        "interview_id", key=pl.lit(""), value=pl.col("clash") * pl.col("lost").fill_null(0.0)
    ).sort("interview_id")  # fmt: skip


def exposed_values(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    """Return the share of a partner's sales of ours that its own offer could replace (PW03), by interview."""
    return answer_parts(responses, item=bank.item("PW03"))


def marked(values: pl.DataFrame, least: float) -> pl.DataFrame:
    """Return 1 for a value of at least so much, else 0."""
    return values.with_columns(value=(pl.col("value") >= least).cast(pl.Float64))


def _named(responses: pl.DataFrame) -> pl.DataFrame:
    code = (pl.col("item_id") == "PW04") & (pl.col("key") == "code") & pl.col("text").is_not_null()
    return responses.filter(code).group_by("interview_id").agg(by=pl.col("text").str.strip_chars().first())

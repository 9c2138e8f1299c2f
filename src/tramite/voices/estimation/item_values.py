"""Answers to an item as numbers that can be averaged, whatever its scale."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.estimation.scores import score_answers

SCORE = (0.0, 100.0)
_PLACES = ("*", "@")  # codes that are places for what a project puts there
_RIVALS = ("c1", "c2", "c3")  # … and those of its competitors
_CERTAINTY = "certainty"  # how sure the answer is
# Scale -> end points of the values that come out.
RANGES: dict[str, tuple[float, float]] = {
    "0-10": SCORE, "1-5": SCORE, "juster": SCORE, "choice": (0.0, 1.0), "multi": (0.0, 1.0),
    "share100": (0.0, 1.0), "best-worst": (-1.0, 1.0),
}  # fmt: skip


def item_values(responses: pl.DataFrame, *, item: Item, bank: ItemBank) -> pl.DataFrame:
    """Turn the answers to one item into values by interview and part.

    - Ratings: the score 0–100, ``key`` empty (METHOD §3.1.1).
    - One choice of a list, or several: 1 for a code that was chosen, 0 for the others.
    - One hundred shared out: each part over the sum of that answer, so that parts sum to 1. An answer that does
      not sum to 100 is flagged by field quality, and read in its own proportions here. Numbers asked beside the
      parts (a yearly total) are none of them.
    - Best-worst: 1 for a card chosen as best, −1 as worst, 0 for the others; its mean is the score
      (best − worst)/n (Finn & Louviere 1992; METHOD §2.3).

    Parts that nobody named are there with 0 if the bank has them on the card. «Don't know», a refusal and «not
    applicable» are no answer, never 0.

    Args:
        responses: contract RESPONSES.
        item: of a scale in ``RANGES``; ``KeyError`` for another.

    Returns: ``interview_id``, ``key``, ``value``, sorted.

    Raises:
        InputRefused: a rating is off its scale.
    """
    of_item = responses.filter(pl.col("item_id") == item.id)
    if RANGES[item.scale] == SCORE:
        scores = score_answers(of_item, bank=bank).filter(pl.col("score").is_not_null())
        return scores.select("interview_id", pl.lit("").alias("key"), pl.col("score").alias("value")).sort(
            "interview_id"
        )
    answered = of_item.filter(pl.col("missing").is_null()).with_columns(
        pl.col("key").fill_null("").alias("_row"), _part(item).alias("key"), _given(item).alias("value")
    )
    answered = answered.filter((pl.col("key") != "") & ~_beside(item))
    codes = _on_the_card(item, bank)
    full = _every_part(answered, codes or answered["key"].unique().sort().to_list())
    given = answered.group_by("interview_id", "key").agg(pl.col("value").sum())
    table = full.join(given, on=["interview_id", "key"], how="left").with_columns(pl.col("value").fill_null(0.0))
    if item.scale == "share100":
        whole = pl.col("value").sum().over("interview_id")
        table = table.filter(whole > 0).with_columns(pl.col("value") / whole)
    return table.sort("interview_id", "key")


def _on_the_card(item: Item, bank: ItemBank) -> list[str]:
    """List the answers that the bank itself offers; channels and competitors are the project's."""
    if item.choices == "channels":
        return []
    codes = [choice.code for choice in bank.choices_of(item.choices)]
    return [c for c in codes if not c.startswith(_PLACES) and not (item.choices == "brands" and c in _RIVALS)]


def _beside(item: Item) -> pl.Expr:
    """Tell the rows of second questions (a total, the reason of a choice), which are no parts of the first."""
    asked, key = shape_of(item), pl.col("key").fill_null("")
    if item.scale == "choice":
        return pl.col("_row") != ""
    second = [*asked.extra_numbers, asked.extra_text, *(asked.extra_choice or ())[:1], _CERTAINTY]
    return key.is_in(second) | key.str.contains(".", literal=True)


def _part(item: Item) -> pl.Expr:
    """Find the code: of one choice it is the answer, otherwise the key of the row."""
    if item.scale == "choice":
        number = pl.col("number").cast(pl.Int64, strict=False).cast(pl.String)
        return pl.coalesce(pl.col("text").str.strip_chars(), number).fill_null("")
    return pl.col("key").fill_null("")


def _given(item: Item) -> pl.Expr:
    return pl.lit(1.0) if item.scale == "choice" else pl.col("number").cast(pl.Float64).fill_null(0.0)


def _every_part(answered: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    known = sorted({*codes, *answered["key"].unique()})
    interviews = answered.select(pl.col("interview_id").unique())
    return interviews.join(pl.DataFrame({"key": pl.Series(known, dtype=pl.String)}), how="cross")

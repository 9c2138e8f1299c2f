"""Answers as scores from 0 to 100."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.voices.asking.bank import ItemBank

_FILE = "voices/responses"
# Scale -> lowest and highest answer, points per step (METHOD §3.1.1); a five-step list is read as 1-5.
_RANGES = {
    "0-10": (0.0, 10.0, 10.0),
    "juster": (0.0, 10.0, 10.0),
    "1-5": (1.0, 5.0, 25.0),
    "choice": (1.0, 5.0, 25.0),
}


def score_answers(responses: pl.DataFrame, *, bank: ItemBank) -> pl.DataFrame:
    """Turn ratings into scores: s = 10x (0-10, Juster), 25(x − 1) (1-5, five-step lists), 100 − s if
    reversed.

    A list of five steps is scored by its **code**, not by its order on the card: «forecast5» shows its best
    step first. Other scales (open answers, shares, grids, percentages) have no score and are left out.

    Args:
        responses: contract RESPONSES; a rating stands in ``number``, or in ``text`` as a code, with an empty
            ``key``.
        bank: the items.

    Returns:
        One row per asked rating: ``interview_id``, ``item_id``, ``answer`` (as given, on its own scale),
            ``score``
        (0–100), ``missing`` (dk, ref, na). ``answer`` and ``score`` are null where there is no answer.

    Source: METHOD §3.1.1.

    Raises:
        InputRefused: an answer is off its scale or its item is not in the bank; all such faults at once.
    """
    answers = _ratings(responses, bank)
    faults = (*_unknown_items(responses, bank), *_off_scale(answers))
    if faults:
        raise InputRefused(faults)
    score = (pl.col("answer") - pl.col("low")) * pl.col("step")
    return answers.select(
        "interview_id", "item_id", "answer",
        pl.when(pl.col("reverse")).then(100 - score).otherwise(score).alias("score"), "missing",
    )  # fmt: skip


def _ratings(responses: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    scales = pl.DataFrame(
        [
            (item.id, *_RANGES[item.scale], item.reverse)
            for item in bank.items
            if item.scale in _RANGES and (item.scale != "choice" or item.choices in bank.scored_lists)
        ],
        schema={
            "item_id": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
            "step": pl.Float64,
            "reverse": pl.Boolean,
        },
        orient="row",
    )
    coded = pl.col("text").str.strip_chars().cast(pl.Float64, strict=False)
    return (
        responses.filter(pl.col("key").fill_null("") == "")
        .join(scales, on="item_id", how="inner", maintain_order="left")
        .with_columns(pl.coalesce(pl.col("number").cast(pl.Float64), coded).alias("answer"))
    )


def _unknown_items(responses: pl.DataFrame, bank: ItemBank) -> Iterator[Fault]:
    for item_id in responses.filter(~pl.col("item_id").is_in(bank.ids))["item_id"].unique().sort():
        near = ", ".join(difflib.get_close_matches(item_id, bank.ids, n=3, cutoff=0.5))
        yield Fault(_FILE, "unknown_item", column="item_id", value=item_id, hint=near)


def _off_scale(answers: pl.DataFrame) -> Iterator[Fault]:
    answer = pl.col("answer")
    unread = answer.is_null() & pl.col("text").is_not_null() & pl.col("missing").is_null()
    outside = ~answer.is_between(pl.col("low"), pl.col("high"))
    between_steps = (pl.col("high") == 5) & (answer != answer.round())
    both = answer.is_not_null() & pl.col("missing").is_not_null()
    wrong = answers.filter(unread | outside | between_steps | both)
    for row in wrong.iter_rows(named=True):
        given = row["text"] if row["number"] is None else f"{row['number']:g}"
        found = given if row["missing"] is None else f"{given}, {row['missing']}"
        hint = f"{row['low']:g}–{row['high']:g} ({row['interview_id']}, {row['item_id']})"
        yield Fault(_FILE, "off_scale", column="number", value=found, hint=hint)

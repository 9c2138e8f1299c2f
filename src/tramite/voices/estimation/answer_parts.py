"""Answers that are no ratings as numbers by part: percentages, amounts, grids, ranks, awareness."""

from __future__ import annotations

import polars as pl

from tramite.voices.asking.bank import Item
from tramite.voices.asking.item_shape import LEADERS, PARTIES, shape_of

_SPLIT = "x"
_SCHEMA = {"interview_id": pl.String, "key": pl.String, "value": pl.Float64}


def answer_parts(responses: pl.DataFrame, *, item: Item) -> pl.DataFrame:
    """Turn the answers to one item into numbers by interview and part.

    - Percentages: shares of 1, signed as asked; ``key`` is empty, or ``low``, ``likely``, ``high`` (METHOD §2.3);
      where {x} is asked in two values, it is the one that this respondent heard («5»; METHOD §2.4).
    - Numbers: as given, ``key`` as asked (PX05: ``potential``, ``served``).
    - Grid of shares: ``<row>.partner``, ``.vendor``, ``.other``, in proportion so that each row makes 1.
    - Grid of who leads: ``<row>.<leader>`` is 1 for the leader named, 0 for the others.
    - Grid of ratings: the score 0–100 of each row.
    - Ranks: 1 for the first, 2, 3; what was not ranked is not there.
    - Awareness: 0 not heard, 1 heard, 2 can explain.

    «Don't know», a refusal and «not applicable» are no answer, never 0; second questions (a total, a reason, how
    sure) are no parts. ``item_values`` reads the scales that make a hundred, choices and ratings.

    Args:
        responses: contract RESPONSES. item: of one of these scales; ``KeyError`` for another.

    Returns: ``interview_id``, ``key``, ``value``, sorted.
    """
    read = _READERS[item.scale]
    answered = responses.filter((pl.col("item_id") == item.id) & pl.col("missing").is_null()).with_columns(
        pl.col("key").fill_null("")
    )
    return read(answered, item).select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items()).sort(
        "interview_id", "key"
    )  # fmt: skip


def _percentages(answered: pl.DataFrame, item: Item) -> pl.DataFrame:
    shape = shape_of(item)
    given = answered.filter(pl.col("key").is_in(shape.values) & pl.col("number").is_not_null())
    values = given.with_columns(value=pl.col("number") / 100)
    if not shape.split:
        return values
    heard = answered.filter(pl.col("key") == _SPLIT).select("interview_id", x=pl.col("number"))
    known = values.join(heard.filter(pl.col("x").is_not_null()), on="interview_id", how="inner")
    return known.with_columns(key=pl.col("x").cast(pl.Int64).cast(pl.String))


def _numbers(answered: pl.DataFrame, item: Item) -> pl.DataFrame:
    given = answered.filter(pl.col("key").is_in(shape_of(item).values) & pl.col("number").is_not_null())
    return given.with_columns(value=pl.col("number"))


def _shares(answered: pl.DataFrame, _item: Item) -> pl.DataFrame:
    parts = answered.filter(pl.col("number").is_not_null() & pl.col("key").str.contains(".", literal=True))
    parts = parts.with_columns(_row(), pl.col("key").str.split(".").list.get(1).alias("party"))
    whole = pl.col("number").sum().over("interview_id", "row")
    return parts.filter(pl.col("party").is_in(PARTIES) & (whole > 0)).with_columns(value=pl.col("number") / whole)


def _leaders(answered: pl.DataFrame, _item: Item) -> pl.DataFrame:
    named = answered.filter(pl.col("text").is_in(LEADERS)).select("interview_id", row="key", named="text")
    offered = pl.DataFrame({"leader": LEADERS})
    return named.join(offered, how="cross").with_columns(
        key=pl.col("row") + "." + pl.col("leader"), value=(pl.col("leader") == pl.col("named")).cast(pl.Float64)
    )


def _ratings(answered: pl.DataFrame, _item: Item) -> pl.DataFrame:
    given = answered.filter((pl.col("key") != "") & pl.col("number").is_between(0, 10))
    return given.with_columns(value=pl.col("number") * 10)


def _as_given(answered: pl.DataFrame, _item: Item) -> pl.DataFrame:
    return answered.filter((pl.col("key") != "") & pl.col("number").is_not_null()).with_columns(
        value=pl.col("number")
    )


def _row() -> pl.Expr:
    return pl.col("key").str.split(".").list.get(0).alias("row")


_READERS = {
    "pct": _percentages, "number": _numbers, "grid-share": _shares, "grid-who": _leaders, "grid-0-10": _ratings,
    "rank": _as_given, "aware": _as_given,
}  # fmt: skip

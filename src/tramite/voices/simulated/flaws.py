"""What goes wrong in the field, planted at stated rates so that quality control can be tried on it."""

from __future__ import annotations

import numpy as np
import polars as pl

from tramite.voices.asking.bank import ItemBank
from tramite.voices.simulated.truth import Flaws

NAMES = tuple(Flaws.model_fields)
_HURRIED = 0.4  # of the time it would take
_UNKNOWN = 0.5  # of the questions


def plant_flaws(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, bank: ItemBank, flaws: Flaws, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return interviews and responses with flaws, and which flaw was planted in which interview (one at most).

    Args:
        interviews, responses: contracts INTERVIEWS, RESPONSES. flaws: share of interviews for each.
    """
    rates = [getattr(flaws, name) for name in NAMES]
    drawn = rng.choice([*NAMES, ""], size=interviews.height, p=[*rates, 1 - sum(rates)])
    planted = pl.DataFrame(
        [(i, str(flaw)) for i, flaw in zip(interviews["interview_id"], drawn, strict=True) if flaw],
        schema={"interview_id": pl.String, "flaw": pl.String}, orient="row",
    )  # fmt: skip
    for interview_id, flaw in planted.iter_rows():
        if flaw == "hurried":
            here = pl.col("interview_id") == interview_id
            shorter = (pl.col("seconds") * _HURRIED).round()
            interviews = interviews.with_columns(pl.when(here).then(shorter).otherwise("seconds").alias("seconds"))
        else:
            mine = responses.filter(pl.col("interview_id") == interview_id)
            other = _other(interviews, interview_id, rng)
            flawed = _flawed(mine, responses.filter(pl.col("interview_id") == other), flaw, bank, rng)
            rest = responses.filter(pl.col("interview_id") != interview_id)
            responses = pl.concat([rest, flawed])
    order = interviews.select("interview_id").with_row_index("place")
    sorted_again = responses.join(order, on="interview_id", maintain_order="left").sort(
        "place", maintain_order=True
    )
    return interviews, sorted_again.drop("place"), planted


def _other(interviews: pl.DataFrame, interview_id: str, rng: np.random.Generator) -> str:
    """Draw the interview that is copied: of the same role and channel where there is one."""
    me = interviews.row(by_predicate=pl.col("interview_id") == interview_id, named=True)
    alike = interviews.filter((pl.col("role") == me["role"]) & (pl.col("interview_id") != interview_id))
    near = alike.filter(pl.col("channel_id") == me["channel_id"])
    chosen = near if near.height else alike
    return str(rng.choice(chosen["interview_id"].to_numpy())) if chosen.height else interview_id


def _flawed(
    mine: pl.DataFrame, other: pl.DataFrame, flaw: str, bank: ItemBank, rng: np.random.Generator
) -> pl.DataFrame:
    item = pl.col("item_id")
    if flaw == "straight":
        ratings = [entry.id for entry in bank.items if entry.scale == "0-10"]
        same = pl.lit(float(rng.integers(6, 9)))
        rated = item.is_in(ratings) & (pl.col("key") == "") & pl.col("missing").is_null()
        return mine.with_columns(pl.when(rated).then(same).otherwise("number").alias("number"))
    if flaw == "hundred":
        shares = [entry.id for entry in bank.items if entry.scale == "share100"]
        first = item.is_in(shares) & pl.col("missing").is_null() & (pl.int_range(pl.len()).over("item_id") == 0)
        return mine.with_columns(pl.when(first).then(pl.col("number") + 10).otherwise("number").alias("number"))
    opened = [entry.id for entry in bank.items if entry.scale == "open"]
    if flaw == "unknown":
        asked = mine.filter(~item.is_in(opened))["item_id"].unique(maintain_order=True)
        lost = [entry for entry in asked if rng.random() < _UNKNOWN]
        blank = mine.filter(item.is_in(lost)).unique("item_id", keep="first", maintain_order=True).with_columns(
            key=pl.lit(""), number=pl.lit(None, pl.Float64), text=pl.lit(None, pl.String), missing=pl.lit("dk")
        )  # fmt: skip
        return pl.concat([mine.filter(~item.is_in(lost)), blank])
    copied = other.filter(~item.is_in(opened)).with_columns(interview_id=pl.lit(mine["interview_id"][0]))
    return pl.concat([mine.filter(item.is_in(opened)), copied])

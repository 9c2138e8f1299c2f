"""How much scores differed in the last wave."""

from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.field import USABLE
from tramite.voices.estimation.scores import score_answers
from tramite.voices.sampling.side import Side, side


def last_spreads(
    responses: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank, method: Method
) -> dict[tuple[Side, str], float]:
    """Return the standard deviation of interviews' mean scores, by side and channel.

    Fewer interviews than ``read_indicative_below`` tell no spread: such a channel is left out.

    Args:
        responses, interviews: contracts RESPONSES, INTERVIEWS.

    Returns: S by side and channel, points of 0–100.
    Source: METHOD §4.2b.
    """
    usable = interviews.filter(pl.col("status").is_in(USABLE) & pl.col("consent")).with_columns(side())
    means = (
        score_answers(responses, bank=bank)
        .group_by("interview_id", maintain_order=True)
        .agg(pl.col("score").mean())
        .drop_nulls()
    )
    spread = (
        usable.join(means, on="interview_id")
        .sort("interview_id")
        .group_by("side", "channel_id", maintain_order=True)  # threads would add in an order of their own
        .agg(pl.len().alias("n"), pl.col("score").std().round(4).alias("spread"))
        .filter((pl.col("n") >= method.read_indicative_below) & (pl.col("spread") > 0))
    )
    return {(row["side"], row["channel_id"]): row["spread"] for row in spread.iter_rows(named=True)}

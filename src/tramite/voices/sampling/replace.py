"""Who comes next when somebody cannot be interviewed: the reserve, in its random order."""

from __future__ import annotations

import polars as pl

from tramite.kernel.errors import Fault, InputRefused

FILE = "voices/sample"


def next_in_reserve(sample: pl.DataFrame, order: pl.DataFrame, *, unit_id: str) -> str | None:
    """Return the unit that replaces another: the first of its stratum, in random order, that was not asked yet.

    Whoever refused is replaced as anybody who cannot be interviewed; who gave an interview is not, nor twice.

    Args:
        sample: contract SAMPLE. order: everyone who could be drawn: ``unit_id``, ``side``, ``stratum``, ``place``.

    Returns: ``None`` when all of the stratum were asked.

    Raises:
        InputRefused: the unit is not in the sample, has answered, or was replaced already.

    Source: METHOD §4.2f.
    """
    row = sample.filter(pl.col("unit_id") == unit_id)
    if row.is_empty():
        raise InputRefused([Fault(FILE, "not_in_sample", column="unit_id", value=unit_id)])
    outcome, replacers = row["outcome"].item(), sample.filter(pl.col("replaces") == unit_id)["unit_id"]
    if outcome == "done":
        raise InputRefused([Fault(FILE, "already_settled", column="outcome", value=f"{unit_id}: {outcome}")])
    if outcome == "replaced" or not replacers.is_empty():
        value = " ".join([unit_id, *replacers])
        raise InputRefused([Fault(FILE, "already_replaced", column="replaces", value=value)])
    home = order.filter(pl.col("unit_id") == unit_id).select("side", "stratum")
    left = order.join(home, on=["side", "stratum"]).join(sample, on="unit_id", how="anti").sort("place")
    return None if left.is_empty() else str(left["unit_id"][0])

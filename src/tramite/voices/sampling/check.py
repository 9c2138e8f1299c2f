"""Does a sample stand as it was drawn?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Kind = Literal[
    "removed", "added", "stratum", "order", "replaced_out_of_order", "no_reason", "frame_removed", "frame_added",
    "frame_stratum",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between what the seed draws and what stands in the tables.

    Attributes:
        kind: key of the sentence ``sample.difference_<kind>``. drawn, found: what should stand there, what does.
        reason: what the log says of it, with who and when; empty if it says nothing.
    """

    kind: Kind
    unit_id: str
    drawn: str
    found: str
    reason: str


def sample_differences(
    sample: pl.DataFrame, frame: pl.DataFrame, *, drawn: pl.DataFrame, order: pl.DataFrame, log: pl.DataFrame
) -> tuple[Difference, ...]:
    """Compare a sample with a draw from the same seed and frame.

    A replacement is right if it is logged, has a reason, and was the next of its stratum at that moment.

    Args:
        sample, frame, log: contracts SAMPLE, FRAME, SAMPLE_LOG, as they stand; ``log`` since this draw.
        drawn: what the seed draws, ``unit_id``, ``stratum``, ``order``. order: the same for everyone in the
            frame as it was, with ``side``, ``stratum`` and ``place``.

    Source: METHOD §4.2e–f («never a few good ones»).
    """
    said = _said(log)
    found = [*_rows(sample, drawn, order, log, said), *_frame(frame, order, said)]
    return tuple(found)


def _said(log: pl.DataFrame) -> dict[str, str]:
    """Write what the log tells of each unit that was changed by hand: the reason, who and when."""
    changes = log.filter((pl.col("event") == "change") & pl.col("reason").is_not_null())
    return {
        row["unit_id"]: f"{row['reason']} ({row['who']}, {row['date']:%Y-%m-%d})"
        for row in changes.iter_rows(named=True)
        if row["unit_id"] is not None
    }


def _rows(
    sample: pl.DataFrame, drawn: pl.DataFrame, order: pl.DataFrame, log: pl.DataFrame, said: Mapping[str, str]
) -> Iterator[Difference]:
    replacements = log.filter(pl.col("event") == "replace").sort("entry")
    newcomers = dict(replacements.select("other_id", "unit_id").drop_nulls().rows())
    expected = {row["unit_id"]: row for row in drawn.iter_rows(named=True)}
    standing = {row["unit_id"]: row for row in sample.iter_rows(named=True)}
    for unit, row in expected.items():
        now = standing.get(unit)
        if now is None:
            yield Difference("removed", unit, str(row["order"]), "", said.get(unit, ""))
            continue
        for name in ("stratum", "order"):
            if now[name] != row[name]:
                kind: Kind = "stratum" if name == "stratum" else "order"
                yield Difference(kind, unit, str(row[name]), str(now[name] or ""), said.get(unit, ""))
        if now["outcome"] == "refused" and not now["reason"]:
            yield Difference("no_reason", unit, "", "refused", said.get(unit, ""))
    for unit in standing:
        if unit not in expected and unit not in newcomers:
            yield Difference("added", unit, "", str(standing[unit]["stratum"] or ""), said.get(unit, ""))
    yield from _replacements(replacements, set(expected), order, said)


def _replacements(
    replacements: pl.DataFrame, asked: set[str], order: pl.DataFrame, said: Mapping[str, str]
) -> Iterator[Difference]:
    homes = {row["unit_id"]: (row["side"], row["stratum"]) for row in order.iter_rows(named=True)}
    queues = {
        (row["side"], row["stratum"]): row["unit_id"]
        for row in order.sort("place").group_by("side", "stratum").agg("unit_id").iter_rows(named=True)
    }
    for row in replacements.iter_rows(named=True):
        unit, other = row["unit_id"], row["other_id"]
        if not row["reason"]:
            yield Difference("no_reason", unit or "", "", other or "", said.get(unit, ""))
        if other is None:
            continue
        queue = queues.get(homes.get(unit, ("", "")), [])
        right = next((candidate for candidate in queue if candidate not in asked), None)
        if other != right:
            yield Difference("replaced_out_of_order", unit, right or "", other, said.get(other, ""))
        asked.add(other)


def _frame(frame: pl.DataFrame, order: pl.DataFrame, said: Mapping[str, str]) -> Iterator[Difference]:
    both = order.select("unit_id", "stratum").join(
        frame.select("unit_id", pl.col("stratum").alias("now"), pl.lit(True).alias("there")),
        on="unit_id", how="full", coalesce=True,
    ).sort("unit_id")  # fmt: skip
    for row in both.filter(pl.col("stratum").ne_missing(pl.col("now"))).iter_rows(named=True):
        unit = row["unit_id"]
        if row["there"] is None:
            yield Difference("frame_removed", unit, row["stratum"], "", said.get(unit, ""))
        elif row["stratum"] is None:
            yield Difference("frame_added", unit, "", row["now"], said.get(unit, ""))
        else:
            yield Difference("frame_stratum", unit, row["stratum"], row["now"], said.get(unit, ""))

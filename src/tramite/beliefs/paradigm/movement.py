"""Who moved between two waves: the same firms, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from tramite.beliefs.paradigm.stage import ITEMS, STAGES, firm_stages
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.study import Study

DIRECTIONS = ("back", "same", "forward")


@dataclass(frozen=True, slots=True)
class Movement:
    """How relationships moved between the last two waves in which firms could be placed.

    Attributes:
        before, after: first days of the two waves.
        pairs: firms that were heard, and could be placed, in both.
        table: share of them that went back, stayed, or went on, by channel; ``key`` of ``DIRECTIONS``.
    """

    before: date
    after: date
    pairs: int
    table: MeasureTable


def movement(study: Study) -> Movement | None:
    """Compare the stage of each firm in the last wave with its stage in the wave before.

    Stages are in the order transactional, partnership, co-creation, subscription. Only firms of both waves count:
    that others were heard this time is not a movement.

    Args:
        study: with the interviews of all waves.

    Returns: ``None`` with one wave, or no firm in both.
    Source: METHOD §3.6, §4.8 (panel change on the same firms); R67.
    """
    placed = [(wave, found) for wave in study.waves if len(found := _placed(study.of(wave)))]
    if len(placed) < 2:
        return None
    (before, stood), (after, stands) = placed[-2:]
    pairs = stood.join(stands, on="unit_id", suffix="_after").sort("unit_id")
    if pairs.is_empty():
        return None
    rank = {stage: float(place) for place, stage in enumerate(STAGES)}
    moved = pl.col("stage_after").replace_strict(rank) - pl.col("stage").replace_strict(rank)
    shares = pairs.select(
        "unit_id",
        *(
            (moved.sign() == way).cast(pl.Float64).alias(name)
            for way, name in zip((-1, 0, 1), DIRECTIONS, strict=True)
        ),
    )
    again = study.of(after)
    heard = again.voices("partner").interviews.select("interview_id", "unit_id").join(shares, on="unit_id")
    values = heard.unpivot(list(DIRECTIONS), index="interview_id", variable_name="key", value_name="value")
    table = again.measure(values, Measure("movement", ITEMS, (0.0, 1.0), "share", "share"))
    return Movement(before.first, after.first, len(pairs), table)


def _placed(study: Study) -> pl.DataFrame:
    stages = firm_stages(study.responses, study.voices("partner").interviews, bank=study.bank, method=study.method)
    return stages.filter(pl.col("stage").is_not_null()).select("unit_id", "stage")

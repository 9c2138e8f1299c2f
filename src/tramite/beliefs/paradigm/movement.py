"""Who moved between two waves: the same firms, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from tramite.beliefs.paradigm.stage import ITEMS, STAGES, firm_stages
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import waves_of

DIRECTIONS = ("back", "same", "forward")


@dataclass(frozen=True, slots=True)
class Movement:
    """How relationships moved between the last two waves that heard the same firms.

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
    waves = waves_of(study.voices("partner").interviews, method=study.method)
    if len(waves) < 2:
        return None
    before, after = waves[-2:]
    placed = [
        firm_stages(study.responses, wave, bank=study.bank, method=study.method).filter(
            pl.col("stage").is_not_null()
        ).select("unit_id", "stage")
        for wave in (before, after)
    ]  # fmt: skip
    pairs = placed[0].join(placed[1], on="unit_id", suffix="_after").sort("unit_id")
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
    heard = after.select("interview_id", "unit_id").join(shares, on="unit_id")
    values = heard.unpivot(list(DIRECTIONS), index="interview_id", variable_name="key", value_name="value")
    table = study.measure(values, Measure("movement", ITEMS, (0.0, 1.0), "share", "share"))
    began = [min(wave["date"].to_list()) for wave in (before, after)]
    return Movement(began[0], began[1], len(pairs), table)


def latest_wave(study: Study) -> pl.DataFrame:
    """Return the partners' interviews of the last wave: today is not the mean of this year and the last."""
    interviews = study.voices("partner").interviews
    waves = waves_of(interviews, method=study.method)
    return waves[-1] if waves else interviews

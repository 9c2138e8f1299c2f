"""The same firms in two waves: what they scored before and after (METHOD §4.8)."""

from __future__ import annotations

import math
from datetime import date

import polars as pl

from tramite.beliefs.px.firms import interview_table
from tramite.voices.asking.bank import PILLARS
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.item_values import RANGES, SCORE, item_values
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import Wave

INDICES = ("px", *PILLARS)


def is_scored(study: Study, code: str) -> bool:
    """Tell whether voices measure a figure: the PX index, a pillar, an item that partners rate 0–100."""
    return code in INDICES or (code in study.bank and RANGES.get(study.bank.item(code).scale) == SCORE)


def waves_around(study: Study, start: date, end: date) -> tuple[Wave, Wave] | None:
    """Return the last wave of partners before an action began, and the first that began after it ended.

    ``None`` where there is none on one side.
    """
    waves = [wave for wave in study.waves if len(study.of(wave).voices("partner").interviews)]
    before = [wave for wave in waves if wave.last < start]
    after = [wave for wave in waves if wave.first > end]
    return (before[-1], after[0]) if before and after else None


def firm_panel(study: Study, code: str, waves: tuple[Wave, Wave]) -> pl.DataFrame:
    """Score the firms that were heard in both waves.

    Args:
        code: ``px``, a pillar, or an item that is rated.

    Returns: ``unit_id``, ``channel_id``, ``before``, ``after`` (0–100), sorted; answers, not for the page.
    """
    people = study.voices("partner").weighed.people
    sides = []
    for name, wave in zip(("before", "after"), waves, strict=True):
        then = study.of(wave)
        firms = firm_answers(_values(then, code), then.voices("partner").interviews, apart_from=math.inf).values
        sides.append(firms.select("unit_id", pl.col("value").alias(name)))
    both = sides[0].join(sides[1], on="unit_id", how="inner")
    placed = both.join(people.select("unit_id", channel_id="domain"), on="unit_id", how="inner")
    return placed.select("unit_id", "channel_id", "before", "after").sort("unit_id")


def _values(study: Study, code: str) -> pl.DataFrame:
    if code not in INDICES:
        return item_values(study.responses, item=study.bank.item(code), bank=study.bank)
    scored = interview_table(study).filter(pl.col(code).is_not_null())
    return scored.select("interview_id", pl.lit("").alias("key"), pl.col(code).alias("value"))

"""What partners want to reach, beside what the vendor thinks they want: the rank overlap of priorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.voices.asking.bank import Item
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

_TOP = 3  # three goals are asked, in order


@dataclass(frozen=True, slots=True)
class Priorities:
    """Goals of partners (PM05) and what the vendor's people think they are (VM05).

    Attributes:
        stated, guessed: mean rank points by goal and channel, 0–1: first 1, second ⅔, third ⅓, not named 0.
        overlap: by channel, how many of the first three of each are the same; only where both may be shown.
    """

    stated: MeasureTable
    guessed: MeasureTable
    overlap: Mapping[str, int]

    def top(self, table: MeasureTable, domain: str) -> tuple[str, ...]:
        """Return the three goals with most points in a channel, where they may be shown."""
        return _top([cell for cell in table.cells if cell.domain == domain])


def priorities(study: Study) -> Priorities:
    """Compare the goals of partners with what the vendor thinks they are.

    Rank points (4 − rank)/3 make one number of three places: a goal that all put third weighs less than one that
    all put first. The goals of the case (``case.toml``) are words, without codes: they can be read beside
    these, not counted.

    Source: METHOD §3.7.6; requirement R71.
    """
    stated = study.measure(_points(study, study.bank.item("PM05")), _measure("PM05"), weightings=("vote",))
    guessed = study.measure(
        _points(study, study.bank.item("VM05")), _measure("VM05"), "vendor", guessing="partner"
    )
    overlap = {}
    for domain in dict.fromkeys(cell.domain for cell in stated.cells):
        one, other = (_top([c for c in table.cells if c.domain == domain]) for table in (stated, guessed))
        if len(one) == len(other) == _TOP:
            overlap[domain] = len(set(one) & set(other))
    return Priorities(stated, guessed, overlap)


def _measure(item_id: str) -> Measure:
    return Measure(item_id, (item_id,), (0.0, 1.0), "ratio")


def _points(study: Study, item: Item) -> pl.DataFrame:
    ranks = answer_parts(study.responses, item=item)
    codes = [choice.code for choice in study.bank.choices_of(item.choices)]
    everyone = ranks.select(pl.col("interview_id").unique()).join(pl.DataFrame({"key": codes}), how="cross")
    points = ranks.with_columns(value=(_TOP + 1 - pl.col("value")) / _TOP)
    return everyone.join(points, on=["interview_id", "key"], how="left").with_columns(
        pl.col("value").fill_null(0.0).clip(0.0, 1.0)
    ).sort("interview_id", "key")  # fmt: skip


def _top(cells: list[MeasureCell]) -> tuple[str, ...]:
    told = [(cell.key, cell.mean.value or 0.0) for cell in cells if cell.mean is not None]
    return tuple(key for key, _ in sorted(told, key=lambda pair: (-pair[1], pair[0]))[:_TOP])

"""What was foretold in earlier waves of interviews, against what was then bought."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tramite.beliefs.waves.forecasts import CONTINUITY_MONTHS, GROWTH_MONTHS, ForecastScore, score_forecasts
from tramite.books.rows import Tables
from tramite.books.sales_around import sales_around
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import add_months, month_of
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import Wave


def past_forecasts(study: Study, books: Tables, *, definition: CaseDefinition) -> tuple[ForecastScore, ...]:
    """Score what was foretold in each wave; nothing of a horizon that the books do not reach."""
    return tuple(
        score
        for wave in study.waves
        for score in score_forecasts(study, wave, _outcomes(wave, books, definition), method=study.method)
    )


def _outcomes(wave: Wave, books: Tables, definition: CaseDefinition) -> dict[int, pl.DataFrame]:
    """Return what was bought before a wave and after it, by horizon."""
    month, found = month_of(wave.last), {}
    for horizon in (GROWTH_MONTHS, CONTINUITY_MONTHS):
        reached = add_months(month, horizon + 1) <= definition.as_of + timedelta(days=1)
        sales = sales_around(books, month=month, horizon=horizon) if reached else None
        if sales is not None:
            found[horizon] = sales.collect("polars").to_native()
    return found

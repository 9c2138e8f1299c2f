"""An item or measure on one side: its table, and how far to read it where nobody counted whom it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.estimation.item_table import item_measure
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable, measure_table
from tramite.voices.estimation.reading import reading_level
from tramite.voices.estimation.sides import SideVoices
from tramite.voices.estimation.strata import SurveyWeighting


def side_table(
    responses: pl.DataFrame,
    voices: SideVoices,
    *,
    item: Item,
    bank: ItemBank,
    method: Method,
    weightings: Sequence[SurveyWeighting],
    simulated: bool = False,
) -> MeasureTable:
    """Estimate an item as a side answered it (``item_table``).

    Args:
        responses: contract RESPONSES. voices: as ``sides.voices_of`` chooses them.

    Source: METHOD §3.2, §3.3.

    Raises:
        InputRefused: as ``item_table``.
    """
    values = item_values(responses, item=item, bank=bank)
    return side_measure(
        values, voices, measure=item_measure(item), method=method, weightings=weightings, simulated=simulated
    )


def side_measure(
    values: pl.DataFrame,
    voices: SideVoices,
    *,
    measure: Measure,
    method: Method,
    weightings: Sequence[SurveyWeighting],
    simulated: bool = False,
) -> MeasureTable:
    """Estimate a measure of what a side said (``measure_table``).

    Args:
        values: ``interview_id``, ``key``, ``value``. voices: as ``sides.voices_of`` chooses them.

    Raises:
        InputRefused: as ``measure_table``.
    """
    table = measure_table(
        values, voices.interviews, measure=measure, weighed=voices.weighed, method=method, weightings=weightings,
        simulated=simulated,
    )  # fmt: skip
    if voices.counted:
        return table
    return replace(table, cells=tuple(_uncounted(cell, method) for cell in table.cells))


def _uncounted(cell: MeasureCell, method: Method) -> MeasureCell:
    reading = cell.reading if cell.hidden_because else reading_level(cell.estimate.n, None, method=method)
    return replace(cell, estimate=replace(cell.estimate, N=None), reading=reading)

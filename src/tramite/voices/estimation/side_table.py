"""One item on one side: its table, and how far it may be read where nobody counted whom it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.estimation.item_table import ItemCell, ItemTable, item_table
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
) -> ItemTable:
    """Estimate an item as a side answered it (``item_table``).

    Args:
        responses: contract RESPONSES. voices: as ``sides.voices_of`` chooses them.

    Source: METHOD §3.2, §3.3.

    Raises:
        InputRefused: as ``item_table``.
    """
    table = item_table(
        responses, voices.interviews, voices.weighed.people, item=item, bank=bank, method=method,
        weightings=weightings, enumerative=voices.weighed.enumerative, simulated=simulated, weighed=voices.weighed,
    )  # fmt: skip
    if voices.counted:
        return table
    return replace(table, cells=tuple(_uncounted(cell, method) for cell in table.cells))


def _uncounted(cell: ItemCell, method: Method) -> ItemCell:
    reading = cell.reading if cell.hidden_because else reading_level(cell.estimate.n, None, method=method)
    return replace(cell, estimate=replace(cell.estimate, N=None), reading=reading)

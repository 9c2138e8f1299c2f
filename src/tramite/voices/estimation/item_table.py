"""One item, whatever its scale, by domain: from answers to estimates that may be shown."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tramite.kernel.figures import Unit
from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.estimation.item_values import RANGES, item_values
from tramite.voices.estimation.measure_table import Measure, MeasureTable, Statistic, measure_table
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.weighed import Weighed

CHOICES = ("choice", "multi")
_UNITS: dict[tuple[float, float], Unit] = {(0.0, 100.0): "score", (0.0, 1.0): "share", (-1.0, 1.0): "ratio"}


def item_table(
    responses: pl.DataFrame,
    interviews: pl.DataFrame,
    people: pl.DataFrame,
    *,
    item: Item,
    bank: ItemBank,
    method: Method,
    weightings: Sequence[SurveyWeighting] = ("vote", "revenue"),
    statistic: Statistic | None = None,
    enumerative: bool = True,
    simulated: bool = False,
    weighed: Weighed | None = None,
) -> MeasureTable:
    """Estimate an item in each domain and in all, and hide what must be hidden.

    Answer → value of the scale (``item_values``) → mean of a firm's informants → mean, share or median of the
    domain with its interval → disclosure control. All parts of an item are shown or hidden together, as one
    follows from the others.

    Args:
        responses: contract RESPONSES.
        interviews: those that count (``field.usable_interviews``): ``interview_id``, ``unit_id``.
        people: population: ``unit_id``, ``domain``, ``stratum``, ``revenue`` and, if asked for, ``potential``.
        item: of a scale in ``item_values.RANGES``.
        statistic: without it, a share for choices, a mean for the rest.
        enumerative: a statement on today's population, not on next year's.
        weighed: weights of the same people and flag, to be used for many items; made here if not given.

    Source: METHOD §3.1.1, §3.1.5, §3.2, §3.3.

    Raises:
        InputRefused: a rating is off its scale, or more answered than a stratum has.
    """
    known = weighed or Weighed(people, method=method, enumerative=enumerative)
    return measure_table(
        item_values(responses, item=item, bank=bank), interviews, measure=item_measure(item, statistic),
        weighed=known, method=method, weightings=weightings, simulated=simulated,
    )  # fmt: skip


def item_measure(item: Item, statistic: Statistic | None = None) -> Measure:
    """Return an item as the measure that it is by itself; ``KeyError`` for a scale that is not averaged."""
    bounds = RANGES[item.scale]
    usual: Statistic = "share" if item.scale in CHOICES else "mean"
    return Measure(item.id, (item.id,), bounds, _UNITS[bounds], statistic or usual)

"""Costs that the books do not give, of what an alternative sells more or less: they count as 0, and are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tramite.decisions.market import REVENUE, VARIABLE
from tramite.decisions.missing import Lines, Missing
from tramite.decisions.simulation import Outcome, Setting

_NOTHING: Final = 1e-9  # of today's sales: what rounding may move
_COSTS: Final = tuple(line for line in VARIABLE if line != REVENUE[0])


def unknown_costs(outcome: Outcome, today: Outcome, setting: Setting) -> Iterator[Missing]:
    """Name the lines down to contribution margin 1 that are n.d. in a channel that sells more than today, or less.

    More and less are counted at the prices of the base year. A line on which the alternative itself adds a cost in
    the channel is not named where it sells more (METHOD §5.1, §5.3).
    """
    sold, before = outcome.volume.mean(axis=0), today.volume.mean(axis=0)
    for k, channel in enumerate(setting.market.channels):
        change = float(sold[k] - before[k])
        if channel not in setting.statement.channels or abs(change) <= _NOTHING * before.sum():
            continue
        lines = tuple(
            line
            for line in _COSTS
            if setting.statement.amount(channel, line) is None and (change < 0 or (k, line) not in outcome.added)
        )
        if lines:
            key = "parameters.costs_unknown" if change > 0 else "parameters.savings_unknown"
            yield Missing(key, channel, (("lines", Lines(lines)),))

"""Costs that the books do not give, of what an alternative sells more: they count as 0, and are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tramite.decisions.market import REVENUE, VARIABLE
from tramite.decisions.missing import Lines, Missing
from tramite.decisions.simulation import Outcome, Setting

_NOTHING: Final = 1e-9  # of today's sales: what rounding may move
_COSTS: Final = tuple(line for line in VARIABLE if line != REVENUE[0])


def unknown_costs(outcome: Outcome, today: Outcome, setting: Setting) -> Iterator[Missing]:
    """Name the lines down to contribution margin 1 that are n.d. in a channel which sells more than today.

    More is counted at the prices of the base year. A line on which the alternative itself adds a cost in the
    channel is not named (METHOD §5.1, §5.3).
    """
    sold, before = outcome.volume.mean(axis=0), today.volume.mean(axis=0)
    for k, channel in enumerate(setting.market.channels):
        if channel in setting.statement.channels and sold[k] > before[k] + _NOTHING * before.sum():
            lines = tuple(
                line
                for line in _COSTS
                if setting.statement.amount(channel, line) is None and (k, line) not in outcome.added
            )
            if lines:
                yield Missing("parameters.costs_unknown", channel, (("lines", Lines(lines)),))

"""The statement of the months ahead by channel, segment and product line, from what was moved on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from tramite.decisions.ground import Ground
from tramite.decisions.market import REVENUE, VARIABLE, Market
from tramite.decisions.world import World
from tramite.kernel.chance import Draws

Flows = Mapping[tuple[str, bool], Draws]
ALL: Final = ""


def flows_of(ground: Ground, world: World) -> Flows:
    """Add up over draws what share of each channel's base spend counts on a line of each channel.

    Returns: (line, with the uncertain margin) to (t, g, f, k); the line ``ALL`` is every one without a factor.
    """
    future = ground.future
    found: dict[tuple[str, bool], Draws] = {}
    changed = dict.fromkeys(line for _, _, line in world.factors if line in VARIABLE)
    for shifted in (False, True):
        carried = (future.margin_shift if shifted else 1.0) / future.price_scale
        for line in (ALL, *changed):
            if shifted and line not in (ALL, *REVENUE):
                continue
            flow = np.zeros((ground.months, len(ground.groups), len(ground.channels), len(ground.channels)))
            for k in range(len(ground.channels)):
                for g, f, spent in world.spent_in(k):
                    counted = spent * ground.weights[:, :, f] * world.factors.get((k, g, line), np.ones(1))
                    flow[:, g, f, k] = counted.T @ carried[:, k]
            found[line, shifted] = flow
    return found


def amounts_by_cell(market: Market, groups: Sequence[frozenset[int]], flows: Flows) -> Draws:
    """Return every variable line of every channel and market cell, month by month: (t, k, j, c).

    Args:
        flows: of :func:`flows_of`, as means over draws.
    """
    months = next(iter(flows.values())).shape[0]
    base = market.spend[:, np.arange(months) % market.spend.shape[1], :]  # (f, t, j)
    group_of = np.empty(len(market.cells), dtype=np.int64)
    for g, group in enumerate(groups):
        group_of[sorted(group)] = g
    spent = {key: np.einsum("tjfk,ftj->tkj", flow[:, group_of], base) for key, flow in flows.items()}
    found = np.stack([_of(spent, line, False) * market.rates[:, :, c] for c, line in enumerate(VARIABLE)], axis=-1)
    for c, line in enumerate(REVENUE):
        found[..., VARIABLE.index("cogs")] += _of(spent, line, True) * market.rates[:, :, c]
    return found


def _of(spent: Mapping[tuple[str, bool], Draws], line: str, shifted: bool) -> Draws:
    return spent.get((line, shifted), spent[ALL, shifted])

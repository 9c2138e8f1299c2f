"""A direct channel that the case does not have yet: what a unit of spending there would leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from tramite.decisions.levers.context import LeverContext
from tramite.decisions.market import VARIABLE, Market
from tramite.kernel.case import Name, Strict, UncertainShare
from tramite.kernel.chance import Draws

LINES: Final[Mapping[str, str]] = {
    "returns": "returns", "logistics": "logistics", "service": "cost_to_serve", "payment": "payment_fees",
}  # fmt: skip
"""What an opening tells, and the line of the statement on which it stands."""


class Opening(Strict):
    """A channel that the case does not have yet. Costs are shares of what end customers spend there, 0–1.

    Goods cost what they cost in our other channels, by product line (``Market.cost_of_goods``); v is 1 − returns.

    Attributes:
        name: of the channel. returns: what goods sent back cost, carriage apart. logistics: carriage out and back.
        service: support and claims. payment: fees of payment.
    """

    name: Name
    returns: UncertainShare
    logistics: UncertainShare
    service: UncertainShare
    payment: UncertainShare

    def market(self, market: Market, channel_id: str) -> Market:
        """Return the market with the channel: a whole unit of spending on each line that a factor will set."""
        rates = np.zeros((len(market.cells), len(VARIABLE)))
        rates[:, VARIABLE.index("gross_sales")] = 1.0
        rates[:, VARIABLE.index("cogs")] = -market.cost_of_goods()
        rates[:, [VARIABLE.index(line) for line in LINES.values()]] = -1.0
        return market.with_channel(channel_id, self.name, rates)

    def draw(self, channel_id: str, context: LeverContext) -> dict[str, Draws]:
        """Draw the factor of each line: its share of what is spent there, (d,)."""
        return {
            line: context.assume(f"opened_{name}", getattr(self, name), "share", channel_id)
            for name, line in LINES.items()
        }

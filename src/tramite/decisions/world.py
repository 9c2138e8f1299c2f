"""The months ahead, draw by draw: what end customers spend in each channel, and what it leaves us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class World:
    """One possible course of the business, for all draws.

    Shapes: d draws, t months, k channels; amounts in the currency of the case, costs positive.

    Attributes:
        spend: (d, t, k) end-customer spend E, without tax.
        fixed: (d, t, k) avoidable and committed fixed costs of each channel.
        extra: (d, t) one-off costs and added investment.
    """

    spend: Draws
    fixed: Draws
    extra: Draws


@dataclass(frozen=True, slots=True)
class Ground:
    """What all alternatives share.

    Attributes:
        first_month, channels: meaning of the axes t and k.
        conversion: (d, k) our net sales per unit of end-customer spend, v.
        margin: (d, k) contribution margin 1 per unit of net sales.
        overhead: monthly overhead of the company; it stays whatever is closed.
        discount: (t,) factor of each month.
        overhead_by_channel: (k,) monthly overhead that is allocated to each channel today.
        indirect: (k,) whether a partner stands between; physical: (k,) whether it is a place.
    """

    first_month: date
    channels: tuple[str, ...]
    conversion: Draws
    margin: Draws
    overhead: float
    discount: Draws
    overhead_by_channel: Draws
    indirect: Draws
    physical: Draws

    def index(self, channel_id: str) -> int:
        """Return the position of a channel on axis k."""
        return self.channels.index(channel_id)

    def month_index(self, month: date) -> int:
        """Return the position of a month on axis t: below zero is before the horizon."""
        return (month.year - self.first_month.year) * 12 + month.month - self.first_month.month

    def ebitda(self, world: World) -> Draws:
        """Return the monthly EBITDA contribution: (d, t).

        Σ_k (E·v·cm1 − fixed) − overhead − extra costs (METHOD §5.1, §5.3).
        """
        earned = np.einsum("dtk,dk->dt", world.spend, self.conversion * self.margin)
        monthly: Draws = earned - world.fixed.sum(axis=2) - self.overhead - world.extra
        return monthly

    def value(self, world: World) -> Draws:
        """Return V, the discounted EBITDA contribution of the horizon minus one-off costs: (d,) (METHOD §3.11)."""
        total: Draws = self.ebitda(world) @ self.discount
        return total

    def partner_earnings(self, world: World) -> Draws:
        """Return what partners earn by channel over the horizon, E − net sales: (d, k); 0 where there is none."""
        earned: Draws = world.spend.sum(axis=1) * (1 - self.conversion) * self.indirect
        return earned

"""What one more partner of a channel would sell: between the quartiles of those that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tramite.beliefs.potential.parts import Draws, Triangular
from tramite.kernel.case import CaseDefinition, Uncertain
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_model
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_FEWEST = 4  # partners that have quartiles


@dataclass(frozen=True, slots=True)
class Productivity:
    """Yearly net sales of a partner of one channel.

    Attributes:
        partners: those that bought in the period. sales: of all of them, a year.
        one: net sales of one, triangular from the lower quartile over the median to the upper.
    """

    channel_id: str
    partners: int
    sales: float
    one: Triangular

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw the yearly net sales of one partner: (draw,)."""
        return self.one.draw(rng, draws)


def productivity(
    sales: Mapping[str, Mapping[str, float]], *, definition: CaseDefinition, period: Period, chance: Chance
) -> dict[str, Productivity]:
    """Believe what a partner of each indirect channel sells in a year.

    The largest partners are not won anew: half of today's partners lie between the quartiles, and a new one is
    taken to be among them. That it will be like today's is a model's form, graded so (METHOD §5.4, «recruit
    partners»).

    Args:
        sales: channel → partner → net amount in the period (``books.partner_tables.partner_sales``).

    Returns: channels with at least four partners that bought.
    """
    method, found = definition.method, {}
    for channel in definition.selling_channels:
        amounts = [x * 12 / period.months for x in sales.get(channel.id, {}).values() if x > 0]
        if channel.reach == "indirect" and len(amounts) >= _FEWEST:
            low, middle, high = (float(x) for x in np.quantile(amounts, [0.25, 0.5, 0.75]))
            source = Source("table", "sell_in", str(period), simulated=definition.simulated.books)
            drawn = chance.triangular(f"productivity.{channel.id}", Uncertain(
                low=low, likely=middle, high=high, source="sell_in"
            ))  # fmt: skip
            estimate = Estimate.of_draws(
                drawn, level=method.interval_level, unit="money", method=phrase("methods.quartiles"),
                grade=grade_model(period.months, method), n=len(amounts), evidence=(source,),
                currency=definition.currency,
            )  # fmt: skip
            found[channel.id] = Productivity(
                channel.id, len(amounts), sum(amounts), Triangular(estimate, low, middle, high)
            )
    return found

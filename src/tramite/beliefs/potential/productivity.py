"""What one more partner of a channel would sell: between the quartiles of those that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tramite.beliefs.potential.parts import Draws, Triangular
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_model
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_FEWEST = 4  # partners that have quartiles


@dataclass(frozen=True, slots=True)
class Productivity:
    """Yearly net sales of a partner of one channel, or of some segments in it.

    Attributes:
        partners: those that bought in the period. sales: of all of them, a year.
        one: net sales of one, triangular from the lower quartile over the median to the upper.
        by_segment: yearly net sales of each partner, by the segment that the register gives it.
    """

    channel_id: str
    partners: int
    sales: float
    one: Triangular
    by_segment: Mapping[str | None, tuple[float, ...]] = field(default_factory=dict)

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw the yearly net sales of one partner: (draw,)."""
        return self.one.draw(rng, draws)

    def of_segments(self, segments: Sequence[str]) -> Productivity | None:
        """Return that of the partners of some segments; ``None`` where fewer than four of them bought."""
        amounts = tuple(amount for segment in segments for amount in self.by_segment.get(segment, ()))
        if len(amounts) < _FEWEST:
            return None
        one = _between_quartiles(amounts, self.one.estimate)
        return Productivity(self.channel_id, len(amounts), sum(amounts), one)


def productivity(
    sales: Mapping[str, Mapping[str, float]],
    segments: Mapping[str, str | None],
    *,
    definition: CaseDefinition,
    period: Period,
) -> dict[str, Productivity]:
    """Believe what a partner of each indirect channel sells in a year.

    The largest partners are not won anew: half of today's partners lie between the quartiles, and a new one is
    taken to be among them. That it will be like today's is a model's form, graded so (METHOD §5.4, «recruit
    partners»).

    Args:
        sales: channel → partner → net amount in the period (``books.partner_tables.partner_sales``).
        segments: partner → segment (``books.partner_tables.segment_of_partner``).

    Returns: channels with at least four partners that bought.
    """
    source = Source("table", "sell_in", str(period), simulated=definition.simulated.books)
    told = Estimate(
        None, None, None, definition.method.interval_level, 0, None, "money", phrase("methods.quartiles"),
        grade=grade_model(period.months, definition.method), evidence=(source,), currency=definition.currency,
    )  # fmt: skip
    found = {}
    for channel in definition.selling_channels:
        by_segment: dict[str | None, tuple[float, ...]] = {}
        for partner, amount in sales.get(channel.id, {}).items():
            if amount > 0:
                segment = segments.get(partner)
                by_segment[segment] = (*by_segment.get(segment, ()), amount * 12 / period.months)
        amounts = tuple(amount for each in by_segment.values() for amount in each)
        if channel.reach == "indirect" and len(amounts) >= _FEWEST:
            one = _between_quartiles(amounts, told)
            found[channel.id] = Productivity(channel.id, len(amounts), sum(amounts), one, by_segment)
    return found


def _between_quartiles(amounts: Sequence[float], told: Estimate) -> Triangular:
    """Return the triangular between the quartiles of some amounts, with its mean and central interval."""
    low, likely, high = (float(x) for x in np.quantile(amounts, [0.25, 0.5, 0.75]))
    tail = (1 - told.level) / 2
    estimate = replace(told, value=(low + likely + high) / 3, n=len(amounts))
    one = Triangular(estimate, low, likely, high)
    return replace(one, estimate=replace(estimate, lower=one.quantile(tail), upper=one.quantile(1 - tail)))

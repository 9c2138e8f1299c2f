"""What new partners of a channel would sell: like the middle half of those that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tramite.beliefs.potential.parts import Draws
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_model
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_FEWEST = 4  # partners that have quartiles
_PARTS = 64  # in which partners are put by size: what is drawn of each is their share of all partners
_ONE_BY_ONE = 200  # recruits; of more, the mean of so many is taken: they differ little more than that


@dataclass(frozen=True, slots=True)
class Productivity:
    """Yearly net sales of partners of one channel, or of some segments in it.

    Attributes:
        amounts: yearly net sales of each that bought in the period, by rising size.
        one: yearly net sales of one recruit: mean and central interval of the partners between the quartiles.
        by_segment: yearly net sales of each partner, by the segment that the register gives it.
    """

    channel_id: str
    amounts: tuple[float, ...]
    one: Estimate
    by_segment: Mapping[str | None, tuple[float, ...]] = field(default_factory=dict)

    @property
    def partners(self) -> int:
        """How many bought in the period."""
        return len(self.amounts)

    @property
    def sales(self) -> float:
        """Net sales of all of them, a year."""
        return sum(self.amounts)

    def draw(self, rng: np.random.Generator, draws: int, recruits: int) -> Draws:
        """Draw the yearly net sales of one recruit, the mean of so many: (draw,).

        Today's partners are a sample of those that there could be: in each draw each stands for a share of these,
        Dirichlet(1, …, 1) (Bayesian bootstrap, Rubin 1981), put together by parts of like size. Each recruit has a
        rank of its own, uniform between the quartiles, and sells no more than today's upper quartile, no less than
        the lower. So the mean of many still errs with the sample, and that of few with who they happen to be.
        """
        amounts = np.array(self.amounts)
        ends = np.unique(np.linspace(0, len(amounts), min(_PARTS, len(amounts)) + 1).round().astype(np.int64))
        sizes = np.diff(ends)
        shares = rng.dirichlet(sizes, draws)
        above = shares.cumsum(axis=1)
        rank = rng.uniform(0.25, 0.75, (draws, min(max(recruits, 1), _ONE_BY_ONE)))
        part = (rank[:, :, np.newaxis] > above[:, np.newaxis, :-1]).sum(axis=2)
        row = np.arange(draws)[:, np.newaxis]
        inside = 1 - (above[row, part] - rank) / shares[row, part]
        place = ends[part] + np.clip(inside * sizes[part], 0, sizes[part] - 1).astype(np.int64)
        found: Draws = np.clip(amounts[place], *np.quantile(amounts, [0.25, 0.75])).mean(axis=1)
        return found

    def of_segments(self, segments: Sequence[str]) -> Productivity | None:
        """Return that of the partners of some segments; ``None`` where fewer than four of them bought."""
        amounts = tuple(amount for segment in segments for amount in self.by_segment.get(segment, ()))
        if len(amounts) < _FEWEST:
            return None
        return _believed(self.channel_id, amounts, self.one)


def productivity(
    sales: Mapping[str, Mapping[str, float]],
    segments: Mapping[str, str | None],
    *,
    definition: CaseDefinition,
    period: Period,
) -> dict[str, Productivity]:
    """Believe what new partners of each indirect channel sell in a year.

    The largest partners are not won anew: half of today's partners lie between the quartiles, and new ones are
    taken to be like them. That it will be like today's is a model's form, graded so (METHOD §5.4, «recruit
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
            found[channel.id] = _believed(channel.id, amounts, told, by_segment)
    return found


def _believed(
    channel_id: str, amounts: Sequence[float], told: Estimate,
    by_segment: Mapping[str | None, tuple[float, ...]] | None = None,
) -> Productivity:  # fmt: skip
    """Put amounts in order and tell the mean and the central interval of those between their quartiles."""
    tail = (1 - told.level) / 2
    ends = np.quantile(amounts, [0.25, 0.25 + tail / 2, 0.75 - tail / 2, 0.75])
    low, lower, upper, high = (float(end) for end in ends)
    mean = float(np.mean([amount for amount in amounts if low <= amount <= high]))
    one = replace(told, value=mean, lower=lower, upper=upper, n=len(amounts))
    return Productivity(channel_id, tuple(sorted(amounts)), one, by_segment or {})

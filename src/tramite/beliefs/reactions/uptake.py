"""How much of a channel's spending would come to a direct shop: stated chances, corrected (METHOD §5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.beliefs.reactions.reaction import Reaction
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

Array = NDArray[np.float64]
_STEPS = 200  # of each factor: quantiles of the product are good to a tenth of a point


@dataclass(frozen=True, slots=True)
class Uptake:
    """Share U of each channel's customer spending that would go to a direct shop of the vendor.

    Attributes:
        channels: whose customers were heard and could come.
        stated: chance that customers give (item CX04). correction: low, likely, high of what is realised.
    """

    channels: tuple[str, ...]
    stated: Reaction
    correction: tuple[float, float, float]
    estimates: Mapping[str, Estimate]

    def draw(self, chance: Chance) -> Array:
        """Draw U: (draw, channel); one correction for all channels, as people overstate alike."""
        realised = _triangular(chance.stream("d2c_correction").random(chance.draws), self.correction)
        places = [self.stated.channels.index(channel) for channel in self.channels]
        drawn: Array = self.stated.draw(chance)[:, places, 0] * realised[:, np.newaxis]
        return drawn


def uptake(stated: Reaction, *, definition: CaseDefinition) -> Uptake:
    """Believe how many would buy direct: U = p̄·T, p̄ the mean chance stated, T ~ triangular(0.3, 0.6, 0.9).

    Customers of a direct online channel buy there already, and are left out. T is an assumption until a shop is
    open, and so is all that is made with it: grade D.

    Source: METHOD §5.4 (lever «open/expand D2C»); Juster 1966; Wright & MacRae 2007.
    """
    method = definition.method
    already = {c.id for c in definition.channels if (c.reach, c.medium) == ("direct", "online")}
    correction = (method.d2c_uptake_low, method.d2c_uptake_likely, method.d2c_uptake_high)
    places = (np.arange(_STEPS) + 0.5) / _STEPS
    realised = _triangular(places, correction)
    tails = [(1 - method.interval_level) / 2, (1 + method.interval_level) / 2]
    setting = Source("setting", "d2c_uptake_likely", " / ".join(f"{end:g}" for end in correction))
    estimates = {}
    for part in stated.posteriors:
        chances = np.clip(np.array([part.pooled.quantile(place) for place in places]), *stated.kind.bounds)
        for place, channel in enumerate(part.channels):
            said = stated.estimates[channel, ""]
            product = np.outer(chances[:, place], realised)
            lower, upper = np.quantile(product, tails)
            estimates[channel] = Estimate(
                value=float(product.mean()), lower=float(lower), upper=float(upper), level=method.interval_level,
                n=said.n, N=None, unit="share", method=phrase("methods.uptake"), weighting=said.weighting,
                grade=weakest((said.grade, Grade.D)), evidence=(*said.evidence, setting),
            )  # fmt: skip
    channels = tuple(channel for channel in stated.channels if channel not in already)
    return Uptake(channels, stated, correction, {channel: estimates[channel] for channel in channels})


def _triangular(places: Array, correction: tuple[float, float, float]) -> Array:
    """Return the quantiles of a triangular distribution."""
    low, likely, high = correction
    if low == high:
        return np.full_like(places, low)
    below = places * (high - low) < likely - low
    left = low + np.sqrt(places * (high - low) * (likely - low))
    right = high - np.sqrt((1 - places) * (high - low) * (high - likely))
    return np.where(below, left, right)

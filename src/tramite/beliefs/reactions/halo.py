"""How much of what is spent outside shops was first seen in one? The halo of showrooms (Beta on CC04)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaincinv

from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_voices
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import screen
from tramite.voices.estimation.field import usable_interviews


@dataclass(frozen=True, slots=True)
class HaloBelief:
    """Posterior of the share H of online spending that would not be without a shop or showroom.

    ``alpha`` and ``beta`` are the parameters of the Beta distribution of H.
    """

    alpha: float
    beta: float
    estimate: Estimate

    def draw(self, rng: np.random.Generator, draws: int) -> NDArray[np.float64]:
        """Draw H, 0–1: array (draw,)."""
        return rng.beta(self.alpha, self.beta, size=draws)


def halo(responses: pl.DataFrame, interviews: pl.DataFrame, *, definition: CaseDefinition) -> HaloBelief | None:
    """Believe how much online spending depends on showrooms.

    H ~ Beta(1 + r·n·h̄, 1 + r·n·(1 − h̄)), h̄ the mean of CC04 (share 0–1) over customers of online channels: the
    two destinations «would not have been spent» and «would», with the prior and reliability of the diversion.

    Returns: ``None`` if no such customer answered, or too few to be shown: what may not be shown does not count.
    Source: METHOD §5.4 (parameter H of «close channel»).
    """
    method = definition.method
    online = [c.id for c in definition.selling_channels if c.medium == "online"]
    asked = usable_interviews(interviews, roles=("customer",)).filter(pl.col("channel_id").is_in(online))
    valid = asked.select("interview_id", "unit_id")
    answers = (
        responses.filter(
            (pl.col("item_id") == "CC04") & pl.col("missing").is_null() & pl.col("number").is_not_null()
        )
        .join(valid, on="interview_id")
        .group_by("unit_id")
        .agg(pl.col("number").mean() / 100)
    )
    if not screen(pl.DataFrame({"n": [len(answers)]}), method=method)["shown"][0]:
        return None
    n, mean = len(answers), float(np.mean(answers["number"].to_numpy()))
    pseudo = method.reliability_customer * n
    alpha = method.diversion_prior / 2 + pseudo * mean
    beta = method.diversion_prior / 2 + pseudo * (1 - mean)
    tail = (1 - method.interval_level) / 2
    low, high = betaincinv(alpha, beta, [tail, 1 - tail])
    estimate = Estimate(
        value=alpha / (alpha + beta), lower=float(low), upper=float(high),
        level=method.interval_level, n=n, N=None, unit="share", method=phrase("methods.beta"),
        grade=grade_voices(n, None, False, method),
        evidence=(Source("interviews", "CC04", simulated=definition.simulated.voices),),
    )  # fmt: skip
    return HaloBelief(alpha, beta, estimate)

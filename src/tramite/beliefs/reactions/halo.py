"""How much of what is spent outside shops was first seen in one? The halo of showrooms (Beta on CC04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaincinv

from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_voices
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL, screen
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.measure_table import Measure
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class HaloBelief:
    """Posterior of the share H of online spending that would not be without a shop or showroom.

    Attributes:
        alpha, beta: parameters of the Beta distribution of H.
        partners_say: of 100 who see the products at a partner's and do not buy there, how many buy elsewhere, as
            partners guess, by channel (PX11): a share of visitors, not of spending, so that it stands beside H.
    """

    alpha: float
    beta: float
    estimate: Estimate
    partners_say: Mapping[str, Estimate] = field(default_factory=dict)

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


def elsewhere_after_seeing(study: Study) -> dict[str, Estimate]:
    """Estimate what partners say of those who see our products with them and buy elsewhere, by channel (PX11)."""
    values = answer_parts(study.responses, item=study.bank.item("PX11"))
    cells = study.measure(values, Measure("PX11", ("PX11",), (0.0, 1.0), "share"), weightings=("vote",)).cells
    return {cell.domain: cell.estimate for cell in cells if cell.domain != ALL and cell.estimate.value is not None}

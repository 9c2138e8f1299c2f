"""Sums and differences of estimates of different people, from their intervals."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable
from tramite.voices.asking.bank import PARTNER_ROLES
from tramite.voices.disclosure.screening import release
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class Combination:
    """Σ w·x̂ with its interval.

    Attributes:
        lower, upper: ``None`` where one of the estimates has no interval.
        n: answers of all parts.
    """

    value: float
    lower: float | None
    upper: float | None
    n: int


def combine(
    parts: Sequence[tuple[float, SurveyMean]],
    *,
    bounds: tuple[float, float] = (-math.inf, math.inf),
    correlated: Mapping[tuple[int, int], float] | None = None,
) -> Combination | None:
    """Combine means or shares: Σ w·x̂, from the distances of the ends of each to its value.

    lower = Σ w·x̂ − √(Σ_ij r_ij·d_i·d_j), d_i = w_i·(x̂_i − l_i) for w_i > 0 and w_i·(x̂_i − u_i) for w_i < 0;
    upper with the other ends. It needs no spread, so that a share of none in thirteen keeps the interval that it
    has; of means of few answers it is a little wide, since each keeps the t of its own degrees of freedom.

    Args:
        parts: weight and estimate, all at the same level.
        bounds: ends of the scale of the sum.
        correlated: correlation of the answers of two parts, by their places, where the same people gave them.

    Returns: ``None`` if an estimate is not known.
    Source: Zou & Donner 2008 (method of variance estimates recovery); METHOD §3.2.
    """
    values = [(weight, mean.value) for weight, mean in parts if mean.value is not None]
    if not parts or len(values) < len(parts):
        return None
    value = sum(weight * x for weight, x in values)
    below = _reach(parts, correlated or {}, lower=True)
    above = _reach(parts, correlated or {}, lower=False)
    n = sum(mean.n for _, mean in parts)
    if below is None or above is None:
        return Combination(value, None, None, n)
    return Combination(value, max(bounds[0], value - below), min(bounds[1], value + above), n)


def channel_shares(study: Study, channels: Collection[str]) -> Mapping[str, float]:
    """Return what each of some channels weighs among them: one vote for each active partner of the frame.

    Customers of a direct channel have no partner, and outnumber all others: what is said of partners and of their
    customers together weighs channels as partners do (METHOD §3.2.1).
    """
    here = study.frame.filter(
        pl.col("role").is_in(PARTNER_ROLES)
        & (pl.col("status") == "active")
        & pl.col("channel_id").is_in(list(channels))
    )
    sizes = dict(here.group_by("channel_id").len().sort("channel_id").iter_rows())
    return {channel: size / here.height for channel, size in sizes.items()}


def over_channels(study: Study, cells: Mapping[str, MeasureCell]) -> Combination | None:
    """Combine what was said in each channel that has partners, weighed as partners do.

    Args:
        cells: by channel; those without partners, and hidden ones, have no part in it.

    Returns: ``None`` if there is none.
    """
    means = {channel: cell.mean for channel, cell in cells.items() if cell.mean is not None}
    shares = channel_shares(study, means)
    return combine([(share, means[channel]) for channel, share in shares.items()]) if shares else None


def _reach(
    parts: Sequence[tuple[float, SurveyMean]], correlated: Mapping[tuple[int, int], float], *, lower: bool
) -> float | None:
    distances = []
    for weight, mean in parts:
        end = mean.lower if (weight > 0) == lower else mean.upper
        if end is None or mean.value is None:
            return None
        distances.append(abs(weight * (mean.value - end)))
    # signs of the weights make of two answers that go together a narrower difference
    signed = [math.copysign(d, weight) for d, (weight, _) in zip(distances, parts, strict=True)]
    together = sum(2 * r * signed[i] * signed[j] for (i, j), r in correlated.items())
    return math.sqrt(max(0.0, sum(d * d for d in distances) + together))


def combination_estimate(
    found: Combination | None, cells: Sequence[MeasureCell], *, study: Study, unit: Unit, method: Sayable,
    factor: float = 1.0,
) -> Estimate:  # fmt: skip
    """Return a combination as an estimate, with the printed digits; without value where there is none.

    Args:
        cells: that it is made of: they give grade and evidence, and n, the answers of all of them.
        factor: 100 to tell a difference of shares in points.
    """
    items = dict.fromkeys(source.name for cell in cells for source in cell.estimate.evidence)
    ids = dict.fromkeys(i for cell in cells for source in cell.estimate.evidence for i in source.ids)
    made = Estimate(
        None if found is None else found.value * factor,
        None if found is None or found.lower is None else found.lower * factor,
        None if found is None or found.upper is None else found.upper * factor,
        study.method.interval_level, 0 if found is None else found.n, None, unit, method,
        grade=weakest([cell.estimate.grade for cell in cells] or [Grade.D]),
        evidence=(Source("interviews", ", ".join(items), ids=tuple(ids), simulated=study.simulated),),
    )  # fmt: skip
    return release(made, hidden=found is None)

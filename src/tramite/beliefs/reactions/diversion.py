"""If a channel closed, where would its customers' spending go? Dirichlet on what three sides say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.reactions.shares import SideHeard, agree, all_heard, counted, dirichlet, share_estimates
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_voices
from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.voices.estimation.field import usable_interviews

LOST = ("comp_same", "comp_other", "without", "stop")
DELAY = "delay"
_SIDES = (("CC03", "reliability_customer"), ("PX10", "reliability_partner"), ("VX10", "reliability_vendor"))
# The card of the partners (choices «diversion_p») does not offer these: no answer there is not a share of zero.
_NOT_OFFERED = {"PX10": ("without", DELAY)}
# A partner says «another brand sold by us», a customer «another brand, from the same seller»: one destination.
_SAME_DESTINATION = {"comp_us": "comp_same"}


@dataclass(frozen=True, slots=True)
class DiversionBelief:
    """Posterior of the shares D of end-customer spend by destination, after closing ``channel_id``.

    Attributes:
        destinations: remaining selling channels, then comp_same, comp_other, without, stop, delay.
        alpha: Dirichlet parameters, same order.
        sides: who was heard, most reliable first.
        estimates: mean and central interval of each share, 0–1.
    """

    channel_id: str
    destinations: tuple[str, ...]
    alpha: tuple[float, ...]
    sides: tuple[SideHeard, ...]
    estimates: Mapping[str, Estimate]
    grade: Grade

    @property
    def follow(self) -> Estimate:
        """Share of the spending that stays with the seller and goes to another brand: who follows the partner.

        What partners say at PX10 «another brand sold by us» and customers at CC03 «another brand, from the same
        seller»: one destination (METHOD §5.4, «who follows partner»).
        """
        return self.estimates["comp_same"]

    @property
    def heard(self) -> int:
        """Number of answers that count, all sides."""
        return sum(side.n for side in self.sides if side.weight)

    def draw(self, rng: np.random.Generator, draws: int) -> NDArray[np.float64]:
        """Draw shares: array (draw, destination), rows sum to 1."""
        return rng.dirichlet(self.alpha, size=draws)


def diversion(
    responses: pl.DataFrame,
    interviews: pl.DataFrame,
    frame: pl.DataFrame,
    *,
    channel_id: str,
    definition: CaseDefinition,
) -> DiversionBelief | None:
    """Believe where the end customers' spending of a channel would go if it closed.

    α_k = 2/K + Σ_s m_s·share_sk over the sides s that count; D ~ Dirichlet(α), each share a Beta. Sides that agree
    add m_s = r_s·n_eff,s; one that stands apart from the most reliable adds less (``shares.pseudo_answers``).
    Answers are weighted by the respondent's revenue (P&L parameters use revenue weights); one firm, one answer.

    Args:
        responses, interviews, frame: tables of the voices, one row per answer, interview and unit; without people
            of the vendor who had seen what the others say (``Study.independent``).
        channel_id: the channel that would close.

    Returns: ``None`` if no side counts.
    Source: METHOD §5.4 (lever «close channel»), §3.2.1, §3.11.6, §4.6; conjugate updating.
    """
    method = definition.method
    remaining = [c.id for c in definition.selling_channels if c.id != channel_id]
    destinations = (*remaining, *LOST, DELAY)
    firms = _answers(responses, interviews, frame, channel_id, destinations)
    heard = [_side(firms, item, getattr(method, name), destinations) for item, name in _SIDES]
    sides = counted(heard, method)
    if not sides:
        return None
    alpha = dirichlet(destinations, sides, method)
    grade = _grade(sides, firms, frame, channel_id, method)
    estimates = share_estimates(
        destinations, alpha, sides=sides, grade=grade, method=method, simulated=definition.simulated.voices
    )
    return DiversionBelief(channel_id, destinations, alpha, all_heard(heard, sides), estimates, grade)


def _answers(
    responses: pl.DataFrame,
    interviews: pl.DataFrame,
    frame: pl.DataFrame,
    channel_id: str,
    destinations: Sequence[str],
) -> pl.DataFrame:
    """Return one row per firm, item and destination: share 0–1 and weight of the firm."""
    asked = usable_interviews(interviews, roles=ROLES).filter(pl.col("channel_id") == channel_id)
    valid = asked.select("interview_id", "unit_id")
    parts = (
        responses.filter(pl.col("item_id").is_in([item for item, _ in _SIDES]) & pl.col("missing").is_null())
        .join(valid, on="interview_id")
        .with_columns(pl.col("key").replace(_SAME_DESTINATION), share=pl.col("number") / 100)
    )
    offered = pl.any_horizontal(
        (pl.col("item_id") == item) & pl.col("key").is_in(_offered(item, destinations)) for item, _ in _SIDES
    )
    whole = parts.group_by("interview_id", "item_id").agg(total=pl.col("share").sum(), known=offered.all())
    # A share-100 that does not come to 100, or names what was not offered, is not an answer to this question.
    whole = whole.filter(pl.col("known") & ((pl.col("total") - 1).abs() < 0.005)).drop("total", "known")
    informants = parts.join(whole, on=["interview_id", "item_id"]).group_by("unit_id", "item_id", "key")
    each = parts.join(whole, on=["interview_id", "item_id"]).group_by("unit_id", "item_id").agg(
        voices=pl.col("interview_id").n_unique()
    )  # fmt: skip
    firms = informants.agg(pl.col("share").sum()).join(each, on=["unit_id", "item_id"])
    weighed = firms.with_columns(share=pl.col("share") / pl.col("voices")).join(
        frame.select("unit_id", weight=pl.col("revenue").cast(pl.Float64)), on="unit_id", how="left"
    )
    # Who buys nothing today (a lost partner) has no spending to tell of.
    return weighed.filter(pl.col("weight").is_null() | (pl.col("weight") > 0))


def _offered(item_id: str, destinations: Sequence[str]) -> list[str]:
    return [destination for destination in destinations if destination not in _NOT_OFFERED.get(item_id, ())]


def _side(firms: pl.DataFrame, item_id: str, reliability: float, destinations: Sequence[str]) -> SideHeard:
    # Sums of floats depend on their order: sorted, the same answers give the same digits.
    said = firms.filter(pl.col("item_id") == item_id).sort("unit_id", "key")
    units = said.select("unit_id", "weight").unique().sort("unit_id")
    if units.is_empty():
        return SideHeard(item_id, 0, 0.0, 0.0, reliability, 0.0, {})
    # Where the spending of some is not known, all count alike: a mix of the two would weigh nothing rightly.
    equal = units["weight"].null_count() > 0
    weights = np.ones(len(units)) if equal else units["weight"].to_numpy()
    by_unit = dict(zip(units["unit_id"], weights / weights.sum(), strict=True))
    shares = dict.fromkeys(_offered(item_id, destinations), 0.0)
    for unit, key, share in said.select("unit_id", "key", "share").iter_rows():
        shares[key] += by_unit[unit] * share
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    largest = float(weights.max() / weights.sum())
    return SideHeard(item_id, len(units), effective, largest, reliability, 0.0, shares)


def _grade(
    sides: Sequence[SideHeard], firms: pl.DataFrame, frame: pl.DataFrame, channel_id: str, method: Method
) -> Grade:
    population = frame.filter((pl.col("channel_id") == channel_id) & (pl.col("role") != "customer"))
    total = float(population["revenue"].sum() or 0)
    heard = population.filter(pl.col("unit_id").is_in(firms["unit_id"].unique().implode()))
    share = float(heard["revenue"].sum() or 0) / total if total else None
    return grade_voices(sum(side.n for side in sides), share, agree(sides, method), method)

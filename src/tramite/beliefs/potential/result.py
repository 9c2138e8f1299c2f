"""What is known of how far channels can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from tramite.beliefs.potential.parts import Draws, Part
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.periods import Period

TermName = Literal["demand", "capacity", "coverage"]
TERMS: tuple[TermName, ...] = ("demand", "capacity", "coverage")
Verdict = Literal["confirmed", "contradicted", "open"]
FrontierStatus = Literal["fitted", "no_inefficiency", "few", "no_resources"]
BudgetStatus = Literal["fires", "clear", "not_evaluable"]
_COMMON = ("kappa", "won_assumed")  # one ignorance for all channels
_TOGETHER = {"rise": "growth", "fall": "growth"}  # who sees fewer rises sees more falls: drawn as one, if too wide


@dataclass(frozen=True, slots=True)
class Term:
    """One of the three limits of a channel.

    Attributes:
        estimate: net sales in 12 months at most, in money; without value where something is missing.
        parts: what it is made of, by code. missing: codes of what it lacks (``potential.missing_<code>``).
    """

    name: TermName
    channel_id: str
    estimate: Estimate
    parts: Mapping[str, Part]
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it has a number."""
        return self.estimate.value is not None

    def draw(self, chance: Chance) -> Draws:
        """Draw it, in money: array (draw,). Parts of one name give the same draws wherever they stand."""
        return combined(self.name, draw_parts(self.parts, self.channel_id, chance))


def draw_parts(parts: Mapping[str, Part], channel_id: str, chance: Chance) -> dict[str, Draws]:
    """Draw each part from its own stream; κ and an assumed rate of winning are the same in all channels."""
    drawn = {}
    for code, part in parts.items():
        name = f"potential.{_TOGETHER.get(code, code)}"
        stream = chance.stream(name if code in _COMMON else f"{name}.{channel_id}")
        drawn[code] = part.draw(stream, chance.draws)
    return drawn


def combined(name: TermName, drawn: Mapping[str, Draws]) -> Draws:
    """Put the parts of a limit together (METHOD §3.10, ADR 20).

    demand = customers · spending · wallet · v; capacity = S·(1 + κ·rise + fall + between);
    coverage = S·(1 + won·(reach − 1)).
    """
    if name == "demand":
        found = drawn["customers"] * drawn["spending"] * drawn["wallet"] * drawn["conversion"]
    elif name == "capacity":
        growth = drawn["kappa"] * drawn["rise"] + drawn["fall"] + drawn["between"]
        found = drawn["sales"] * (1 + growth)
    else:
        won = drawn["won"] if "won" in drawn else drawn["won_assumed"]
        found = drawn["sales"] * (1 + won * (drawn["reach"] - 1))
    limit: Draws = np.maximum(found, 0.0)
    return limit


@dataclass(frozen=True, slots=True)
class Binding:
    """Which limit comes first.

    Attributes:
        lowest: share of draws in which each known limit is the lowest. found: the most frequent; ``None`` if none.
        stated: share of partners whose first limit is of each kind, or ``none`` (PX04); empty where hidden.
        said: what most of them say.
        verdict: what is said is what is found; it is not; ``open`` where it cannot be told.
    """

    lowest: Mapping[TermName, float]
    found: TermName | None
    stated: Mapping[str, Estimate]
    said: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ChannelPotential:
    """How far one channel can go in 12 months.

    Attributes:
        sales: S, net sales of the last 12 months.
        terms: demand, capacity, coverage. today: capacity with today's means and conditions (PX01).
        limit: L, the least of those that are known. room: L/S − 1.
        upper_bound: some limit is n.d., so that the true least is at most this one.
        conditions: what would help most to sell more (PX03): code and score, best first.
        partners_say, vendor_says: likely growth today as stated (PX01 by revenue, VX01); no value where hidden.
    """

    channel_id: str
    sales: Estimate
    terms: Mapping[TermName, Term]
    today: Term
    limit: Estimate
    room: Estimate
    upper_bound: bool
    binding: Binding
    conditions: tuple[tuple[str, Estimate], ...]
    partners_say: Estimate
    vendor_says: Estimate

    def draw(self, chance: Chance) -> Draws:
        """Draw L, in money: array (draw,): the least of the limits that are known, draw by draw."""
        known = [term.draw(chance) for term in self.terms.values() if term.known]
        least: Draws = np.minimum.reduce(known)
        return least


@dataclass(frozen=True, slots=True)
class ChannelFrontier:
    """What a channel's partners would sell if each sold as the best do with the same means.

    Attributes:
        n: partners used. resources: names of the means that count. covered: their share of the channel's sales.
        potential, room: of the channel, where partners without known means sell as today; ``None`` unless fitted.
        efficiency: mean of partners; gamma: γ, share of the unexplained spread that is not luck; p_value: of no
            inefficiency at all.
        less_stated: room here less room of the stated limit; ``None`` where either is not known.
    """

    channel_id: str
    status: FrontierStatus
    n: int
    resources: tuple[str, ...] = ()
    covered: float | None = None
    potential: Estimate | None = None
    room: Estimate | None = None
    efficiency: float | None = None
    gamma: float | None = None
    p_value: float | None = None
    less_stated: Estimate | None = None

    @property
    def disagrees(self) -> bool:
        """Whether the interval of the difference from the stated limit leaves zero."""
        gap = self.less_stated
        if gap is None or gap.lower is None or gap.upper is None:
            return False
        return gap.lower > 0 or gap.upper < 0


@dataclass(frozen=True, slots=True)
class PastBudget:
    """A budget of twelve months that are over: net sales aimed at, and what was sold."""

    period: Period
    budget: float
    sold: float


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """A budget held against the limit (rule B18, METHOD §3.9).

    Attributes:
        channel_id: that is budgeted; its limit is that of the channels it feeds, if it feeds some.
        beyond: probability that the budget is above the limit; ``None`` where the limit is not known.
        status: it fires where that is more likely than not. Below an upper bound nothing is cleared: the true
            limit may be lower.
        today: what partners can sell with the means of today (PX01), of all channels that it must come from;
            ``None`` where they did not say. beyond_today: probability that the budget is above it.
        past: budgets of whole years that are over, the last first.
    """

    channel_id: str
    budget: float
    period: Period
    limit: Estimate | None
    beyond: float | None
    status: BudgetStatus
    today: Estimate | None = None
    beyond_today: float | None = None
    past: tuple[PastBudget, ...] = ()

    @property
    def reached(self) -> float | None:
        """Share of past budgets that was sold; ``None`` without a budget of a year that is over."""
        aimed = sum(one.budget for one in self.past)
        return sum(one.sold for one in self.past) / aimed if aimed > 0 else None


@dataclass(frozen=True, slots=True)
class PotentialBelief:
    """How far the channels of a case can go.

    Attributes:
        channels: those of which at least one limit is known. untold: the other selling channels.
        kappa: how much of stated growth comes true.
    """

    channels: Mapping[str, ChannelPotential]
    untold: tuple[str, ...]
    kappa: Part
    frontiers: Mapping[str, ChannelFrontier] = field(default_factory=dict)
    budgets: tuple[BudgetCheck, ...] = ()

    def to_frame(self) -> pl.DataFrame:
        """Return one row per channel and measure: the three limits, L, room."""
        return pl.DataFrame([
            {"channel_id": channel.channel_id, "measure": name, **estimate.to_row()}
            for channel in self.channels.values()
            for name, estimate in (
                *((name, term.estimate) for name, term in channel.terms.items()),
                ("limit", channel.limit), ("room", channel.room),
            )
        ], infer_schema_length=None)  # fmt: skip

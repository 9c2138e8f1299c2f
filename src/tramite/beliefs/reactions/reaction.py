"""One reaction by channel and size of the change: what sides say, pulled to the role, as draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tramite.beliefs.reactions.curve import monotone
from tramite.beliefs.reactions.kinds import Kind
from tramite.beliefs.reactions.pooling import Pooled, pool
from tramite.beliefs.reactions.respondents import Respondents
from tramite.beliefs.reactions.told import SideTold, spread_of, told_by_sides, weighed_sides
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RolePosterior:
    """Channels of one role at one point, pulled towards each other."""

    role: str
    point: str
    channels: tuple[str, ...]
    pooled: Pooled


@dataclass(frozen=True, slots=True)
class Reaction:
    """What is believed of one reaction.

    Attributes:
        channels: of which enough was heard at one point at least, in the order of the case, alone or with others.
        points: sizes of the change that were asked about, rising, in per cent; one empty text where none is.
        sides: who was heard, by channel and point, most reliable first.
        estimates: by channel and point, a share of 1, signed as asked: a fall is negative, a share lost positive.
    """

    kind: Kind
    channels: tuple[str, ...]
    points: tuple[str, ...]
    sides: tuple[SideTold, ...]
    posteriors: tuple[RolePosterior, ...]
    estimates: Mapping[tuple[str, str], Estimate]

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes asked about as numbers; empty where none is."""
        return tuple(float(point) for point in self.points if point)

    @property
    def grade(self) -> Grade:
        """The weakest of its grades."""
        return max(estimate.grade for estimate in self.estimates.values())

    def draw(self, chance: Chance) -> Array:
        """Draw the reactions: (draw, channel, point); what nobody was heard about is NaN.

        Channels of a role are drawn together, as they share its mean. Each draw is put between the bounds and,
        where sizes are asked, in order of size (``curve.monotone``).
        """
        drawn = np.full((chance.draws, len(self.channels), len(self.points)), np.nan)
        for part in self.posteriors:
            rng = chance.stream(f"{self.kind.code}.{part.role}.{part.point}")
            drawn[:, *self.place(part)] = part.pooled.draw(rng, chance.draws)
        return _possible(drawn, self.kind)

    def place(self, part: RolePosterior) -> tuple[list[int], int]:
        """Return where a role's channels and its point are in the arrays."""
        return [self.channels.index(channel) for channel in part.channels], self.points.index(part.point)

    def heard_of(self, channel_id: str, point: str) -> tuple[SideTold, ...]:
        """Return who was heard about a channel at a point, alone or with others."""
        return tuple(one for one in self.sides if one.point == point and channel_id in one.channels)

    def of(self, channel_id: str) -> tuple[Estimate, ...]:
        """Return the estimates of a channel, by rising size."""
        return tuple(self.estimates[channel_id, p] for p in self.points if (channel_id, p) in self.estimates)


def react(
    kind: Kind, study: Study, heard_on: Mapping[Side, Respondents], *, definition: CaseDefinition
) -> Reaction | None:
    """Believe how a side of the market reacts.

    In each channel and point: ȳ = Σ m_s·ȳ_s/M, M = Σ m_s over the sides s that count, variance σ²/M
    (``shares.pseudo_answers``, ``told.spread_of``). Channels of one kind are pulled to their mean, of which
    answers that may only be shown together tell (``pooling.pool``); then cut at the bounds of the reaction and put
    in order of size.

    Returns: ``None`` if no side may be shown anywhere.
    Source: METHOD §2.4, §3.2.1, §3.2.3, §3.11.2, §4.6, §5.4.
    """
    roles = {channel.id: channel.kind for channel in definition.channels}
    told = told_by_sides(kind, study, heard_on, roles=roles)
    if not told:
        return None
    points = tuple(sorted({one.point for one in told}, key=lambda point: float(point or 0)))
    spoken_of = {channel for one in told for channel in one.channels}
    channels = tuple(channel for channel in roles if channel in spoken_of)
    sides: list[SideTold] = []
    posteriors: list[RolePosterior] = []
    for point in points:
        here = [one for one in told if one.point == point]
        spread = spread_of(here, study.method)
        for role in dict.fromkeys(roles[one.channels[0]] for one in here):
            weighed = weighed_sides([one for one in here if roles[one.channels[0]] == role], spread)
            sides += weighed
            posteriors.append(_pulled(weighed, role, channels, spread, study.method))
    believed = Reaction(kind, channels, points, tuple(sides), tuple(posteriors), {})
    return replace(believed, estimates=_estimates(believed, study))


def _pulled(
    sides: Sequence[SideTold], role: str, channels: Sequence[str], spread: float, method: Method
) -> RolePosterior:
    """Pull the channels of a role together; what was said of several at once tells of their mean."""
    mine = tuple(channel for channel in channels if any(channel in one.channels for one in sides))
    own = [_joined([one for one in sides if one.channels == (channel,)], spread) for channel in mine]
    middle = _joined([one for one in sides if len(one.channels) > 1], spread)
    pooled = pool(
        [mean for mean, _ in own], [error for _, error in own],
        scale=spread / math.sqrt(method.shrinkage), middle=middle if math.isfinite(middle[1]) else None,
    )  # fmt: skip
    return RolePosterior(role, sides[0].point, mine, pooled)


def _joined(sides: Sequence[SideTold], spread: float) -> tuple[float, float]:
    """Return Σ m·ȳ/M and σ/√M; of nobody heard 0 and infinity."""
    answers = sum(one.weight for one in sides)
    if not answers:
        return 0.0, math.inf
    return sum(one.weight * one.mean for one in sides) / answers, spread / math.sqrt(answers)


def _possible(reactions: Array, kind: Kind) -> Array:
    """Put reactions between their bounds and, where all points are known, in order of size: (..., point)."""
    within = np.clip(reactions, *kind.bounds)
    if not kind.rises:
        return within
    ordered: Array = kind.rises * monotone(kind.rises * within)
    return np.where(np.isnan(within).any(axis=-1, keepdims=True), within, ordered)


def _estimates(believed: Reaction, study: Study) -> dict[tuple[str, str], Estimate]:
    method = study.method
    tail = (1 - method.interval_level) / 2
    numbers = np.full((3, len(believed.channels), len(believed.points)), np.nan)
    for part in believed.posteriors:
        found = (part.pooled.mean, part.pooled.quantile(tail), part.pooled.quantile(1 - tail))
        numbers[:, *believed.place(part)] = np.array(found)
    value, lower, upper = _possible(numbers, believed.kind)
    estimates = {}
    for row, channel in enumerate(believed.channels):
        for column, point in enumerate(believed.points):
            sides = believed.heard_of(channel, point)
            if not sides:
                continue
            evidence = tuple(_source(one, study.simulated) for one in sides)
            estimates[channel, point] = Estimate(
                value=float(value[row, column]), lower=float(lower[row, column]), upper=float(upper[row, column]),
                level=method.interval_level, n=sum(one.n for one in sides), N=None, unit="share",
                method=phrase("methods.reaction"), weighting="revenue", grade=_grade(sides, method),
                evidence=evidence,
            )  # fmt: skip
    return estimates


def _source(one: SideTold, simulated: bool) -> Source:
    heard = phrase("methods.side", n=one.n, reliability=f"{one.reliability:g}")
    return Source("interviews", one.item_id, heard, simulated=simulated)


def _grade(sides: Sequence[SideTold], method: Method) -> Grade:
    """Grade by answers and agreement: sides agree that differ by a fifth of what they say at most."""
    agree = any(
        abs(one.mean - other.mean) <= method.sides_agree_distance * max(abs(one.mean), abs(other.mean))
        for one, other in combinations(sides, 2)
    )
    shares = [one.revenue_share for one in sides if one.revenue_share is not None]
    return grade_voices(sum(one.n for one in sides), max(shares, default=None), agree, method)

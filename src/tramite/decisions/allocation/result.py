"""What a search over mixes found: best mix, frontier, where today stands, what easing a limit would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.search import Fit
from tramite.kernel.estimate import Estimate


@dataclass(frozen=True, slots=True)
class MixResult:
    """One mix, on the draws that did not choose it.

    Attributes:
        change: V against today: mean, and interval of the draws.
        risk: mean with the interval that the number of draws leaves; without one for a largest loss.
        p_better: share of draws in which the change is above zero; ``None`` for today.
        uses: of each resource. promised: mean change on the draws that chose it.
    """

    mix: Mix
    change: Estimate
    risk: Estimate
    p_better: float | None
    uses: Mapping[str, float]
    promised: float


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the picture of return and risk, on the draws that judge: mean change and risk, in currency."""

    change: float
    risk: float


@dataclass(frozen=True, slots=True)
class Distance:
    """How far today is from the frontier.

    Attributes:
        dearer: mix with the highest mean at no more risk than today's; its change is the distance in return.
        safer: mix with the lowest risk at no less mean than today's; relief: today's risk minus its.
    """

    dearer: MixResult
    safer: MixResult
    relief: Estimate


@dataclass(frozen=True, slots=True)
class Eased:
    """The best mix if one limit were another: its mean change in currency; ``None`` if there is none."""

    limit: float
    mix: Mix | None
    change: float | None


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What a limit costs.

    Attributes:
        code: of the resource. limit: of today's plan. steps: with other limits, the smallest first.
        price: the most that one unit more would bring on average, over the wider limits; ``None`` if no mix is
            within the limit of risk.
    """

    code: str
    limit: float
    steps: tuple[Eased, ...]
    price: float | None


@dataclass(frozen=True, slots=True)
class OptimalityGap:
    """How much better than the mix found another could be, by what the number of draws leaves open.

    Attributes:
        value: mean over batches of draws. upper: its one-sided upper end at ``level``. In currency.
    """

    value: float
    upper: float
    level: float
    batches: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How it was searched.

    Attributes:
        exhaustive: whether every allowed mix was simulated. combinations: of options that are not blocked,
            within the limits or not.
        simulated: mixes. choosing, judging: draws.
        fit: of the surrogate; ``None`` without one. agreed: whether each mix found was simulated before it was
            called the best.
    """

    exhaustive: bool
    combinations: int
    simulated: int
    choosing: int
    judging: int
    fit: Fit | None
    agreed: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """The best mix under budget, capacity and risk.

    Attributes:
        best: within the limit of risk, if one is set; ``None`` if no mix is, not even today.
        frontier: mixes that no other passes in both return and risk, the least risky first.
        alone: each item by itself, in the order of the plan; ``None`` for one that was
            not simulated, since it cannot be chosen.
        others: mean change and risk of all allowed mixes that were simulated.
        alternatives: of the case, by name.
        gap: ``None`` where it cannot be told: with a limit on a largest loss, or without a best mix.
    """

    risk: Risk
    today: MixResult
    best: MixResult | None
    frontier: tuple[MixResult, ...]
    distance: Distance
    alone: tuple[MixResult | None, ...]
    others: tuple[Point, ...]
    alternatives: Mapping[str, Point]
    shadow_prices: tuple[ShadowPrice, ...]
    gap: OptimalityGap | None
    effort: Effort

"""Shares that several sides state: which sides count, for how many answers, and the Dirichlet that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl
from scipy.special import betaincinv

from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import screen


@dataclass(frozen=True, slots=True)
class SideHeard:
    """What one side said: customers, partners or the vendor's people.

    Attributes:
        n: answers used.
        effective_n: (Σw)²/Σw², w the revenue of each respondent; largest_share: of the largest in Σw, 0–1.
        reliability: r of the method, 0–1; weight: m, the pseudo-answers that this side adds; 0 for a side that may
            not be shown, or is not relied on, and does not count.
        shares: weighted mean share per part that the side was offered, sums to 1; empty for a side that does not
            count.
        apart: total variation from the most reliable side, 0–1; 0 for that side itself.
    """

    item_id: str
    n: int
    effective_n: float
    largest_share: float
    reliability: float
    weight: float
    shares: Mapping[str, float]
    apart: float = 0.0


def pseudo_answers(reliability: float, effective_n: float, apart: float) -> float:
    """Return how many independent answers a side is worth: m = 1 / (1/(r·n_eff) + δ²).

    A side errs by its sample and by what it wishes or does not know. The first has variance σ²/(r·n_eff), σ² that
    of one answer; the second is b², b how far it stands from the side that is most relied on. Together they are as
    large as the variance of m answers: σ²/m = σ²/(r·n_eff) + b², with δ = b/σ. Sides that agree add r·n_eff
    (METHOD §5.4); one that stands apart adds at most 1/δ², however many it asked, so that spread between sides
    widens the interval (§4.6). What chance alone puts between two samples is in δ too: it counts as spread until
    more voices show otherwise.

    Args:
        reliability: r, 0–1. effective_n: (Σw)²/Σw². apart: δ, in standard deviations of one answer.
    """
    if reliability <= 0 or effective_n <= 0:
        return 0.0
    return 1 / (1 / (reliability * effective_n) + apart**2)


def counted(sides: Sequence[SideHeard], method: Method) -> list[SideHeard]:
    """Return the sides that count, most reliable first, each with its distance and weight.

    A side counts if its mean may be shown (k answers, none of them with most of the weight): what may not be shown
    could be found from the posterior by subtraction, and a number must be traceable (ADR 10). δ = 2·d, d the total
    variation from the most reliable side: d bounds the difference in any group of destinations, and no share
    varies more from answer to answer than ½.
    """
    heard = [side for side in _that_may_be_shown(sides, method) if side.reliability > 0]
    heard.sort(key=lambda side: -side.reliability)
    found = []
    for side in heard:
        apart = total_variation(side.shares, heard[0].shares)
        weight = pseudo_answers(side.reliability, side.effective_n, 2 * apart)
        found.append(replace(side, apart=apart, weight=weight))
    return found


def _that_may_be_shown(sides: Sequence[SideHeard], method: Method) -> list[SideHeard]:
    cells = pl.DataFrame(
        [{"n": s.n, "effective_n": s.effective_n, "largest_share": s.largest_share} for s in sides],
        schema={"n": pl.Int64, "effective_n": pl.Float64, "largest_share": pl.Float64},
    )
    shown = screen(cells, method=method)["shown"]
    return [side for side, may in zip(sides, shown, strict=True) if may]


def all_heard(sides: Sequence[SideHeard], these: Sequence[SideHeard]) -> tuple[SideHeard, ...]:
    """Return all sides that were heard, those that do not count with neither weight nor shares."""
    by_item = {side.item_id: side for side in these}
    return tuple(by_item.get(s.item_id, replace(s, weight=0.0, shares={})) for s in sides if s.n)


def total_variation(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return ½ Σ |a − b| of two distributions over what both were offered, each in proportion, 0–1.

    Source: METHOD §3.7.1. A card without an answer says nothing of it: partners are not asked who would put off.
    """
    both = [key for key in one if key in other]
    whole_one, whole_other = (sum(shares[key] for key in both) for shares in (one, other))
    if whole_one <= 0 or whole_other <= 0:
        return 1.0
    return sum(abs(one[key] / whole_one - other[key] / whole_other) for key in both) / 2


def agree(sides: Sequence[SideHeard], method: Method) -> bool:
    """Tell whether two sides at least place all but one euro in five alike (METHOD §3.11.6)."""
    return any(
        total_variation(one.shares, other.shares) <= method.sides_agree_distance
        for one, other in combinations(sides, 2)
    )


def dirichlet(parts: Sequence[str], sides: Sequence[SideHeard], method: Method) -> tuple[float, ...]:
    """Return α_k = 2/K + Σ_s m_s·share_sk (METHOD §5.4)."""
    prior = method.diversion_prior / len(parts)
    return tuple(prior + sum(side.weight * side.shares.get(part, 0.0) for side in sides) for part in parts)


def share_estimates(
    parts: Sequence[str],
    alpha: Sequence[float],
    *,
    sides: Sequence[SideHeard],
    grade: Grade,
    method: Method,
    simulated: bool,
) -> dict[str, Estimate]:
    """Summarise D ~ Dirichlet(α) part by part: each share is Beta(α_k, Σα − α_k)."""
    total, tail = sum(alpha), (1 - method.interval_level) / 2
    n = sum(side.n for side in sides)
    evidence = tuple(
        Source("interviews", side.item_id, phrase("methods.side", n=side.n, reliability=f"{side.reliability:g}"),
               simulated=simulated)
        for side in sides
    )  # fmt: skip
    estimates = {}
    for part, a in zip(parts, alpha, strict=True):
        low, high = betaincinv(a, total - a, [tail, 1 - tail])
        estimates[part] = Estimate(
            value=a / total, lower=float(low), upper=float(high), level=method.interval_level, n=n, N=None,
            unit="share", method=phrase("methods.dirichlet"), weighting="revenue", grade=grade, evidence=evidence,
        )  # fmt: skip
    return estimates

"""How much better than the mix found another could be (Mak, Morton & Wood 1999)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from tramite.decisions.allocation.aim import Aim
from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.result import OptimalityGap
from tramite.decisions.allocation.risk import shortfall_terms, value_at_risk
from tramite.decisions.allocation.search import Search


def optimality_gap(
    search: Search, found: Mix, frontier: Sequence[Mix], *, batches: int, level: float
) -> OptimalityGap | None:
    """Bound the gap between the mix found and the best mix within the limit of risk.

    The limit moves into the objective with the multiplier μ that makes the bound least: L(x) = mean − μ·(risk −
    limit), whose maximum no mix within the limit passes. On each batch of the draws that judge, the gap is
    max_x L(x) − L(found), the same draws on both sides; η of the mix found is that of the draws that chose it.
    E[max of a sample mean] ≥ max E, so that the mean over batches bounds the gap from above. What the limit leaves
    unused, μ·(limit − risk), is added.

    Args:
        frontier: efficient mixes. level: of the one-sided upper end.

    Returns: ``None`` where the limit binds on a largest loss, which is no mean over draws.
    """
    limit, risk = search.risk.limit, search.risk
    points = [search.measures(mix, search.split.choosing) for mix in (found, *frontier)]
    weight = 0.0 if limit is None else multiplier(points, limit)
    if weight > 0 and not risk.averaged:
        return None
    losses = search.reference - search.values[found]
    eta = float(value_at_risk(losses[search.split.choosing], risk.tail))
    gaps = []
    for places in np.array_split(search.split.judging, batches):
        value = search.values[found][places]
        reached = float(value.mean())
        if weight:
            reached -= weight * float(shortfall_terms(losses[places], risk.tail, eta).mean())
        best = search.best(Aim(risk_weight=weight), places=places) or found
        mean, risky = search.measures(best, places)
        gaps.append(max(mean - weight * risky - reached, 0.0))
    unused = 0.0
    if limit is not None and weight:
        unused = weight * max(limit - search.measures(found, search.split.judging)[1], 0.0)
    error = float(np.std(gaps, ddof=1)) / math.sqrt(batches)
    gap = float(np.mean(gaps)) + unused
    return OptimalityGap(gap, gap + float(stdtrit(batches - 1, level)) * error, level, batches)


def multiplier(points: Sequence[tuple[float, float]], limit: float) -> float:
    """Return μ ≥ 0 that makes max over points of mean − μ·(risk − limit) least: 0 where the limit does not bind.

    Points are mean and risk. The maximum is convex and piecewise linear in μ: least at 0 or where two points meet.
    """
    slopes = [0.0]
    for mean, risk in points:
        slopes += [(mean - other) / (risk - less) for other, less in points if risk > less and mean > other]

    def bound(weight: float) -> float:
        return max(mean - weight * (risk - limit) for mean, risk in points)

    return min(slopes, key=bound)

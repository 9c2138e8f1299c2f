"""Allocate: search the mixes, draw the frontier, say where today stands (METHOD §3.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tramite.decisions.allocation.aim import highest_return, lowest_risk
from tramite.decisions.allocation.frontier import efficient_mixes
from tramite.decisions.allocation.gap import optimality_gap
from tramite.decisions.allocation.judge import Grounds, Judge
from tramite.decisions.allocation.mixes import Problem
from tramite.decisions.allocation.result import Allocation, Distance, Eased, Effort, ShadowPrice
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.search import EASED, Exhaustive, Search, Simulate, search_for
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.method import Method

STEPS = ("mixes", "frontier", "limits", "gap")


def allocate(
    problem: Problem,
    simulate: Simulate,
    *,
    risk: Risk,
    grounds: Grounds,
    method: Method,
    chance: Chance,
    currency: str,
    alternatives: Mapping[str, Draws] | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Allocation:
    """Find the best mix of options within budget, capacity and risk, and the frontier of return and risk.

    Sample-average approximation: some draws choose, the others judge, so that the luck of the search is not
    counted. Few combinations are all simulated; of many, the program proposes mixes by a surrogate of single and
    pairwise effects, each is simulated whole, and the surrogate is corrected until both agree.

    Args:
        simulate: V of mixes, by mix: (d,), on the same draws for all. grounds: grade and evidence of a mix.
        alternatives: V of the case's alternatives on the same draws, by name.
        progress: called with each of :data:`STEPS` as it begins.

    Source: METHOD §3.13; Rockafellar & Uryasev 2000; Mak, Morton & Wood 1999.
    """
    progress("mixes")
    search = search_for(problem, simulate, risk=risk, method=method, rng=chance.stream("allocation"))
    judge = Judge(search, grounds, method, currency)
    best = search.best(highest_return(risk.limit))
    progress("frontier")
    frontier = efficient_mixes(search, points=method.allocation_points)
    distance = _distance(search, judge)
    progress("limits")
    prices = tuple(_shadow_price(search, resource.code, resource.limit) for resource in problem.resources)
    progress("gap")
    gap = None if best is None else optimality_gap(
        search, best, frontier, batches=method.allocation_batches, level=method.interval_level
    )  # fmt: skip
    allowed = [mix for mix in search.values if problem.allows(mix)]
    return Allocation(
        risk=risk, today=judge.judge(problem.today), best=None if best is None else judge.judge(best),
        frontier=tuple(judge.judge(mix) for mix in frontier), distance=distance,
        alone=tuple(judge.alone()), others=tuple(judge.point(search.values[mix]) for mix in allowed),
        alternatives={name: judge.point(draws) for name, draws in (alternatives or {}).items()},
        shadow_prices=prices, gap=gap,
        effort=Effort(
            isinstance(search, Exhaustive), problem.combinations, len(search.values), len(search.split.choosing),
            len(search.split.judging), search.fit, search.agreed,
        ),
    )  # fmt: skip


def _distance(search: Search, judge: Judge) -> Distance:
    """Set today beside the mixes with its risk, and with its mean."""
    mean, risk = search.measures(search.problem.today, search.split.choosing)
    today = search.problem.today
    dearer = search.best(highest_return(risk)) or today
    safer = search.best(lowest_risk(mean)) or today
    return Distance(judge.judge(dearer), judge.judge(safer), judge.relief(safer))


def _shadow_price(search: Search, code: str, limit: float) -> ShadowPrice:
    """Search again with other limits of one resource."""
    today = search.measures(search.problem.today, search.split.judging)[0]
    steps = []
    for factor in EASED:
        eased = search.problem.with_limit(code, limit * factor)
        mix = search.best(highest_return(search.risk.limit), problem=eased)
        gain = None if mix is None else search.measures(mix, search.split.judging)[0] - today
        steps.append(Eased(limit * factor, mix, gain))
    now = next(step for step in steps if step.limit == limit)
    wider = [
        (step.change - now.change) / (step.limit - limit)
        for step in steps
        if step.limit > limit and step.change is not None and now.change is not None
    ]
    return ShadowPrice(code, limit, tuple(steps), max(0.0, *wider) if wider else None)

"""Allocate: search the mixes, draw the frontier, say where today stands (METHOD §3.13)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from scipy.special import ndtri

from tramite.decisions.allocation.aim import highest_return, lowest_risk
from tramite.decisions.allocation.frontier import efficient_mixes
from tramite.decisions.allocation.gap import optimality_gap
from tramite.decisions.allocation.mixes import Mix, Problem
from tramite.decisions.allocation.result import (
    Allocation,
    Distance,
    Eased,
    Effort,
    MixResult,
    Placed,
    ShadowPrice,
)
from tramite.decisions.allocation.risk import Risk, shortfall_terms
from tramite.decisions.allocation.search import EASED, Exhaustive, Search, Simulate, search_for
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

STEPS = ("mixes", "frontier", "limits", "gap")
Grounds = Callable[[Mix], tuple[Grade, tuple[Source, ...]]]


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
    judge = _Judge(search, grounds, method, currency)
    best = search.best(highest_return(risk.limit))
    progress("frontier")
    frontier = efficient_mixes(search, points=method.allocation_points)
    distance = _distance(search, judge)
    progress("limits")
    prices = tuple(_shadow_price(search, resource.code, resource.limit) for resource in problem.resources)
    progress("gap")
    points = [search.measures(mix, search.split.choosing) for mix in {*frontier, *([best] if best else [])}]
    gap = None if best is None else optimality_gap(
        search, best, points, batches=method.allocation_batches, level=method.interval_level
    )  # fmt: skip
    return Allocation(
        risk=risk, today=judge.judge(problem.today), best=None if best is None else judge.judge(best),
        frontier=tuple(judge.judge(mix) for mix in frontier), distance=distance,
        alternatives=tuple(_placed(search, alternatives or {})), shadow_prices=prices, gap=gap,
        effort=Effort(
            isinstance(search, Exhaustive), problem.combinations, len(search.values), len(search.split.choosing),
            len(search.split.judging), search.fit, search.agreed,
        ),
    )  # fmt: skip


class _Judge:
    """Writes what mixes give on the draws that did not choose them."""

    def __init__(self, search: Search, grounds: Grounds, method: Method, currency: str) -> None:
        self.search, self.grounds, self.method, self.currency = search, grounds, method, currency

    def judge(self, mix: Mix) -> MixResult:
        """Measure a mix."""
        search = self.search
        change = self.change(mix)
        promised = search.measures(mix, search.split.choosing)[0]
        promised -= search.measures(search.problem.today, search.split.choosing)[0]
        return MixResult(
            mix, self.of_draws(change, mix), self.of_risk(mix, self._losses(mix)),
            None if mix == search.problem.today else float(np.mean(change > 0)),
            search.problem.used(mix), promised,
        )  # fmt: skip

    def change(self, mix: Mix) -> Draws:
        """Return V against today on the draws that judge."""
        judging, values = self.search.split.judging, self.search.values
        change: Draws = values[mix][judging] - values[self.search.problem.today][judging]
        return change

    def of_draws(self, draws: Draws, mix: Mix) -> Estimate:
        """Summarise draws of money."""
        grade, evidence = self.grounds(mix)
        return Estimate.of_draws(
            draws, level=self.method.interval_level, unit="money", method=phrase("allocation.method_change"),
            grade=grade, evidence=evidence, currency=self.currency,
        )  # fmt: skip

    def relief(self, mix: Mix) -> Estimate:
        """Return by how much the risk of a mix is below today's."""
        return self.of_risk(mix, self._losses(self.search.problem.today), self._losses(mix))

    def _losses(self, mix: Mix) -> Draws:
        judging = self.search.split.judging
        losses: Draws = self.search.targets(judging) - self.search.values[mix][judging]
        return losses

    def of_risk(self, mix: Mix, losses: Draws, less: Draws | None = None) -> Estimate:
        """Summarise the risk of losses, or how far it is above that of others; its error where it is a mean."""
        risk = self.search.risk
        value = float(risk.of(losses)) - (0.0 if less is None else float(risk.of(less)))
        half = None
        if risk.averaged:
            terms = shortfall_terms(losses, risk.tail)
            if less is not None:
                terms = terms - shortfall_terms(less, risk.tail)
            half = float(ndtri((1 + self.method.interval_level) / 2) * terms.std(ddof=1) / math.sqrt(len(terms)))
        grade, evidence = self.grounds(mix)
        return Estimate(
            value, None if half is None else value - half, None if half is None else value + half,
            self.method.interval_level, 0, None, "money", phrase(f"allocation.method_{risk.measure}"),
            grade=grade, evidence=evidence, currency=self.currency,
        )  # fmt: skip


def _distance(search: Search, judge: _Judge) -> Distance:
    """Set today beside the mixes with its risk, and with its mean."""
    mean, risk = search.measures(search.problem.today, search.split.choosing)
    today = search.problem.today
    dearer = search.best(highest_return(risk)) or today
    safer = search.best(lowest_risk(mean)) or today
    return Distance(
        judge.judge(dearer), judge.of_draws(judge.change(dearer), dearer), judge.judge(safer), judge.relief(safer)
    )


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


def _placed(search: Search, alternatives: Mapping[str, Draws]) -> Iterator[Placed]:
    judging = search.split.judging
    today, targets = search.values[search.problem.today][judging], search.targets(judging)
    for name, draws in alternatives.items():
        value = draws[judging]
        yield Placed(name, float((value - today).mean()), float(search.risk.of(targets - value)))

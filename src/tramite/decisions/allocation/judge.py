"""What mixes give on the draws that did not choose them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import ndtri

from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.result import MixResult, Point
from tramite.decisions.allocation.risk import shortfall_terms
from tramite.decisions.allocation.search import Search
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

Grounds = Callable[[Mix], tuple[Grade, tuple[Source, ...]]]


class Judge:
    """Measures mixes; ``grounds`` tells grade and evidence of one."""

    def __init__(self, search: Search, grounds: Grounds, method: Method, currency: str) -> None:
        self.search, self.grounds, self.method, self.currency = search, grounds, method, currency

    def judge(self, mix: Mix) -> MixResult:
        """Measure a mix."""
        search = self.search
        change = self.change(mix)
        promised = search.measures(mix, search.split.choosing)[0]
        promised -= search.measures(search.problem.today, search.split.choosing)[0]
        return MixResult(
            mix, self.of_draws(change, mix), self.risk(mix),
            None if mix == search.problem.today else float(np.mean(change > 0)),
            search.problem.used(mix), promised,
        )  # fmt: skip

    def alone(self) -> Iterator[MixResult | None]:
        """Measure each item by itself, where it was simulated."""
        problem = self.search.problem
        for item in range(len(problem.items)):
            mix = problem.mix([item])
            yield self.judge(mix) if mix in self.search.values else None

    def point(self, value: Draws) -> Point:
        """Return where a V stands."""
        judging = self.search.split.judging
        change = value[judging] - self.search.values[self.search.problem.today][judging]
        losses = self.search.targets(judging) - value[judging]
        return Point(float(change.mean()), float(self.search.risk.of(losses)))

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
        """Return by how much the risk of a mix is below today's; what both are counted against drops out."""
        mine, todays = self._losses(mix), self._losses(self.search.problem.today)
        risk = self.search.risk
        value = float(risk.of(todays)) - float(risk.of(mine))
        error = None
        if risk.averaged:
            terms = shortfall_terms(todays, risk.tail) - shortfall_terms(mine, risk.tail)
            error = float(terms.std(ddof=1)) / math.sqrt(len(terms))
        return self._estimate(value, error, mix)

    def risk(self, mix: Mix) -> Estimate:
        """Return the risk of a mix."""
        losses = self._losses(mix)
        error = self._error(losses) if self.search.risk.averaged else None
        return self._estimate(float(self.search.risk.of(losses)), error, mix)

    def _error(self, losses: Draws) -> float:
        """Return the standard error of an expected shortfall.

        Losses are counted from the mean of today over all draws, of which those that judge are a share w: variance
        of the terms + w · variance of today's V + 2w · their covariance, over the draws that judge.
        """
        search = self.search
        terms, value = shortfall_terms(losses, search.risk.tail), search.values[search.problem.today]
        share = len(terms) / len(value)
        spread = np.cov(terms, value[search.split.judging])
        variance = float(spread[0, 0] + share * (spread[1, 1] + 2 * spread[0, 1]))
        return math.sqrt(max(variance, 0.0) / len(terms))

    def _losses(self, mix: Mix) -> Draws:
        judging = self.search.split.judging
        losses: Draws = self.search.targets(judging) - self.search.values[mix][judging]
        return losses

    def _estimate(self, value: float, error: float | None, mix: Mix) -> Estimate:
        """Write a risk with its normal interval; a largest loss has none."""
        half = None if error is None else float(ndtri((1 + self.method.interval_level) / 2)) * error
        grade, evidence = self.grounds(mix)
        return Estimate(
            value, None if half is None else value - half, None if half is None else value + half,
            self.method.interval_level, 0, None, "money", phrase(f"allocation.method_{self.search.risk.measure}"),
            grade=grade, evidence=evidence, currency=self.currency,
        )  # fmt: skip

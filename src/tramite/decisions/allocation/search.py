"""Find the best mix for an aim: among all, where they can all be simulated, or by the surrogate where not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tramite.decisions.allocation.aim import Aim
from tramite.decisions.allocation.mixes import Mix, Problem
from tramite.decisions.allocation.program import solve
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.scenarios import Places, Split, halves, stratified
from tramite.decisions.allocation.surrogate import surrogate_of
from tramite.kernel.chance import Draws
from tramite.kernel.method import Method

Simulate = Callable[[Sequence[Mix]], Mapping[Mix, Draws]]
EASED: Final = (0.5, 1.0, 1.5, 2.0)  # times each limit, to see what easing it would bring


class Simulated(dict[Mix, Draws]):
    """V of the mixes that were simulated, each once: mix to (d,)."""

    def __init__(self, simulate: Simulate) -> None:
        super().__init__()
        self._simulate = simulate

    def ask(self, mixes: Sequence[Mix]) -> None:
        """Simulate those of the mixes that are not known yet."""
        new = [mix for mix in dict.fromkeys(mixes) if mix not in self]
        if new:
            self.update(self._simulate(new))


@dataclass(frozen=True, slots=True)
class Fit:
    """How far the surrogate is from the simulation, on mixes that it was not made from and not led to.

    Attributes:
        mixes: compared, drawn at random. error: root mean square of the differences of means; largest: of their
            sizes. In currency.
    """

    mixes: int
    error: float
    largest: float


class Search(ABC):
    """Finds the best mix for an aim.

    Attributes:
        values: what was simulated. split: draws that choose, and draws that judge.
        reference: what today is expected to give, in currency.
        fit: of the surrogate, where there is one. agreed: whether every mix that was called the best was simulated
            whole before.
    """

    def __init__(self, problem: Problem, values: Simulated, risk: Risk, split: Split) -> None:
        self.problem, self.values, self.risk, self.split = problem, values, risk, split
        self.reference = float(values[problem.today].mean())
        self.fit: Fit | None = None
        self.agreed = True
        self._measured: dict[Mix, tuple[float, float]] = {}

    @abstractmethod
    def best(self, aim: Aim, *, problem: Problem | None = None, places: Places | None = None) -> Mix | None:
        """Return the best mix; ``None`` if none is within the limits.

        Args:
            problem: the same choices with other limits; those of the search unless given.
            places: of the draws that it is best on; those that choose unless given.
        """

    def targets(self, places: Places) -> Draws:
        """Return what losses are counted against on some draws: (d,).

        Regret is against the best of the mixes that were simulated, which are all of them where there are few.
        """
        if self.risk.measure != "regret":
            return np.full(len(places), self.reference)
        best: Draws = np.max([v[places] for mix, v in self.values.items() if self.problem.allows(mix)], axis=0)
        return best

    def measures(self, mix: Mix, places: Places) -> tuple[float, float]:
        """Return mean and risk of a mix on some draws."""
        value = self.values[mix][places]
        return float(value.mean()), float(self.risk.of(self.targets(places) - value))

    def best_known(self, aim: Aim, within: Problem, places: Places) -> Mix | None:
        """Return the best of the mixes that were simulated."""
        rounding = 1e-9 * max(1.0, abs(self.reference))
        score = {}
        for mix, (mean, risk) in self._all(places).items():
            risky = aim.most_risk is not None and risk > aim.most_risk + rounding
            poor = aim.least_return is not None and mean < aim.least_return - rounding
            if not risky and not poor and within.allows(mix):
                score[mix] = aim.return_weight * mean - aim.risk_weight * risk
        return max(score, key=lambda mix: score[mix]) if score else None

    def _all(self, places: Places) -> Mapping[Mix, tuple[float, float]]:
        """Measure every mix that was simulated; on the draws that choose, once."""
        if places is self.split.choosing and len(self._measured) == len(self.values):
            return self._measured
        targets = self.targets(places)
        means = {mix: value[places] for mix, value in self.values.items()}
        found = {mix: (float(value.mean()), float(self.risk.of(targets - value))) for mix, value in means.items()}
        if places is self.split.choosing:
            self._measured = found
        return found


def search_for(
    problem: Problem, simulate: Simulate, *, risk: Risk, method: Method, rng: np.random.Generator
) -> Search:
    """Return the search that suits the number of mixes.

    Up to ``allocation_exhaustive`` combinations all allowed mixes are simulated; beyond it single options and
    pairs, and then those that the program proposes. Both know what the widest limits would allow.
    """
    values = Simulated(simulate)
    if problem.combinations <= method.allocation_exhaustive:
        return Exhaustive(problem, values, risk)
    return Proposing(problem, values, risk, method, rng)


class Exhaustive(Search):
    """Knows every mix: half of the draws choose, the other half judge."""

    def __init__(self, problem: Problem, values: Simulated, risk: Risk) -> None:
        values.ask(list(problem.widened(EASED[-1]).mixes()))
        super().__init__(problem, values, risk, halves(len(values[problem.today])))

    def best(self, aim: Aim, *, problem: Problem | None = None, places: Places | None = None) -> Mix | None:
        """See :class:`Search`."""
        return self.best_known(aim, problem or self.problem, self.split.choosing if places is None else places)


class Proposing(Search):
    """Lets the program propose a mix, simulates it whole and tells the program, until it proposes a known one."""

    def __init__(
        self, problem: Problem, values: Simulated, risk: Risk, method: Method, rng: np.random.Generator
    ) -> None:
        wide = problem.widened(EASED[-1])
        singles = [mix for mix in (wide.mix([item]) for item in range(len(wide.items))) if wide.allows(mix)]
        values.ask([problem.today, *singles, *(wide.mix(pair) for pair in wide.pairs())])
        self._surrogate = surrogate_of(wide, values)
        several = np.array([values[mix] for mix in (problem.today, *singles)])
        super().__init__(problem, values, risk, stratified(several, method.allocation_scenarios, rng))
        self._rounds = method.allocation_rounds
        self.fit = self._fit(method.allocation_checks, rng)

    def best(self, aim: Aim, *, problem: Problem | None = None, places: Places | None = None) -> Mix | None:
        """See :class:`Search`."""
        within, places = problem or self.problem, self.split.choosing if places is None else places
        for _ in range(self._rounds):
            mix = solve(within, self._surrogate.at(places), self.targets(places), risk=self.risk, aim=aim)
            if mix is None or mix in self.values:
                return mix
            self._learn(mix)
        self.agreed = False
        return self.best_known(aim, within, places)

    def _learn(self, mix: Mix) -> float:
        """Simulate a mix whole, and return by how much the surrogate's mean was wrong."""
        self.values.ask([mix])
        error = float((self.values[mix] - self._surrogate.of(self.problem, mix)).mean())
        self._surrogate = self._surrogate.corrected(self.problem, mix, self.values[mix])
        return error

    def _fit(self, count: int, rng: np.random.Generator) -> Fit | None:
        """Compare surrogate and simulation on mixes drawn at random; ``None`` where pairs are all there is."""
        drawn = self._drawn(count, rng)
        self.values.ask(drawn)
        errors = np.abs([self._learn(mix) for mix in drawn])
        return Fit(len(drawn), float(np.sqrt(np.mean(errors**2))), float(errors.max())) if drawn else None

    def _drawn(self, count: int, rng: np.random.Generator) -> list[Mix]:
        """Draw allowed mixes of three items and more: choices in random order, each option that still fits."""
        found: dict[Mix, None] = {}
        for _ in range(20 * count):
            mix = self.problem.today
            for choice in rng.permutation(len(mix)):
                option = int(rng.integers(0, self.problem.sizes[choice] + 1))
                tried = (*mix[:choice], option, *mix[choice + 1 :])
                mix = tried if self.problem.allows(tried) else mix
            if mix not in self.values:
                found[mix] = None
            if len(found) == count:
                break
        return list(found)

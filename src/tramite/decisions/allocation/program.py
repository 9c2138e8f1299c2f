"""The best mix as a mixed-integer program, solved by HiGHS through SciPy.

SciPy is with us anyway and hands HiGHS one whole sparse program; each solve here is a new one, so that a handle on
a model that lives on would gain nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from tramite.decisions.allocation.aim import Aim
from tramite.decisions.allocation.mixes import Mix, Problem
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.surrogate import Surrogate
from tramite.kernel.chance import Draws

_GAP: Final = 1e-9  # relative, between the mix found and the bound on all others
_NODES: Final = 200_000  # of the tree: a limit that does not depend on how fast the machine is


def solve(problem: Problem, surrogate: Surrogate, targets: Draws, *, risk: Risk, aim: Aim) -> Mix | None:
    """Return the best mix by the surrogate; ``None`` if none is within the limits.

    Variables: x_i, item i is done (binary, at most one of a choice); y_ij = x_i·x_j (linearised: y ≤ x_i, y ≤ x_j,
    y ≥ x_i + x_j − 1); z_m, the mix is m, one that was simulated whole. V_s = base_s + Σ a_si x_i + Σ b_sij y_ij +
    Σ r_sm z_m. Loss_s = target_s − V_s. Expected shortfall: η + Σ u_s / (tail·S) with u_s ≥ loss_s − η, u_s ≥ 0;
    worst case and regret: ρ ≥ loss_s.

    Args:
        surrogate: on the draws that choose. targets: against which a loss is counted, (d,).

    Source: Rockafellar & Uryasev 2000; Shapiro, Dentcheva & Ruszczyński 2021, chapter 5 (sample average).
    """
    rows = _Program(problem, surrogate, targets, risk, aim)
    found = milp(
        rows.objective(), integrality=rows.whole, bounds=Bounds(rows.low, rows.high),
        constraints=rows.constraints(), options={"mip_rel_gap": _GAP, "node_limit": _NODES},
    )  # fmt: skip
    if found.x is None:
        return None
    items = np.flatnonzero(found.x[: len(problem.items)] > 0.5)
    return problem.mix(int(item) for item in items)


@dataclass
class _Program:
    """The columns and rows of one program; amounts are divided by ``scale``, so that HiGHS sees small numbers."""

    problem: Problem
    surrogate: Surrogate
    targets: Draws
    risk: Risk
    aim: Aim
    effects: Draws = field(init=False)

    def __post_init__(self) -> None:
        of = self.surrogate
        effects = np.vstack([of.singles, of.joint, of.left])
        amounts = (effects, self.targets - of.base)
        self.scale = max(1e-9, *(float(np.abs(amount).max(initial=0.0)) for amount in amounts))
        self.effects = effects / self.scale
        self.decided = len(effects)
        self.items = len(self.problem.items)
        draws = len(of.base)
        more = 0 if not self.aim.minds_risk else 1 + draws if self.risk.averaged else 1
        columns = self.decided + more
        self.whole = np.zeros(columns, dtype=np.int64)
        self.whole[: self.items] = 1
        self.low, self.high = np.zeros(columns), np.full(columns, np.inf)
        self.high[: self.decided] = 1.0
        self.high[list(self.problem.blocked)] = 0.0
        if more:
            self.low[self.decided] = -np.inf

    def objective(self) -> Draws:
        """Return the costs that HiGHS makes least."""
        costs = np.zeros(len(self.low))
        costs[: self.decided] = -self.aim.return_weight * self.effects.mean(axis=1)
        if self.aim.risk_weight:
            costs += self.aim.risk_weight * self._risk()
        return costs

    def constraints(self) -> list[LinearConstraint]:
        """Return all rows."""
        rows = [*self._allowed(), self._known()]
        if self.aim.minds_risk:
            rows.append(self._losses())
        if self.aim.most_risk is not None:
            rows.append(LinearConstraint(self._risk()[np.newaxis], -np.inf, self.aim.most_risk / self.scale))
        if self.aim.least_return is not None:
            least = (self.aim.least_return - float(self.surrogate.base.mean())) / self.scale
            rows.append(self._row(self.effects.mean(axis=1), low=least))
        return rows

    def _risk(self) -> Draws:
        """Return the risk as a row over all columns."""
        row = np.zeros(len(self.low))
        row[self.decided] = 1.0
        row[self.decided + 1 :] = 1.0 / (self.risk.tail * len(self.targets))
        return row

    def _losses(self) -> LinearConstraint:
        draws = len(self.targets)
        least = (self.targets - self.surrogate.base) / self.scale
        blocks = [csr_array(self.effects.T), csr_array(np.ones((draws, 1)))]
        if self.risk.averaged:
            blocks.append(eye_array(draws, format="csr"))
        return LinearConstraint(hstack(blocks, format="csr"), least, np.inf)

    def _allowed(self) -> list[LinearConstraint]:
        """Return what any mix keeps to: one option of a choice, exclusions, limits of resources."""
        problem = self.problem
        one = np.array([[float(c == choice) for c, _ in problem.items] for choice in range(len(problem.sizes))])
        rows = [self._row(one.reshape(-1, self.items), high=1.0)]
        for pair in sorted(problem.excludes):
            rows.append(self._row(self._ones(pair), high=1.0))
        if problem.resources:
            limits = np.array([resource.limit for resource in problem.resources])
            most = problem.table().max(axis=1, initial=0.0)
            size = np.where(most > 0, most, np.maximum(limits, 1.0))
            rows.append(self._row(problem.table() / size[:, np.newaxis], high=limits / size))
        return rows

    def _known(self) -> LinearConstraint:
        """Tie products to their items, and known mixes to theirs.

        A product and a known mix are alike: a column that is 1 where some items are done and others are not.
        """
        of, problem = self.surrogate, self.problem
        columns: list[tuple[tuple[int, ...], tuple[int, ...]]] = [(pair, ()) for pair in of.pairs]
        for mix in of.known:
            done = problem.chosen(mix)
            undone = tuple(item for item, (choice, _) in enumerate(problem.items) if mix[choice] == 0)
            columns.append((done, undone))
        rows, limits = [np.zeros((0, self.decided))], []
        for place, (done, undone) in enumerate(columns, self.items):
            together = np.zeros(self.decided)
            together[list(done)], together[list(undone)], together[place] = 1.0, -1.0, -1.0
            each = np.zeros((len(done) + len(undone), self.decided))
            each[:, place] = 1.0
            each[range(len(done)), list(done)] = -1.0
            each[range(len(done), len(each)), list(undone)] = 1.0
            rows += [together[np.newaxis], each]
            limits += [len(done) - 1.0, *[0.0] * len(done), *[1.0] * len(undone)]
        return self._row(np.vstack(rows), high=np.array(limits))

    def _ones(self, columns: tuple[int, ...]) -> Draws:
        row = np.zeros(self.items)
        row[list(columns)] = 1.0
        return row

    def _row(self, over: Draws, *, low: float = -np.inf, high: Draws | float = np.inf) -> LinearConstraint:
        """Write rows over the first columns; the others are zero."""
        over = np.atleast_2d(over)
        rest = csr_array((len(over), len(self.low) - over.shape[1]))
        return LinearConstraint(hstack([csr_array(over), rest], format="csr"), low, high)

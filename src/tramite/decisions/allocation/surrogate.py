"""What a mix would give, guessed from its parts: single options, pairs, and mixes that were simulated whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tramite.decisions.allocation.mixes import Mix, Problem
from tramite.decisions.allocation.scenarios import Places
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class Surrogate:
    """V of a mix, draw by draw: today + Σ single effects + Σ interactions of pairs + what is left of known mixes.

    It is exact for today, single options, pairs, and every mix that :meth:`corrected` was told.

    Attributes:
        base: today, (d,). singles: of each item, (i, d).
        pairs: items of each interaction; joint: what the pair gives beyond its two singles, (p, d).
        known: mixes that were simulated; left: V minus what the parts say, (k, d).
    """

    base: Draws
    singles: Draws
    pairs: tuple[tuple[int, int], ...]
    joint: Draws
    known: tuple[Mix, ...]
    left: Draws

    def of(self, problem: Problem, mix: Mix) -> Draws:
        """Return V of a mix: (d,)."""
        chosen = set(problem.chosen(mix))
        value: Draws = self.base + self.singles[sorted(chosen)].sum(axis=0)
        together = [place for place, (one, other) in enumerate(self.pairs) if {one, other} <= chosen]
        value = value + self.joint[together].sum(axis=0)
        return value + self.left[self.known.index(mix)] if mix in self.known else value

    def corrected(self, problem: Problem, mix: Mix, simulated: Draws) -> Surrogate:
        """Return the same surrogate, exact for one more mix."""
        error = simulated - self.of(problem, mix)
        return replace(self, known=(*self.known, mix), left=np.vstack([self.left, error]))

    def at(self, places: Places) -> Surrogate:
        """Return the surrogate on some of the draws."""
        return replace(
            self, base=self.base[places], singles=self.singles[:, places], joint=self.joint[:, places],
            left=self.left[:, places],
        )  # fmt: skip


def surrogate_of(problem: Problem, simulated: Mapping[Mix, Draws]) -> Surrogate:
    """Take simulated singles and pairs apart into effects and interactions.

    a_i = V({i}) − V(today); b_ij = V({i, j}) − V({i}) − V({j}) + V(today). Pairs that do not interact are left
    out.

    Args:
        simulated: V of today, of each item that an allowed mix can hold, and of each pair: mix to (d,).
    """
    base = simulated[problem.today]
    singles = np.zeros((len(problem.items), len(base)))
    for item in range(len(problem.items)):
        mix = problem.mix([item])
        if mix in simulated:
            singles[item] = simulated[mix] - base
    joint = {
        pair: simulated[problem.mix(pair)] - base - singles[pair[0]] - singles[pair[1]] for pair in problem.pairs()
    }
    least = 1e-9 * max(1.0, float(np.abs(base).max()), float(np.abs(singles).max(initial=0.0)))
    kept = [pair for pair, effect in joint.items() if np.abs(effect).max() > least]
    return Surrogate(
        base, singles, tuple(kept), np.array([joint[pair] for pair in kept]).reshape(-1, len(base)), (),
        np.empty((0, len(base))),
    )  # fmt: skip

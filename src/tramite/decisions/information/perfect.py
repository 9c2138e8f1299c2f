"""What it would be worth to know: everything, or some of the parameters (METHOD §3.11.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tramite.decisions.information.smoothing import smooth
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class WorthKnowing:
    """A value of information, in the unit of the values, with its standard error.

    The error holds what the number of draws leaves open, and what the regression does.
    """

    value: float
    standard_error: float


def worth_of_everything(values: Draws) -> WorthKnowing:
    """Return EVPI = E[max_a V(a)] − max_a E[V(a)].

    Args:
        values: V of each alternative, today among them, on the same draws: (d, a).

    Source: METHOD §3.11.3; Raiffa & Schlaifer 1961.
    """
    gained = values.max(axis=1) - values[:, int(np.argmax(values.mean(axis=0)))]
    return WorthKnowing(float(gained.mean()), float(gained.std(ddof=1)) / math.sqrt(len(values)))


def worth_of_parameters(values: Draws, parameters: Draws, *, pairs: bool = True) -> WorthKnowing:
    """Return EVPPI = E_θ[max_a E[V(a) | θ]] − max_a E[V(a)] of a group of parameters.

    E[V | θ] is the regression of :func:`~tramite.decisions.information.smoothing.smooth`, on the advantage of each
    alternative over the one that is best on average. Standard error: that of the coefficients by the delta method,
    and the spread of the gain over draws. The same function gives the worth of a study, where ``parameters`` are
    the summaries that simulated studies would find (Strong et al. 2015).

    Args:
        values: (d, a). parameters: draws of the group, (d, m); a constant column teaches nothing.
        pairs: whether parameters may act together; without, any number of them.

    Source: Strong, Oakley & Brennan 2014.

    Raises:
        ValueError: the group has more parameters than the regression can tell apart.
    """
    varying = parameters[:, parameters.std(axis=0) > 0]
    best = int(np.argmax(values.mean(axis=0)))
    others = np.delete(values, best, axis=1) - values[:, [best]]
    if not varying.shape[1] or not others.shape[1]:
        return WorthKnowing(0.0, 0.0)
    found = smooth(others, varying, pairs=pairs)
    surface = np.concatenate([np.zeros((len(values), 1)), found.fitted], axis=1)
    chosen = np.argmax(surface, axis=1)
    gained = surface[np.arange(len(values)), chosen]
    # Today's best is chosen where nothing is better: the gain cannot be negative, and its mean is against 0.
    slopes = [found.basis[chosen == a + 1].sum(axis=0) / len(values) for a in range(others.shape[1])]
    spread = sum(
        float(found.residual[a, b] * slopes[a] @ _between(found.covariance[a], found.covariance[b]) @ slopes[b])
        for a in range(len(slopes))
        for b in range(len(slopes))
    )
    spread += float(gained.var(ddof=1)) / len(values)
    return WorthKnowing(float(gained.mean()), math.sqrt(max(spread, 0.0)))


def _between(one: Draws, other: Draws) -> Draws:
    """Return the covariance of the coefficients of two columns; they differ in their penalty alone."""
    return (one + other) / 2

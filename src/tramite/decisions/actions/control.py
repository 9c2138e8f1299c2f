"""Before and after, with a control group: what an action changed, beyond what would have changed anyway."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.special import stdtrit

Array = NDArray[np.float64]
_FIRM = 1e5  # weight of «weights sum to one» beside squared errors that are brought to about one
_TIME_PENALTY = 1e-6  # ζ for time weights / spread of the noise: only makes them unique (Arkhangelsky et al., §2)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, per unit, in the unit of the figures.

    Attributes:
        value: the difference. lower, upper: its interval; ``None`` where units are too few for one.
        treated, control: units on each side; no control: what changed anyway is in the value.
    """

    value: float
    lower: float | None
    upper: float | None
    treated: int
    control: int


def before_and_after(before: Array, after: Array, *, level: float) -> Change:
    """Return the mean change of the same units, with a paired t interval: nothing is taken away from it.

    Args:
        before, after: (unit,).
    """
    change = after - before
    n = len(change)
    error = float(change.std(ddof=1)) / math.sqrt(n) if n > 1 else None
    return _change(float(change.mean()), error, float(n - 1), level, n, 0)


def difference_in_differences(before: Array, after: Array, treated: NDArray[np.bool_], *, level: float) -> Change:
    """Return τ = mean Δ of the treated − mean Δ of the others, Δ = after − before of each unit.

    Each unit counts once before and once after, which keeps serial correlation out of the error. Interval by
    Welch; of a single treated unit the spread is not known and is taken to be that of the control.

    Args:
        before, after, treated: (unit,).

    Source: Bertrand, Duflo & Mullainathan 2004 (one value before and one after); Welch 1947.
    """
    change = after - before
    ours, others = change[treated], change[~treated]
    value = float(ours.mean() - others.mean())
    if len(others) < 2:
        return _change(value, None, 0.0, level, len(ours), len(others))
    theirs = float(others.var(ddof=1))
    if len(ours) < 2:
        error = math.sqrt(theirs * (1 / len(ours) + 1 / len(others)))
        return _change(value, error, float(len(others) - 1), level, len(ours), len(others))
    parts = (float(ours.var(ddof=1)) / len(ours), theirs / len(others))
    whole = sum(parts)
    spread = parts[0] ** 2 / (len(ours) - 1) + parts[1] ** 2 / (len(others) - 1)
    df = whole**2 / spread if spread > 0 else float(len(change) - 2)
    return _change(value, math.sqrt(whole), df, level, len(ours), len(others))


def synthetic_difference(panel: Array, treated: NDArray[np.bool_], first_after: int, *, level: float) -> Change:
    """Return the synthetic difference-in-differences: controls and months weighed until they run as the treated.

    τ = (Ȳ_tr,post − λ'Y_tr,pre) − ω'(Ȳ_co,post − Y_co,pre λ). ω: weights of control units, ≥ 0 and summing to 1,
    that with an intercept follow the treated before; ridge ζ² T_pre, ζ = (N_tr T_post)^¼ σ̂, σ̂ the standard
    deviation of the month-to-month changes of the control before. λ: weights of months before, that follow the
    months after in the control. Both least squares are solved exactly (active set), where the authors' program
    stops a Frank–Wolfe search early.

    Interval: normal, by the jackknife with fixed weights; of a single treated unit by placebos, each control once.
    It speaks of chance: a trend of the treated that no control follows stays in τ (``tests/recovery``).

    Args:
        panel: (unit, month). treated: (unit,). first_after: place of the first month after.

    Source: Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, AER 111(12), equations 1–6, algorithms 3–4.
    """
    ours, others = panel[treated], panel[~treated]
    weights = _weights(ours.mean(axis=0), others, len(ours), first_after)
    value = _tau(ours.mean(axis=0), others, *weights, first_after)
    error = _jackknife(ours, others, weights, first_after) if len(ours) > 1 else _placebo(others, first_after)
    return _change(value, error, math.inf, level, len(ours), len(others))


def _weights(mean: Array, others: Array, treated: int, first: int) -> tuple[Array, Array]:
    before = others[:, :first]
    noise = float(np.diff(before, axis=1).std(ddof=1))
    after = others.shape[1] - first
    ridge = (treated * after) ** 0.25 * noise
    return (
        _simplex(before.T, mean[:first], ridge),
        _simplex(before, others[:, first:].mean(axis=1), _TIME_PENALTY * noise),
    )


def _simplex(columns: Array, target: Array, ridge: float) -> Array:
    """Minimise |a + Xw − y|²/n + ζ²|w|² over w ≥ 0, Σw = 1, with intercept a.

    Args:
        columns: X (n, k). target: y (n,). ridge: ζ.
    """
    n, k = columns.shape
    scale = float(columns.std()) or 1.0
    x, y = (columns - columns.mean(axis=0)) / scale, (target - target.mean()) / scale
    rows = np.vstack([x, math.sqrt(n) * ridge / scale * np.eye(k), np.full((1, k), _FIRM)])
    weights, _ = nnls(rows, np.concatenate([y, np.zeros(k), [_FIRM]]), maxiter=100 * k)
    found: Array = weights / weights.sum()
    return found


def _tau(mean: Array, others: Array, units: Array, times: Array, first: int) -> float:
    ours = mean[first:].mean() - mean[:first] @ times
    theirs = others[:, first:].mean(axis=1) - others[:, :first] @ times
    return float(ours - units @ theirs)


def _jackknife(ours: Array, others: Array, weights: tuple[Array, Array], first: int) -> float | None:
    units, times = weights
    if np.count_nonzero(units) < 2:
        return None  # without the only control that counts nothing is left
    mean = ours.mean(axis=0)
    left = [_tau(np.delete(ours, i, axis=0).mean(axis=0), others, units, times, first) for i in range(len(ours))]
    for i in range(len(others)):
        kept = np.delete(units, i)
        left.append(_tau(mean, np.delete(others, i, axis=0), kept / kept.sum(), times, first))
    n = len(left)
    return math.sqrt((n - 1) / n * float(((np.array(left) - np.mean(left)) ** 2).sum()))


def _placebo(others: Array, first: int) -> float | None:
    if len(others) < 3:
        return None
    found = []
    for i in range(len(others)):
        rest = np.delete(others, i, axis=0)
        found.append(_tau(others[i], rest, *_weights(others[i], rest, 1, first), first))
    return float(np.std(found))


def _change(value: float, error: float | None, df: float, level: float, treated: int, control: int) -> Change:
    if error is None:
        return Change(value, None, None, treated, control)
    quantile = float(stdtrit(min(df, 1e9), (1 + level) / 2))
    return Change(value, value - quantile * error, value + quantile * error, treated, control)

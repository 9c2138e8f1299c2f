"""How right is the strategy of today? What changing it is worth, and how sure one can be (METHOD §3.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tramite.decisions.information.perfect import WorthKnowing, worth_of_everything
from tramite.decisions.information.smoothing import MOST, smooth
from tramite.decisions.sensitivity.curve import Curve
from tramite.kernel.chance import Draws
from tramite.kernel.method import Method

Verdict = Literal["right", "improvable", "revise", "not_determinable"]


@dataclass(frozen=True, slots=True)
class Turning:
    """The one parameter that changes the verdict.

    Attributes:
        parameter: its name. value: at which today is as good as the best alternative, other things as drawn.
        mean: what it is believed to be.
    """

    parameter: str
    value: float
    mean: float


@dataclass(frozen=True, slots=True)
class Correctness:
    """What the draws say of today's strategy beside its alternatives.

    Attributes:
        best: the alternative with the highest mean value on one half of the draws; today's name where it is today.
        correctable_loss: E[V(best)] − E[V(today)] on the other half; below zero reads «none shown».
        p_near_best: share of draws in which today is within ``tolerance`` of the best of that draw.
        tolerance: in currency. worth_of_knowing: EVPI.
        assumed_share: share of the variance of V(best) − V(today) that parameters of grade D make, 0–1; ``None``
            where the best is today, or where no difference varies.
        turning: the parameter that flips the choice, nearest to what is believed; ``None`` if none does alone.
        regret: largest loss against the best of each draw, at the level of the interval, by alternative.
        safest: alternative with the least of it.
    """

    best: str
    correctable_loss: float
    p_near_best: float
    tolerance: float
    worth_of_knowing: WorthKnowing
    assumed_share: float | None
    verdict: Verdict
    turning: Turning | None
    regret: Mapping[str, float]
    safest: str


def correctness(
    values: Mapping[str, Draws],
    parameters: Mapping[str, Draws],
    assumed: Sequence[str],
    *,
    today: str,
    net_sales: float,
    method: Method,
) -> Correctness:
    """Judge today's strategy: correctable loss, P(near-best), EVPI, verdict, and what would change it.

    a* = argmax mean V on the even draws, valued on the odd ones: what the search over alternatives gains by chance
    is left out. P(near-best) = share of draws with V(today) ≥ max V − τ, τ = 1% of the net sales of the horizon.
    Verdict: P ≥ 0.8 right, ≥ 0.4 improvable, else revise; not determinable if assumptions (grade D) make more than
    half of the variance of V(a*) − V(today): R² of its regression on them.

    Args:
        values: V of each alternative, today among them, on the same draws: name to (d,).
        parameters: draws of what is uncertain: name to (d,). assumed: those of grade D.
        today: its name. net_sales: of the horizon, in currency.

    Source: METHOD §3.11.1–5; Smith & Winkler 2006 on what halving does not remove.
    """
    names = list(values)
    table = np.column_stack([values[name] for name in names])
    now = names.index(today)
    choosing, judging = table[::2], table[1::2]
    best = int(np.argmax(choosing.mean(axis=0)))
    loss = 0.0 if best == now else float((judging[:, best] - judging[:, now]).mean())
    tolerance = method.near_best_tolerance * net_sales
    highest = table.max(axis=1)
    near = float(np.mean(table[:, now] >= highest - tolerance))
    gain = table[:, best] - table[:, now]
    share = None if best == now else _assumed_share(gain, [parameters[name] for name in assumed])
    regret = np.quantile(highest[:, np.newaxis] - table, method.interval_level, axis=0)
    return Correctness(
        best=names[best], correctable_loss=loss, p_near_best=near, tolerance=tolerance,
        worth_of_knowing=worth_of_everything(table), assumed_share=share,
        verdict=_verdict(near, share, method),
        turning=None if best == now else _turning(gain, parameters),
        regret=dict(zip(names, map(float, regret), strict=True)), safest=names[int(np.argmin(regret))],
    )  # fmt: skip


def _verdict(near: float, assumed_share: float | None, method: Method) -> Verdict:
    if assumed_share is not None and assumed_share > method.assumption_share:
        return "not_determinable"
    if near >= method.verdict_right:
        return "right"
    return "improvable" if near >= method.verdict_improvable else "revise"


def _assumed_share(gain: Draws, assumed: Sequence[Draws]) -> float | None:
    """Return the share of the variance of a gain that a regression on these parameters explains."""
    varying = [column for column in assumed if column.std() > 0]
    if gain.std() == 0:
        return None
    if not varying:
        return 0.0
    found = smooth(gain[:, np.newaxis], np.column_stack(varying), pairs=len(varying) <= MOST)
    left = float(found.residual[0, 0])
    return float(np.clip(1 - left / gain.var(ddof=1), 0.0, 1.0))


def _turning(gain: Draws, parameters: Mapping[str, Draws]) -> Turning | None:
    """Return the parameter whose curve of the gain crosses zero nearest to its mean, inside its draws."""
    found: list[tuple[float, Turning]] = []
    for name, column in parameters.items():
        if column.std() > 0:
            value, mean = Curve.of(column, gain).break_even(), float(column.mean())
            if value is not None:
                found.append((abs(value - mean) / float(column.std()), Turning(name, value, mean)))
    return min(found, key=lambda pair: pair[0])[1] if found else None

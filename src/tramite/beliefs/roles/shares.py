"""Estimates made of others: scaled by a measured amount, capped, averaged over two sides, drawn."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_voices, weakest
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable

Draws = NDArray[np.float64]


def scaled(
    estimate: Estimate,
    factor: float,
    *,
    method: Sayable,
    grade: Grade,
    evidence: tuple[Source, ...],
    currency: str,
) -> Estimate:
    """Return an estimated share × a measured amount, as money; a negative amount turns the interval round."""
    ends = [None if x is None else x * factor for x in (estimate.lower, estimate.upper)]
    lower, upper = ends if factor >= 0 else ends[::-1]
    return replace(
        estimate, value=None if estimate.value is None else estimate.value * factor, lower=lower, upper=upper,
        unit="money", method=method, grade=weakest((estimate.grade, grade)),
        evidence=(*estimate.evidence, *evidence), currency=currency,
    )  # fmt: skip


def capped(estimate: Estimate, cap: float, *, evidence: tuple[Source, ...]) -> Estimate:
    """Return an estimate that cannot exceed what the books allow."""
    value, lower, upper = (
        None if x is None else min(x, cap) for x in (estimate.value, estimate.lower, estimate.upper)
    )
    return replace(estimate, value=value, lower=lower, upper=upper, evidence=(*estimate.evidence, *evidence))


def averaged(one: Estimate, other: Estimate, *, method: Method, how: Sayable) -> Estimate:
    """Return the mean of what two sides say, ½(x + y), half width ½√(u² + v²); graded as heard on two sides.

    They agree if they are no further apart than ``sides_agree_distance``.
    """
    values = [estimate.value or 0.0 for estimate in (one, other)]
    halves = (half_width(one), half_width(other))
    value = sum(values) / 2
    half = None if None in halves else math.hypot(halves[0] or 0.0, halves[1] or 0.0) / 2
    agree = abs(values[0] - values[1]) <= method.sides_agree_distance
    return replace(
        one, value=value, lower=None if half is None else max(0.0, value - half),
        upper=None if half is None else min(1.0, value + half), n=one.n + other.n, N=None,
        method=how, grade=grade_voices(one.n + other.n, None, agree, method),
        evidence=(*one.evidence, *other.evidence),
    )  # fmt: skip


def half_width(estimate: Estimate) -> float | None:
    """Return half of an interval; ``None`` where there is none."""
    if estimate.lower is None or estimate.upper is None:
        return None
    return (estimate.upper - estimate.lower) / 2


def drawn(estimate: Estimate, name: str, chance: Chance) -> Draws:
    """Draw a share: Normal with the mean and interval of its estimate; without interval, its value."""
    half = half_width(estimate) or 0.0
    spread = half / float(ndtri((1 + estimate.level) / 2))
    return chance.normal(name, estimate.value or 0.0, spread)

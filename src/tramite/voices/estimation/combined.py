"""A number that is made of numbers which are shown: it tells nothing new of anybody, and has its own interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tramite.voices.disclosure.screening import release
from tramite.voices.estimation.measure_table import MeasureCell


def combined(
    parts: Sequence[tuple[float, MeasureCell]],
    joint: MeasureCell,
    *,
    base: float = 0.0,
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> MeasureCell:
    """Return b + Σ a·x of cells x that are shown, with the half widths of the interval of ``joint``.

    A mean of several items over those who answered all of them, printed beside the means of the items over those
    who answered each, would tell by subtraction what the one answered who left an item out. A sum of the printed
    means tells nothing that they do not.

    Args:
        parts: factor a, and a cell of the same domain and weighting.
        joint: the same quantity, estimated person by person: its interval knows that answers go together.
        base: b. bounds: ends of the scale.

    Returns: hidden where a part or the joint measure is. Source: METHOD §3.3 (hidden cells are not found by
        subtraction).
    """
    hidden = next((cell.hidden_because for _, cell in parts if cell.hidden_because), joint.hidden_because)
    known = [(factor, cell.estimate.value) for factor, cell in parts if cell.estimate.value is not None]
    if hidden or len(known) < len(parts):
        estimate = release(joint.estimate, hidden=True)
        why = hidden or "no_answers"
        return replace(joint, estimate=estimate, reading="hidden", hidden_because=why, mean=None)
    value = base + sum(factor * value for factor, value in known)
    value = min(max(value, bounds[0]), bounds[1])
    low, high = _ends(value, joint, bounds)
    estimate = replace(joint.estimate, value=value, lower=low, upper=high)
    return replace(joint, estimate=release(estimate, hidden=False))


def _ends(value: float, joint: MeasureCell, bounds: tuple[float, float]) -> tuple[float | None, float | None]:
    centre, low, high = joint.estimate.value, joint.estimate.lower, joint.estimate.upper
    if centre is None or low is None or high is None:
        return None, None
    return max(bounds[0], value - (centre - low)), min(bounds[1], value + (high - centre))

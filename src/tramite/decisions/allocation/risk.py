"""How bad it may get: expected shortfall, worst case or regret of simulated values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tramite.kernel.chance import Draws

RiskMeasure = Literal["expected-shortfall", "worst-case", "regret"]


@dataclass(frozen=True, slots=True)
class Risk:
    """What is meant by risk, and how much of it is accepted.

    Attributes:
        measure: ``expected-shortfall``: mean loss of the worst ``tail`` of the draws; ``worst-case``: largest
            loss. Both losses are against what today is expected to give. ``regret``: largest loss against the
            best mix of the same draw.
        tail: share of the draws, 0–1. limit: in currency; ``None`` is none.
    """

    measure: RiskMeasure
    tail: float
    limit: float | None = None

    @property
    def averaged(self) -> bool:
        """Whether the risk is a mean over draws, so that its error can be told."""
        return self.measure == "expected-shortfall"

    def of(self, losses: Draws) -> Draws:
        """Return the risk of losses (…, d) along the last axis."""
        if not self.averaged:
            worst: Draws = losses.max(axis=-1)
            return worst
        mean: Draws = shortfall_terms(losses, self.tail).mean(axis=-1)
        return mean


def value_at_risk(losses: Draws, tail: float) -> Draws:
    """Return the loss that a share ``tail`` of the draws reaches or passes: along the last axis of (…, d).

    It is an η at which the program of Rockafellar & Uryasev (2000) is least: the loss at place ⌈(1 − tail)·d⌉.
    """
    count = losses.shape[-1]
    place = min(max(math.ceil(round((1 - tail) * count, 9)), 1), count)
    found: Draws = np.partition(losses, place - 1, axis=-1)[..., place - 1]
    return found


def shortfall_terms(losses: Draws, tail: float, at: Draws | float | None = None) -> Draws:
    """Return η + (loss − η)⁺ / tail of each draw: (…, d); its mean is the expected shortfall.

    Its standard deviation / √d is the standard error of the shortfall, η taken as known.

    Args:
        losses: (…, d). at: η; the value at risk of the same draws unless given.

    Source: Rockafellar & Uryasev 2000, equation 4; Trindade et al. 2007 on the error.
    """
    level = np.asarray(value_at_risk(losses, tail) if at is None else at)[..., np.newaxis]
    terms: Draws = level + np.maximum(losses - level, 0.0) / tail
    return terms

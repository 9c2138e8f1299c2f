"""What the three limits are made of: numbers heard, measured or assumed, each as draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tramite.kernel.estimate import Estimate

Draws = NDArray[np.float64]


class Part(Protocol):
    """One quantity of a limit."""

    @property
    def estimate(self) -> Estimate:
        """The quantity with its interval, ground and grade."""
        ...

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw it: array (draw,)."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number of the books, without a spread of its own."""

    estimate: Estimate

    def draw(self, _rng: np.random.Generator, draws: int) -> Draws:
        """Repeat it."""
        return np.full(draws, float(self.estimate.value or 0.0))


@dataclass(frozen=True, slots=True)
class Heard:
    """An estimate of answers, drawn as two half normals whose ends are those of its interval.

    Where the answers cannot tell the spread (all say the same) it has none.
    """

    estimate: Estimate
    least: float = -math.inf
    most: float = math.inf

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw it, inside its scale."""
        return np.clip(between(self.estimate, rng.standard_normal(draws)), self.least, self.most)


@dataclass(frozen=True, slots=True)
class Triangular:
    """An assumption of the method: triangular between low and high."""

    estimate: Estimate
    low: float
    likely: float
    high: float

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw it."""
        if self.low == self.high:
            return np.full(draws, self.low)
        return rng.triangular(self.low, self.likely, self.high, draws)

    def quantile(self, p: float) -> float:
        """Return the value below which a share p of the draws lies."""
        width = self.high - self.low
        if not width:
            return self.low
        rise = (self.likely - self.low) / width
        return self.low + width * (math.sqrt(rise * p) if p < rise else 1 - math.sqrt((1 - rise) * (1 - p)))


@dataclass(frozen=True, slots=True)
class Won:
    """A rate of success counted in the books: Beta(½ + won, ½ + lost) (Jeffreys' prior)."""

    estimate: Estimate
    won: int
    lost: int

    def draw(self, rng: np.random.Generator, draws: int) -> Draws:
        """Draw it, 0–1."""
        return rng.beta(0.5 + self.won, 0.5 + self.lost, draws)


def half_width(estimate: Estimate, upwards: bool) -> float:
    """Return the distance of an end of the interval from the value, in standard errors of a normal."""
    end = estimate.upper if upwards else estimate.lower
    if end is None or estimate.value is None:
        return 0.0
    return abs(end - estimate.value) / float(ndtri((1 + estimate.level) / 2))


def between(estimate: Estimate, z: Draws) -> Draws:
    """Turn standard normal draws into draws of an estimate: its interval holds as many of them as it says."""
    scale = np.where(z > 0, half_width(estimate, True), half_width(estimate, False))
    drawn: Draws = float(estimate.value or 0.0) + scale * z
    return drawn

"""Draws that are the same for every alternative: one stream per parameter, named, from the seed of the case."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.case import Uncertain

Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """Seed and number of draws.

    A parameter of the same name gives the same draws in every alternative (common random numbers), whatever else
    is drawn before it: differences between alternatives are not made by chance.
    """

    seed: int
    draws: int

    def stream(self, name: str) -> np.random.Generator:
        """Return the generator of a parameter."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def triangular(self, name: str, quantity: Uncertain) -> Draws:
        """Draw an assumed quantity: array (draw,)."""
        if quantity.low == quantity.high:
            return np.full(self.draws, quantity.low)
        return self.stream(name).triangular(quantity.low, quantity.likely, quantity.high, self.draws)

    def normal(self, name: str, mean: float, sd: float) -> Draws:
        """Draw a measured quantity with a standard error: array (draw,)."""
        return mean + sd * self.stream(name).standard_normal(self.draws)

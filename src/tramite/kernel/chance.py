"""Draws that are the same for every alternative: one stream per parameter, named, from the seed of the case."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.case import Uncertain

Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """Seed and number of draws, of all or of one block of them.

    A parameter of the same name gives the same draws in every alternative (common random numbers), whatever else
    is drawn before it: differences between alternatives are not made by chance.

    Attributes:
        block: which block of draws. redrawn: streams that give other draws, as if nothing of them were known.
        heard: gathers the names of the streams that are asked for, if it is a set.
    """

    seed: int
    draws: int
    block: int = 0
    redrawn: frozenset[str] = frozenset()
    heard: set[str] | None = field(default=None, compare=False)

    def stream(self, name: str) -> np.random.Generator:
        """Return the generator of a parameter."""
        if self.heard is not None:
            self.heard.add(name)
        again = int(name in self.redrawn)
        return np.random.default_rng([self.seed, zlib.crc32(name.encode()), self.block, again])

    def blocks(self, size: int) -> Iterator[Chance]:
        """Split the draws into blocks of a size, each with streams of its own: memory does not grow with draws."""
        for block, start in enumerate(range(0, self.draws, size)):
            yield replace(self, draws=min(size, self.draws - start), block=block)

    def triangular(self, name: str, quantity: Uncertain) -> Draws:
        """Draw an assumed quantity: array (draw,)."""
        if quantity.low == quantity.high:
            return np.full(self.draws, quantity.low)
        return self.stream(name).triangular(quantity.low, quantity.likely, quantity.high, self.draws)

    def normal(self, name: str, mean: float, sd: float) -> Draws:
        """Draw a measured quantity with a standard error: array (draw,)."""
        return mean + sd * self.stream(name).standard_normal(self.draws)

"""How a gain depends on one parameter, other things as drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tramite.decisions.information.smoothing import smooth
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class Curve:
    """E[gain | θ] along the draws of θ.

    Attributes:
        at: (d,) draws of the parameter, rising. gain: (d,) mean gain there.
    """

    at: Draws
    gain: Draws

    @classmethod
    def of(cls, parameter: Draws, gain: Draws) -> Curve:
        """Fit the curve: penalised splines of the gain on the parameter (Strong, Oakley & Brennan 2014).

        Args:
            parameter: (d,), not all alike. gain: (d,).
        """
        order = np.argsort(parameter)
        fitted = smooth(gain[:, np.newaxis], parameter[:, np.newaxis]).fitted[:, 0]
        return cls(parameter[order], fitted[order])

    def place(self, share: float) -> tuple[float, float]:
        """Return the parameter at a quantile of its draws, and the gain there."""
        position = round(share * (len(self.at) - 1))
        return float(self.at[position]), float(self.gain[position])

    def zeros(self) -> tuple[float, ...]:
        """Return where the gain changes its sign, inside the draws."""
        crossings = np.flatnonzero(np.sign(self.gain[:-1]) != np.sign(self.gain[1:]))
        return tuple(float((self.at[place] + self.at[place + 1]) / 2) for place in crossings)

    def break_even(self) -> float | None:
        """Return the zero nearest to the mean of the parameter; ``None`` if the gain keeps its sign."""
        mean = float(self.at.mean())
        return min(self.zeros(), key=lambda zero: abs(zero - mean), default=None)

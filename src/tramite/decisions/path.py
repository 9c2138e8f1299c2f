"""A figure month by month over the horizon, with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class Path:
    """Monthly figures over the horizon: mean and central interval of the draws, each (month,)."""

    mean: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @classmethod
    def of_draws(cls, draws: Draws, level: float) -> Path:
        """Summarise draws (d, month): mean, and the central interval of probability ``level`` of each month."""
        lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return cls(draws.mean(axis=0), lower, upper)

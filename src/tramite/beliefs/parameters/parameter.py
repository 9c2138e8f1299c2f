"""One uncertain parameter: draws before and after, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.grade import Grade


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said of one thing: its mean, the answers that made it, and those that it counts for."""

    label: str
    mean: float
    n: int
    weight: float


@dataclass(frozen=True, slots=True)
class Parameter:
    """An uncertain quantity, a share of 1.

    Attributes:
        coordinates: dimension → its names, after ``draw``.
        prior, posterior: (draw, *coordinates); no prior of what is made from other parameters.
        sources: item ids and settings.
    """

    name: str
    coordinates: Mapping[str, Sequence[object]]
    prior: NDArray[np.float64] | None
    posterior: NDArray[np.float64]
    grade: Grade
    sources: tuple[str, ...]
    said: tuple[Said, ...] = ()

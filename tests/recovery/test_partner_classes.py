"""Are kinds of partners found where there are some, and «one class» or «steps» said where there are none?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binom

from tramite.beliefs.drivers.drivers import PREDICTORS
from tramite.beliefs.drivers.partner_classes import partner_classes
from tramite.kernel.chance import Chance
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source

Array = NDArray[np.float64]
WORLDS, FIRMS, SURE = int(os.environ.get("TRAMITE_WORLDS", "15")), 55, 0.001


def told(name: str, make: Callable[[np.random.Generator], Array]) -> Counter[str]:
    """Count what is said in many worlds: how many classes, and whether steps or kinds; or none."""
    said: Counter[str] = Counter()
    for seed in range(WORLDS):
        scores = make(np.random.default_rng([7, seed]))
        found = partner_classes(
            pl.DataFrame(dict(zip(PREDICTORS, scores.T, strict=True))), measures=PREDICTORS, method=Method(),
            chance=Chance(seed, 100), evidence=Source("interviews", "PR01"),
        )  # fmt: skip
        said["none" if found.why else f"{len(found.classes)} {'steps' if found.steps else 'kinds'}"] += 1
    print(f"\n{name}: " + ", ".join(f"{what} {count / WORLDS:.1%}" for what, count in said.most_common()))
    return said


def one_scale(together: float) -> Callable[[np.random.Generator], Array]:
    """Draw firms that differ in how well they think of us, and in nothing else."""

    def make(rng: np.random.Generator) -> Array:
        whole, own = rng.standard_normal((FIRMS, 1)), rng.standard_normal((FIRMS, len(PREDICTORS)))
        return np.asarray(62 + 12 * (together**0.5 * whole + (1 - together) ** 0.5 * own), dtype=np.float64)

    return make


def kinds(apart: float) -> Callable[[np.random.Generator], Array]:
    """Draw two kinds of firms: each is above sound where the other is below."""

    def make(rng: np.random.Generator) -> Array:
        way = np.where(rng.random((FIRMS, 1)) < 0.5, 1, -1) * np.array([1, 1, -1, -1, 0])
        return np.asarray(65 + apart * way + 10 * rng.standard_normal((FIRMS, 5)), dtype=np.float64)

    return make


def test_one_class_is_said_where_nothing_goes_together() -> None:
    said = told("nothing goes together", one_scale(0.0))
    assert said["none"] >= binom.ppf(SURE, WORLDS, 0.95)


def test_one_scale_is_never_taken_for_kinds() -> None:
    for together in (0.3, 0.6):
        said = told(f"one scale, correlation {together}", one_scale(together))
        wrong = sum(count for what, count in said.items() if what.endswith("kinds"))
        assert wrong <= binom.ppf(1 - SURE, WORLDS, 0.05)


def test_two_kinds_are_found() -> None:
    said = told("two kinds", kinds(10.0))
    assert said["2 kinds"] >= binom.ppf(SURE, WORLDS, 0.9)

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import fdtri

from tramite.voices.quality.variance_parts import intra_class


def of_groups(*groups: list[float]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    values = np.array([value for group in groups for value in group], dtype=np.float64)
    return values, np.repeat(np.arange(len(groups)), [len(group) for group in groups])


def test_equal_sizes_worked_by_hand() -> None:
    # means 2, 5, 8; MS_B = 3·Σ(ȳ_i − 5)²/2 = 27; MS_W = 1; ρ = 26/(27 + 2) and F = 27
    values, groups = of_groups([1, 2, 3], [4, 5, 6], [7, 8, 9])
    found = intra_class(values, groups=groups, cells=np.zeros(9, dtype=np.int64), level=0.9)
    assert found is not None
    assert (found.mean_square_between, found.mean_square_within, found.size) == pytest.approx((27.0, 1.0, 3.0))
    assert found.value == pytest.approx(26 / 29)
    # Searle 1971: (F/F₀ − 1)/(F/F₀ + m − 1) with F₀ the 95% and the 5% point of F(2, 6)
    for end, tail in ((found.lower, 0.95), (found.upper, 0.05)):
        ratio = 27 / float(fdtri(2, 6, tail))
        assert end == pytest.approx((ratio - 1) / (ratio + 2))


def test_unequal_sizes_worked_by_hand() -> None:
    # sizes 2 and 4: m₀ = 6 − 20/6 = 8/3; means 1, 4, grand 3; SS_B = 2·4 + 4·1 = 12; SS_W = 2 + 2 = 4 on 4 df
    values, groups = of_groups([0, 2], [3, 5, 4, 4])
    found = intra_class(values, groups=groups, cells=np.zeros(6, dtype=np.int64), level=0.9)
    assert found is not None
    assert (found.mean_square_between, found.mean_square_within, found.size) == pytest.approx((12.0, 1.0, 8 / 3))
    assert found.value == pytest.approx(11 / (12 + 5 / 3))


def test_what_differs_between_cells_is_no_effect_of_groups() -> None:
    rng = np.random.default_rng(3)
    noise = rng.standard_normal(120)
    cells = np.repeat([0, 1, 2], 40)
    groups = (cells + rng.integers(0, 2, 120)) % 3
    apart = intra_class(noise + 50.0 * cells, groups=groups, cells=cells, level=0.9)
    same = intra_class(noise, groups=groups, cells=cells, level=0.9)
    assert apart is not None
    assert same is not None
    assert (apart.value, apart.lower, apart.upper) == pytest.approx((same.value, same.lower, same.upper))
    mixed = intra_class(noise + 50.0 * cells, groups=groups, cells=np.zeros(120, dtype=np.int64), level=0.9)
    assert mixed is not None
    assert mixed.lower > same.lower == 0.0


def test_groups_that_own_their_cell_tell_nothing() -> None:
    values, groups = of_groups([1, 2, 4], [4, 5, 9], [7, 8, 9])
    assert intra_class(values, groups=groups, cells=groups, level=0.9) is None
    assert intra_class(np.full(9, 5.0), groups=groups, cells=np.zeros(9, dtype=np.int64), level=0.9) is None


def test_less_than_chance_between_groups_is_not_certainty() -> None:
    values, groups = of_groups([1, 5, 9], [1, 5, 9], [1, 5, 9])
    found = intra_class(values, groups=groups, cells=np.zeros(9, dtype=np.int64), level=0.9)
    assert found is not None
    assert (found.value, found.lower) == (0.0, 0.0)
    ratio = 1 / float(fdtri(2, 6, 0.05))
    assert found.upper == pytest.approx((ratio - 1) / (ratio + 2))

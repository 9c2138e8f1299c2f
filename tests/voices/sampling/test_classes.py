from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tramite.voices.sampling.classes import cut_bins, size_limits


def test_cut_bins_by_hand() -> None:
    # √f: 4, 3, 2, 1, 2; cumulated 4, 7, 9, 10, 12; thirds are 4 and 8: of 7 and 9 the first counts
    assert cut_bins([16, 9, 4, 1, 4], classes=3) == (1, 2)


def test_size_limits_divide_into_as_many_classes_as_sizes_tell() -> None:
    size = np.concatenate([np.full(90, 10.0), np.full(10, 1000.0)])
    limits = size_limits(size, classes=3)
    assert [int((size >= limit).sum()) for limit in limits] == [10]
    assert size_limits(np.full(30, 5.0), classes=3) == ()
    assert size_limits(np.array([]), classes=3) == ()
    assert size_limits(size, classes=1) == ()


def test_size_limits_make_the_strata_alike_inside() -> None:
    size = np.random.default_rng(5).lognormal(10, 1, 2000)
    limits = (0.0, *size_limits(size, classes=3), np.inf)
    parts = [size[(size >= low) & (size < high)] for low, high in pairwise(limits)]
    products = [len(part) * part.std() for part in parts]
    assert len(parts) == 3
    assert max(products) < 2.5 * min(products)  # N_h·S_h nearly equal is what the rule aims at
    neyman = sum(products) ** 2 / len(size) ** 2
    assert neyman < 0.2 * size.var() == pytest.approx(0.2 * size.var())

from __future__ import annotations

import pytest

from tramite.voices.sampling.size import margin_of, sample_size


def test_sample_size_of_the_method_is_28() -> None:
    assert sample_size(60, spread=22, margin=6, level=0.95) == 28  # METHOD §5.5 (a)


def test_sample_size_is_never_above_the_population() -> None:
    sizes = [sample_size(N, spread=22, margin=6, level=0.95) for N in (0, 1, 2, 5, 10, 1000, 10**9)]
    assert sizes == [0, 1, 2, 5, 9, 50, 52]


def test_margin_of_a_size_is_the_margin_that_asked_for_it() -> None:
    n = sample_size(600, spread=22, margin=6, level=0.95)
    margins = [margin_of(size, 600, spread=22, level=0.95) for size in (n - 1, n)]
    assert margins[0] is not None
    assert margins[1] is not None
    assert margins[1] <= 6.05 < margins[0] + 0.1
    assert margin_of(60, 60, spread=22, level=0.95) == 0
    assert margin_of(0, 60, spread=22, level=0.95) is None
    assert margin_of(28, 60, spread=22, level=0.95) == pytest.approx(5.951, abs=0.001)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.voices.sampling.certainty import certainty_units


@pytest.mark.parametrize(
    ("size", "n", "certain"),
    [
        # 50 ≥ 100/4 taken; 20 ≥ 50/3 taken, though 20 < 100/4; 10 ≥ 30/2? no, and nothing more is looked at
        ((50, 20, 10, 10, 10), 4, (True, True, False, False, False)),
        # 40 ≥ 100/3 taken; 30 ≥ 60/2 taken, at the limit; 10 ≥ 30/1? no.
        ((40, 30, 10, 10, 10), 3, (True, True, False, False, False)),
        # the order of rows does not matter
        ((10, 30, 10, 40, 10), 3, (False, True, False, True, False)),
        # all are needed: all are certain; nobody without size is
        ((5, 5, 5, 0), 4, (True, True, True, False)),
        ((1, 1, 1), 3, (True, True, True)),
        ((1, 1, 1), 2, (False, False, False)),
        ((0, 0), 2, (False, False)),
        ((9, 1), 0, (False, False)),
        ((), 3, ()),
    ],
)
def test_certainty_units_by_hand(size: tuple[float, ...], n: int, certain: tuple[bool, ...]) -> None:
    assert tuple(certainty_units(np.array(size, dtype=np.float64), n=n)) == certain


@given(st.lists(st.floats(0, 1e6), max_size=40), st.integers(0, 45))
def test_certain_are_the_largest_and_never_more_than_n(sizes: list[float], n: int) -> None:
    size = np.array(sizes, dtype=np.float64)
    certain = certainty_units(size, n=n)
    assert certain.sum() <= n
    if certain.any() and not certain.all():
        assert size[certain].min() >= size[~certain].max()
    rest, left = size[~certain], n - int(certain.sum())
    if left and len(rest) and rest.max() > 0:
        assert rest.max() * left < rest.sum() * (1 + 1e-9)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import isotonic_regression

from tramite.beliefs.reactions.curve import NotAsked, monotone, reaction_at

ASKED = (5.0, 10.0)


@pytest.mark.parametrize(("size", "lost"), [(0, 0.0), (2.5, 0.03), (5, 0.06), (7.5, 0.1), (10, 0.14)])
def test_reaction_is_on_the_lines_through_what_was_asked(size: float, lost: float) -> None:
    assert float(reaction_at(size, ASKED, np.array([0.06, 0.14]))) == pytest.approx(lost)


@pytest.mark.parametrize("size", [10.5, -1.0])
def test_nothing_is_said_beyond_the_largest_asked(size: float) -> None:
    with pytest.raises(NotAsked, match="largest asked is 10%"):
        reaction_at(size, ASKED, np.array([0.06, 0.14]))


@given(arrays(np.float64, st.integers(1, 6), elements=st.floats(0, 1)))
def test_monotone_is_isotonic_regression(reactions: np.ndarray) -> None:
    np.testing.assert_allclose(monotone(reactions), isotonic_regression(reactions).x, atol=1e-12)

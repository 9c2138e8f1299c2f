"""Components of variance of the example that Snedecor & Cochran print: conceptions to services of six bulls.

Statistical Methods, 6th ed. 1967, §10.18, table 10.18.1: samples of unlike size; mean squares 664 between bulls
(5 df) and 248 within (29 df), n₀ = 5.67, component between bulls 73.
"""

from __future__ import annotations

import numpy as np

from tramite.voices.quality.variance_parts import intra_class

BULLS = (
    (46, 31, 37, 62, 30), (70, 59), (52, 44, 57, 40, 67, 64, 70), (47, 21, 70, 46, 14),
    (42, 64, 50, 69, 77, 81, 87), (35, 68, 59, 38, 57, 76, 57, 29, 60),
)  # fmt: skip


def test_components_of_the_six_bulls() -> None:
    values = np.array([percent for bull in BULLS for percent in bull], dtype=np.float64)
    groups = np.repeat(np.arange(6), [len(bull) for bull in BULLS])
    found = intra_class(values, groups=groups, cells=np.zeros(35, dtype=np.int64), level=0.9)
    assert found is not None
    assert round(found.mean_square_between) == 664
    assert round(found.mean_square_within) == 248
    assert round(found.size, 2) == 5.67
    between = (found.mean_square_between - found.mean_square_within) / found.size
    assert round(between) == 73
    assert round(found.value, 3) == round(between / (between + found.mean_square_within), 3)

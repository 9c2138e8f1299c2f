"""Agreement against printed results."""

from __future__ import annotations

from pathlib import Path

import krippendorff
import numpy as np
import polars as pl
import pytest

from tramite.voices.coding.agreement import Floats, cohen_kappa, fleiss_kappa, nominal_alpha

DATA = Path(__file__).parent / "data"
# The data «C» of Krippendorff (2011, «Computing Krippendorff's alpha-reliability»), four observers, twelve units.
MISSING = np.nan
KRIPPENDORFF_C = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, MISSING, MISSING, MISSING],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, MISSING, 3],
        [MISSING, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, MISSING],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, MISSING],
    ]
)
# Wikipedia, «Fleiss' kappa», worked example: 10 units, 14 raters, 5 categories.
FOURTEEN_RATERS = np.array(
    [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ],
    dtype=float,
)  # fmt: skip


def counted(ratings: Floats, names: int) -> Floats:
    return np.array([(ratings == name).sum(axis=0) for name in range(1, names + 1)], dtype=float).T


def test_nominal_alpha_of_krippendorff_c() -> None:
    alpha = nominal_alpha(counted(KRIPPENDORFF_C, 5))
    assert alpha == pytest.approx(0.743, abs=0.0005)


def test_nominal_alpha_is_that_of_the_library() -> None:
    theirs = krippendorff.alpha(KRIPPENDORFF_C, level_of_measurement="nominal")
    assert nominal_alpha(counted(KRIPPENDORFF_C, 5)) == pytest.approx(theirs, abs=1e-12)


def test_fleiss_kappa_of_diagnoses() -> None:
    table = pl.read_csv(DATA / "diagnoses.csv")
    ratings = np.array([[int(cell[0]) for cell in row] for row in table.iter_rows()], dtype=float).T
    assert fleiss_kappa(counted(ratings, 5)) == pytest.approx(0.430, abs=0.0005)


def test_fleiss_kappa_of_fourteen_raters() -> None:
    assert fleiss_kappa(FOURTEEN_RATERS) == pytest.approx(0.210, abs=0.0005)


def test_cohen_kappa_of_grant_proposals() -> None:
    # Wikipedia, «Cohen's kappa», simple example: 50 proposals, two readers.
    assert cohen_kappa(np.array([[20.0, 5.0], [10.0, 15.0]])) == pytest.approx(0.4, abs=1e-12)

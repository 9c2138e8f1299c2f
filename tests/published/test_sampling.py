"""Sampling: results printed in Cochran, *Sampling Techniques*, 3rd edition (1977)."""

from __future__ import annotations

from math import sqrt

import pytest

from tramite.voices.sampling.allocation import allocate
from tramite.voices.sampling.classes import cut_bins
from tramite.voices.sampling.size import sample_size

# §5A.7: proportion of bank loans devoted to industry, 13,435 banks, in classes of 5 per cent.
INDUSTRIAL_LOANS = (
    3464, 2516, 2157, 1581, 1142, 746, 512, 376, 265, 207, 126, 107, 82, 50, 39, 25, 16, 19, 2, 3,
)  # fmt: skip


def test_five_classes_of_industrial_loans_end_at_5_15_25_and_45_per_cent() -> None:
    assert sum(INDUSTRIAL_LOANS) == 13_435
    assert sum(map(sqrt, INDUSTRIAL_LOANS)) == pytest.approx(389.5, abs=0.2)
    assert [5 * cut for cut in cut_bins(INDUSTRIAL_LOANS, classes=5)] == [5, 15, 25, 45]


def test_optimum_allocation_of_24_cities_to_two_strata_is_12_and_12() -> None:
    # §5.6: N = 16, 48 cities; S² = 53,843 and 5,581 (sizes in 1930); n₁ = 12.21, n₂ = 11.79.
    assert allocate([16, 48], [sqrt(53_843), sqrt(5_581)], n=24, minimum=1) == (12, 12)


def test_size_for_a_mean_is_28_for_the_example_of_the_method() -> None:
    assert sample_size(60, spread=22, margin=6, level=0.95) == 28

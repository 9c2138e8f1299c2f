from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tramite.voices.sampling.allocation import allocate

STRATA = st.lists(st.tuples(st.integers(1, 60), st.floats(0, 100)), min_size=1, max_size=8)


def variance(N: list[int], S: list[float], n: tuple[int, ...]) -> float:
    return sum((units * spread) ** 2 / size for units, spread, size in zip(N, S, n, strict=True))


def test_allocate_shares_by_size_times_spread() -> None:
    assert allocate([100, 100, 100], [10, 20, 30], n=60, minimum=1) == (10, 20, 30)
    assert allocate([100, 300], [10, 10], n=40, minimum=5) == (10, 30)


def test_a_full_stratum_passes_its_interviews_on() -> None:
    assert allocate([4, 100, 100], [500, 10, 10], n=24, minimum=2) == (4, 10, 10)


def test_minimum_or_all() -> None:
    assert allocate([3, 100, 100], [0, 1, 0], n=12, minimum=5) == (3, 5, 5)
    assert allocate([3, 100, 100], [0, 1, 0], n=20, minimum=5) == (3, 12, 5)
    assert allocate([50, 20], [0, 0], n=30, minimum=5) == (21, 9)  # 21.4 and 8.6, by size


def test_the_allocation_is_the_best_of_all_whole_ones() -> None:
    N, S, n, minimum = [12, 30, 8, 5], [9.0, 4.0, 25.0, 1.0], 20, 2
    every = product(*(range(minimum, units + 1) for units in N))
    best = min(variance(N, S, sizes) for sizes in every if sum(sizes) == n)
    assert variance(N, S, allocate(N, S, n=n, minimum=minimum)) == best


@given(STRATA, st.integers(0, 300), st.integers(1, 6))
def test_sum_limits_and_order_hold(strata: list[tuple[int, float]], n: int, minimum: int) -> None:
    N, S = [units for units, _ in strata], [spread for _, spread in strata]
    given_ = allocate(N, S, n=n, minimum=minimum)
    least = [min(minimum, units) for units in N]
    assert sum(given_) == max(min(n, sum(N)), sum(least))
    assert all(low <= size <= units for low, size, units in zip(least, given_, N, strict=True))
    turned = allocate(N[::-1], S[::-1], n=n, minimum=minimum)
    assert sorted(zip(N, S, given_, strict=True)) == sorted(zip(N[::-1], S[::-1], turned, strict=True))

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions.allocation.worlds import made_world
from tramite.decisions.allocation.mixes import Problem, Resource


def test_items_are_options_that_differ_from_today() -> None:
    problem = Problem((2, 1))
    assert problem.items == ((0, 1), (0, 2), (1, 1))
    assert problem.combinations == 6
    assert problem.chosen((2, 1)) == (1, 2)
    assert problem.mix((1, 2)) == (2, 1)


def test_what_is_blocked_excluded_or_beyond_a_limit_is_not_allowed() -> None:
    money = Resource("once", (3.0, 5.0, 4.0), 8.0)
    problem = Problem((1, 1, 1), (money,), frozenset({1}), frozenset({(0, 2)}))
    assert list(problem.mixes()) == [(0, 0, 0), (0, 0, 1), (1, 0, 0)]
    assert (problem.combinations, Problem((1, 1, 1), (money,)).combinations) == (4, 8)
    assert list(Problem((1, 1, 1), (money,)).mixes()) == [
        (0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0),
    ]  # fmt: skip


def test_sums_of_decimals_do_not_miss_their_limit_by_rounding() -> None:
    assert Problem((1, 1, 1), (Resource("once", (0.1, 0.2, 0.3), 0.6),)).allows((1, 1, 1))


def test_pairs_hold_one_item_of_each_of_two_choices() -> None:
    assert Problem((2, 1)).pairs() == ((0, 2), (1, 2))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(1.0, 3.0))
def test_wider_limits_allow_whatever_tighter_ones_do(seed: int, factor: float) -> None:
    problem = made_world(seed, draws=2).problem
    assert set(problem.mixes()) <= set(problem.widened(factor).mixes())

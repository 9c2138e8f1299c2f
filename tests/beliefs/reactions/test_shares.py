from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.beliefs.reactions.shares import SideHeard, counted, dirichlet, pseudo_answers, total_variation
from tramite.kernel.method import Method

METHOD = Method()
PARTS = ("web", "comp_same", "stop")
SHARES = st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(
    lambda parts: dict(zip(PARTS, (part / sum(parts) for part in parts), strict=True))
)


def side(item_id: str, shares: dict[str, float], n: int, reliability: float) -> SideHeard:
    return SideHeard(item_id, n, float(n), 1 / n, reliability, 0.0, shares)


def strength(*sides: SideHeard) -> float:
    """Return Σα: the larger, the narrower the intervals at the same shares."""
    return sum(dirichlet(PARTS, counted(sides, METHOD), METHOD))


def test_sides_that_agree_count_in_full_and_one_far_away_for_what_its_distance_leaves() -> None:
    assert pseudo_answers(0.5, 24, 0.0) == pytest.approx(12)
    assert pseudo_answers(0.5, 24, 0.8) == pytest.approx(1 / (1 / 12 + 0.64))
    assert pseudo_answers(0.5, 1e9, 0.8) == pytest.approx(1 / 0.64)
    assert pseudo_answers(0.0, 24, 0.0) == 0.0


def test_total_variation_is_over_what_both_were_offered() -> None:
    customers = {"web": 0.4, "stop": 0.4, "without": 0.2}
    assert total_variation(customers, {"web": 0.5, "stop": 0.5}) == pytest.approx(0)
    assert total_variation({"web": 1.0}, {"stop": 1.0}) == 1.0


@given(SHARES, st.integers(5, 60), st.integers(5, 60))
def test_an_interview_that_agrees_never_widens(shares: dict[str, float], customers: int, partners: int) -> None:
    before = strength(side("CC03", shares, customers, 1.0), side("PX10", shares, partners, 0.5))
    for more in ((1, 0), (0, 1)):
        after = strength(
            side("CC03", shares, customers + more[0], 1.0), side("PX10", shares, partners + more[1], 0.5)
        )
        assert after > before


@given(SHARES, SHARES, st.integers(5, 60), st.integers(5, 60))
def test_an_interview_that_says_what_its_side_says_never_widens(
    said: dict[str, float], other: dict[str, float], customers: int, partners: int
) -> None:
    before = strength(side("CC03", said, customers, 1.0), side("PX10", other, partners, 0.5))
    assert strength(side("CC03", said, customers + 1, 1.0), side("PX10", other, partners, 0.5)) > before
    assert strength(side("CC03", said, customers, 1.0), side("PX10", other, partners + 1, 0.5)) >= before


@given(SHARES, SHARES, st.floats(0, 1), st.integers(5, 60))
def test_spread_between_sides_widens(said: dict[str, float], other: dict[str, float], way: float, n: int) -> None:
    """The farther the partners are from the customers, the less is known."""
    nearer = {part: (1 - way) * said[part] + way * other[part] for part in PARTS}
    far = strength(side("CC03", said, n, 1.0), side("PX10", other, n, 0.5))
    assert strength(side("CC03", said, n, 1.0), side("PX10", nearer, n, 0.5)) >= far - 1e-9


@given(SHARES, SHARES, st.integers(5, 60))
def test_a_side_without_reliability_has_no_effect(said: dict[str, float], other: dict[str, float], n: int) -> None:
    alone = counted([side("CC03", said, n, 1.0)], METHOD)
    assert counted([side("CC03", said, n, 1.0), side("PX10", other, 99, 0.0)], METHOD) == alone

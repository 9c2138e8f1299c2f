"""The gate: what few said is not shown, nor found by subtraction."""

from __future__ import annotations

from dataclasses import replace

from tramite.kernel.method import Method
from tramite.reports.shown import may_show, may_show_belief, shown_sides

from .conftest import INVENTED, belief, estimate

METHOD = Method()


def test_may_show_needs_k_answers_where_heard() -> None:
    assert not may_show(estimate(50, n=4, evidence=(INVENTED,)), method=METHOD)
    assert may_show(estimate(50, n=5, evidence=(INVENTED,)), method=METHOD)


def test_may_show_what_was_not_heard() -> None:
    assert may_show(estimate(50, n=4, evidence=()), method=METHOD)


def test_shown_sides_hides_the_next_smallest_beside_one_hidden() -> None:
    assert [side.item_id for side in shown_sides(belief(3), method=METHOD)] == ["CC03"]


def test_shown_sides_shows_all_where_all_are_many() -> None:
    assert [side.item_id for side in shown_sides(belief(5), method=METHOD)] == ["CC03", "PX10", "VX10"]


def test_may_show_belief_needs_k_answers_in_all() -> None:
    few = replace(belief(4), sides=belief(4).sides[1:2])
    assert not may_show_belief(few, method=METHOD)
    assert may_show_belief(belief(3), method=METHOD)
    assert may_show_belief(replace(few, sides=()), method=METHOD)

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.beliefs.potential.made import CHANCE, SALES, Market, alike, believed, heard, sure
from tramite.beliefs.potential.result import ChannelPotential
from tramite.kernel.case import CaseDefinition
from tramite.kernel.grade import Grade

FULL: dict[str, Any] = {"likely": 20.0, "today": 10.0, "potential": 400.0, "served": 100.0, "first": "sales"}


def channel(belief: object) -> ChannelPotential:
    return belief.channels["shops"]  # type: ignore[attr-defined, no-any-return]


def whole() -> Market:
    """Twenty partners who say the same, ten customers who spend 300 a year, of which 40 in 100 with us."""
    market = alike(20, **FULL)
    for _ in range(10):
        market.customer(ours=40.0, total=300.0)
    return market


def test_limits_agree_with_hand_work(definition: CaseDefinition) -> None:
    one = channel(believed(whole(), definition, sure(kappa=0.5, won=0.1)))
    # 20 partners × 400 customers × 300 × 40% × 0.5; S·(1 + 0.5·20%); S·(1 + 0.1·(400/100 − 1))
    expected = {"demand": 480_000.0, "capacity": 1_100_000.0, "coverage": 1_300_000.0}
    assert {name: term.estimate.value for name, term in one.terms.items()} == pytest.approx(expected)
    assert one.today.estimate.value == pytest.approx(SALES * 1.05)
    assert one.limit.value == pytest.approx(480_000.0)
    assert one.room.value == pytest.approx(-0.52)
    assert one.upper_bound is False
    assert (one.binding.found, one.binding.said, one.binding.verdict) == ("demand", "capacity", "contradicted")


def test_a_fall_is_taken_at_its_word_and_a_rise_is_not(definition: CaseDefinition) -> None:
    one = channel(believed(heard([30.0, -10.0] * 10), definition, sure(kappa=0.5)))
    assert one.terms["capacity"].estimate.value == pytest.approx(SALES * (1 + 0.5 * 0.15 - 0.05), abs=2_000)


def test_a_limit_that_lacks_something_makes_the_least_an_upper_bound(definition: CaseDefinition) -> None:
    market = alike(20, **FULL)
    one = channel(believed(market, definition))
    assert one.terms["demand"].missing == ("spending", "wallet")
    assert one.terms["demand"].estimate.value is None
    assert one.upper_bound is True
    assert (one.binding.found, one.binding.verdict) == ("capacity", "confirmed")


def test_what_partners_name_first_is_open_where_it_has_no_number(definition: CaseDefinition) -> None:
    one = channel(believed(alike(20, **{**FULL, "first": "demand"}), definition))
    assert (one.binding.said, one.binding.verdict) == ("demand", "open")


def test_capacity_is_an_assumption_until_a_second_wave(definition: CaseDefinition) -> None:
    one = channel(believed(heard([10.0, 20.0, 30.0] * 5), definition))
    assert one.terms["capacity"].estimate.grade == Grade.D
    assert one.room.grade == Grade.D


def test_deals_take_the_place_of_the_assumed_rate(definition: CaseDefinition) -> None:
    one = channel(believed(alike(20, **FULL), definition, deals={"shops": (300, 700)}))
    coverage = one.terms["coverage"]
    assert "won" in coverage.parts
    # (½ + 300)/(1 + 1000)
    assert coverage.estimate.value == pytest.approx(SALES * (1 + 0.3002 * 3), rel=0.002)


def test_what_the_vendor_says_otherwise_widens_capacity(definition: CaseDefinition) -> None:
    alone, together, agreeing = (alike(20, likely=20.0, today=20.0) for _ in range(3))
    for _ in range(6):
        together.vendor(-10.0)
        agreeing.vendor(10.0)  # κ·20%
    width = []
    for market in (alone, together, agreeing):
        room = channel(believed(market, definition, sure(kappa=0.5))).room
        assert room.lower is not None
        assert room.upper is not None
        width.append(room.upper - room.lower)
    assert width[0] == pytest.approx(width[2])
    assert width[1] > width[0] + 0.2  # half of 20 points either way, at 90%


def test_draws_are_those_of_the_estimate_and_the_same_twice(definition: CaseDefinition) -> None:
    one = channel(believed(whole(), definition))
    drawn = one.draw(CHANCE)
    assert drawn.shape == (CHANCE.draws,)
    assert float(drawn.mean()) == pytest.approx(one.limit.value)
    assert (drawn == one.draw(CHANCE)).all()


@pytest.mark.parametrize("count", [0, 1, 4])
def test_few_answers_say_nothing(definition: CaseDefinition, count: int) -> None:
    belief = believed(alike(count, **FULL), definition)
    assert belief.channels == {}
    assert belief.untold == ("web", "shops")


def test_answers_carried_by_one_partner_do_not_count(definition: CaseDefinition) -> None:
    market = alike(10, **FULL)
    market.partner(**FULL, revenue=1e6)
    assert believed(market, definition).channels == {}


def test_without_sales_there_is_no_limit(definition: CaseDefinition) -> None:
    assert believed(whole(), definition, net_sales={}).channels == {}


def test_all_who_refuse_say_nothing(definition: CaseDefinition) -> None:
    market = alike(20)
    interviews = [one["interview_id"] for one in market.interviews]
    market.responses = [{"interview_id": one, "item_id": item, "missing": "ref"}
                        for one in interviews for item in ("PX01", "PX02", "PX04", "PX05")]  # fmt: skip
    assert believed(market, definition).channels == {}


def test_faulty_counts_of_customers_are_no_answer(definition: CaseDefinition) -> None:
    market = alike(20, potential=400.0, served=100.0)
    market.partner(potential=50.0, served=100.0)  # serves more than could buy
    market.partner(potential=400.0, served=0.0)
    coverage = channel(believed(market, definition, sure(won=0.1))).terms["coverage"]
    assert coverage.estimate.value == pytest.approx(SALES * 1.3)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(-20, 40), min_size=6, max_size=12), st.randoms(use_true_random=False))
def test_order_changes_nothing(definition_once: CaseDefinition, growths: list[int], random: object) -> None:
    market = heard([float(g) for g in growths])
    straight = believed(market, definition_once)
    random.shuffle(market.responses)  # type: ignore[attr-defined]
    random.shuffle(market.interviews)  # type: ignore[attr-defined]
    assert channel(believed(market, definition_once)).room == channel(straight).room


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(5, 40), min_size=6, max_size=12).filter(lambda g: len(set(g)) > 1))
def test_an_interview_that_agrees_never_widens(definition_once: CaseDefinition, growths: list[int]) -> None:
    def width(values: list[float]) -> float:
        room = channel(believed(heard(values), definition_once, sure())).room
        assert room.lower is not None
        assert room.upper is not None
        return room.upper - room.lower

    values = [float(g) for g in growths]
    agreeing = [*values, sum(values) / len(values)]
    assert width(agreeing) <= width(values) * 1.02 + 0.002  # estimates leave with printed digits

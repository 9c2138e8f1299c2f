from __future__ import annotations

import pytest

from tests.beliefs.potential.made import alike, believed, sure
from tramite.beliefs.potential.result import BudgetCheck, PastBudget
from tramite.books.budgets import Budget
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

FULL = {"likely": 20.0, "potential": 400.0, "served": 100.0}


def check(definition: CaseDefinition, channel: str, amount: float, *, whole: bool = True) -> BudgetCheck:
    market = alike(20, **FULL)
    for _ in range(10 if whole else 0):
        market.customer(ours=40.0, total=3000.0)
    (found,) = believed(market, definition, sure(), budgets={channel: Budget(amount, 12)}).budgets
    return found


@pytest.mark.parametrize(("amount", "whole", "status"), [
    (1_200_000.0, True, "fires"), (1_050_000.0, True, "clear"),
    # an upper bound: above it is above the true limit, below it clears nothing
    (1_200_000.0, False, "fires"), (1_050_000.0, False, "not_evaluable"),
])  # fmt: skip
def test_budget_is_held_against_the_limit(
    definition: CaseDefinition, amount: float, whole: bool, status: str
) -> None:
    found = check(definition, "shops", amount, whole=whole)
    assert found.status == status
    assert found.beyond == (1.0 if status == "fires" else 0.0)


def test_a_sales_force_is_held_against_the_channels_it_feeds(definition: CaseDefinition) -> None:
    found = check(definition, "force", 1_200_000.0)
    assert (found.channel_id, found.status) == ("force", "fires")
    assert found.limit is not None
    assert found.limit.value == pytest.approx(1_100_000.0)


def test_a_channel_whose_limit_is_not_known_is_not_evaluable(definition: CaseDefinition) -> None:
    found = check(definition, "web", 1.0)
    assert (found.limit, found.beyond, found.status) == (None, None, "not_evaluable")


def test_budget_is_held_against_the_means_of_today_too(definition: CaseDefinition) -> None:
    market = alike(20, **FULL, today=4.0)  # a fifth of what is stated without obstacles: 2% after κ
    (found,) = believed(market, definition, sure(), budgets={"shops": Budget(1_030_000.0, 12)}).budgets
    assert found.today is not None
    assert found.today.value == pytest.approx(1_020_000.0)
    assert found.beyond_today == 1.0
    assert check(definition, "shops", 1_030_000.0).today is None


def test_past_budgets_are_reached_in_all(definition: CaseDefinition, period: Period) -> None:
    past = {"shops": (PastBudget(period, 1000.0, 900.0), PastBudget(period.previous(), 500.0, 450.0))}
    market = alike(20, **FULL)
    (found,) = believed(market, definition, sure(), budgets={"shops": Budget(1.0, 12)}, past_budgets=past).budgets
    assert found.reached == pytest.approx(0.9)
    assert check(definition, "shops", 1.0).reached is None

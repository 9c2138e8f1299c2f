from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tramite.beliefs.imbalance.completed import budget_beyond_limit, price_blocked
from tramite.books.imbalance_rule import Measure, RuleResult
from tramite.kernel.wording import phrase

from .ground_made import ground, known

AIM, BLOCKED = phrase("rules.missing_target_margin"), phrase("rules.missing_blocked")


def told(required: float | None, *, aimed: bool = True) -> RuleResult:
    """Say what the books know of the price rise that the shops require."""
    measures = () if required is None else (Measure("required_price", required, "share", 0.0),)
    missing = (BLOCKED,) if aimed else (AIM, BLOCKED)
    return RuleResult("B14", "shops", "not_evaluable", measures, missing=missing)


def staff(*blocked: bool) -> Talks:
    talks = Talks()
    for each in blocked:
        talks.hear("shops", {"VO01": {"price_up" if each else "none": 1.0}}, role="vendor")
    return talks


@pytest.mark.parametrize(("blocked", "status"), [(4, "fires"), (3, "fires"), (2, "clear")])
def test_price_fires_where_half_of_the_people_call_it_blocked(blocked: int, status: str) -> None:
    people = staff(*[True] * blocked, *[False] * (6 - blocked))
    found = price_blocked(ground(people), told(0.08))
    assert found.status == status
    assert found.at_stake == (pytest.approx(80) if status == "fires" else None)
    assert found.missing == ()


def test_price_of_few_people_is_not_judged() -> None:
    found = price_blocked(ground(staff(True, True, True)), told(0.08))
    assert (found.status, [lack.key for lack in found.missing]) == ("not_evaluable", ["rules.missing_hidden"])
    assert price_blocked(ground(Talks()), told(0.08)).missing[0].key == "rules.missing_vendor"


def test_price_that_need_not_rise_is_clear_whoever_was_asked() -> None:
    assert price_blocked(ground(Talks()), told(-0.1)).status == "clear"


def test_price_without_a_margin_aimed_at_is_open_unless_even_zero_takes_a_rise() -> None:
    assert price_blocked(ground(Talks()), told(-0.1, aimed=False)).missing == (AIM, BLOCKED)
    assert price_blocked(ground(staff(*[True] * 6)), told(0.1, aimed=False)).status == "fires"


def test_price_without_costs_stays_as_the_books_told_it() -> None:
    assert price_blocked(ground(staff(*[True] * 6)), told(None)) == told(None)


@pytest.mark.parametrize(
    ("budget", "status", "certainty"),
    [(1300.0, "fires", "sure"), (1205.0, "fires", "open"), (1200.0, "clear", "open"), (900.0, "clear", "sure")],
)
def test_budget_fires_beyond_the_limit_of_potential(budget: float, status: str, certainty: str) -> None:
    made = ground(Talks(), limit={"shops": known(1200, 40, "money")}, budget={"shops": budget})
    found = budget_beyond_limit(made, "shops")
    assert (found.status, found.certainty) == (status, certainty)
    assert found.at_stake == (pytest.approx(budget - 1200) if status == "fires" else None)


def test_budget_says_which_of_the_two_is_missing() -> None:
    lacks = [lack.key for lack in budget_beyond_limit(ground(Talks()), "shops").missing]
    assert lacks == ["rules.missing_limit", "rules.missing_budget"]
    hidden = ground(Talks(), limit={"shops": known(1)}, budget={})
    assert [lack.key for lack in budget_beyond_limit(hidden, "shops").missing] == ["rules.missing_budget"]

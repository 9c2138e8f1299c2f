"""Whether a budget can be believed: the rule, and what it is told with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.parts import Fixed
from tramite.beliefs.potential.result import BudgetCheck, BudgetStatus, PastBudget, PotentialBelief
from tramite.decisions.simulation import Setting
from tramite.decisions.verdicts.budget import budget_credibility, judge_budget
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.periods import Period

YEAR = Period(date(2024, 1, 1), date(2024, 12, 1))
KNOWN = Estimate(110.0, 100.0, 120.0, 0.9, 12, None, "money", "test", grade=Grade.D)


def check(status: BudgetStatus, *, beyond_today: float | None = None, sold: float | None = None) -> BudgetCheck:
    past = () if sold is None else (PastBudget(YEAR, 100.0, sold),)
    known = None if beyond_today is None else KNOWN
    return BudgetCheck("shops", 105.0, YEAR, KNOWN, 0.5, status, known, beyond_today, past)


@pytest.mark.parametrize(("found", "answer"), [
    (check("fires", beyond_today=0.0, sold=100), "beyond"),
    (check("clear", beyond_today=0.6, sold=100), "stretched"),
    (check("not_evaluable", beyond_today=0.6), "stretched"),
    (check("clear", beyond_today=0.5, sold=94), "missed"),
    (check("not_evaluable", sold=94), "missed"),
    (check("clear", beyond_today=0.5, sold=95), "credible"),
    (check("clear", beyond_today=0.0), "credible"),
    # below an upper bound of the limit, or without the means of today, nothing is credible
    (check("not_evaluable", beyond_today=0.0, sold=100), "not_evaluable"),
    (check("clear", sold=100), "not_evaluable"),
])  # fmt: skip
def test_the_first_that_holds_is_the_answer(found: BudgetCheck, answer: str) -> None:
    assert judge_budget(found, Method()) == answer


def ground(beliefs: Beliefs, definition: CaseDefinition) -> VerdictGround:
    """Return a ground without books: the rule reads beliefs alone."""
    return VerdictGround(Setting(None, None, beliefs, definition), Chance(1, 10))  # type: ignore[arg-type]


def verdict_on(found: BudgetCheck, definition: CaseDefinition) -> Verdict:
    belief = PotentialBelief({}, (), Fixed(KNOWN), budgets=(found,))
    (verdict,) = budget_credibility(ground(Beliefs(potential=belief), definition))
    return verdict


def test_verdict_shows_what_it_compared(definition: CaseDefinition) -> None:
    verdict = verdict_on(check("clear", beyond_today=0.4, sold=97), definition)
    assert (verdict.question, verdict.channel_id, verdict.answer) == ("budget", "shops", "credible")
    assert list(verdict.figures) == ["budget_amount", "budget_sold", "budget_past", "budget_means", "budget_limit"]
    assert [verdict.figures[code].value for code in list(verdict.figures)[:3]] == [105.0, 97.0, 0.97]
    assert verdict.grade is Grade.D  # of the limit, the weakest
    assert verdict.missing == ()


def test_what_is_not_known_is_not_evaluable_and_says_what_it_lacks(definition: CaseDefinition) -> None:
    unknown = replace(check("not_evaluable"), limit=None, beyond=None)
    verdict = verdict_on(unknown, definition)
    assert verdict.answer == "not_evaluable"
    assert [missing.key for missing in verdict.missing] == ["budget.lacks_limit"]
    assert list(verdict.figures) == ["budget_amount"]


def test_without_budgets_there_is_nothing_to_judge(definition: CaseDefinition) -> None:
    assert list(budget_credibility(ground(Beliefs(), definition))) == []

"""Can a budget be believed? Against what partners can do, the limit of the channel, and past budgets (R6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tramite.beliefs.potential.result import BudgetCheck
from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import grade_books
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

Answer = Literal["beyond", "stretched", "missed", "credible", "not_evaluable"]
_LIKELIER_THAN_NOT = 0.5
_YEAR = 12


def budget_credibility(ground: VerdictGround) -> Iterator[Verdict]:
    """Judge the budget of each channel.

    ``beyond``: above the limit of potential more likely than not. ``stretched``: within it, but above what
    partners can sell with the means of today (PX01). ``missed``: within their means, but less than
    ``budget_reached`` of past budgets was sold. ``credible``: none of it. Where the limit is an upper bound, or
    not known, nothing below it can be called credible: not evaluable.

    Source: R6, METHOD §3.9 (B18), §3.10.
    """
    potential = ground.setting.beliefs.potential
    for check in () if potential is None else potential.budgets:
        answer = judge_budget(check, ground.setting.definition.method)
        missing = (Missing("budget.lacks_limit", check.channel_id),) if answer == "not_evaluable" else ()
        yield Verdict("budget", check.channel_id, answer, dict(_figures(check, ground)), missing=missing)


def judge_budget(check: BudgetCheck, method: Method) -> Answer:
    """Return the answer; the first that holds, in the order of :func:`budget_credibility`."""
    if check.status == "fires":
        return "beyond"
    if check.beyond_today is not None and check.beyond_today > _LIKELIER_THAN_NOT:
        return "stretched"
    if check.reached is not None and check.reached < method.budget_reached:
        return "missed"
    return "credible" if check.status == "clear" and check.beyond_today is not None else "not_evaluable"


def _figures(check: BudgetCheck, ground: VerdictGround) -> Iterator[tuple[str, Estimate]]:
    definition = ground.setting.definition
    books = Source("table", "budgets", str(check.period), simulated=definition.simulated.books)
    grade = grade_books(_YEAR, definition.method)

    def counted(value: float, unit: Unit, how: str) -> Estimate:
        return Estimate(
            value, None, None, definition.method.interval_level, 0, None, unit, phrase(how), grade=grade,
            evidence=(books,), currency=definition.currency,
        )  # fmt: skip

    yield "budget_amount", counted(check.budget, "money", "budget.table")
    if check.past:
        yield "budget_sold", counted(check.past[0].sold, "money", "budget.sold_method")
    if check.reached is not None:
        yield "budget_past", counted(check.reached, "share", "budget.past_method")
    if check.today is not None:
        yield "budget_means", check.today
    if check.limit is not None:
        yield "budget_limit", check.limit

"""How far a number can be trusted: A measured, B heard on two sides, C heard, D assumed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tramite.kernel.method import Method


class Grade(StrEnum):
    """A–D; a later letter is a weaker ground."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


def weakest(grades: Iterable[Grade]) -> Grade:
    """Return the grade of a number made of others: a chain is as strong as its weakest link."""
    return max(grades)


def grade_books(months: int, method: Method) -> Grade:
    """Grade what the books measured, by months of data (METHOD §3.11.6)."""
    return Grade.A if months >= method.grade_a_months else Grade.C


def grade_model(months: int, method: Method) -> Grade:
    """Grade what a model makes of measured books: one source, and a form that nobody measured, so C at best."""
    return max(Grade.C, grade_books(months, method))


def grade_voices(n: int, revenue_share: float | None, sides_agree: bool, method: Method) -> Grade:
    """Grade what was heard in interviews (METHOD §3.11.6).

    Args:
        n: interviews that answered.
        revenue_share: share of the revenue of the population that they stand for, 0–1, or ``None``.
        sides_agree: at least two sides (partner, customer, vendor) were heard and agree.
    """
    if n == 0:
        return Grade.D
    heard_enough = n >= method.grade_b_interviews or (revenue_share or 0.0) >= method.grade_b_revenue_share
    return Grade.B if heard_enough and sides_agree else Grade.C

from __future__ import annotations

import pytest

from tramite.kernel.grade import Grade, grade_books, grade_voices, weakest
from tramite.kernel.method import Method


@pytest.mark.parametrize(
    ("n", "revenue_share", "agree", "grade"),
    [
        (10, None, True, Grade.B),
        (10, None, False, Grade.C),
        (4, 0.5, True, Grade.B),
        (4, 0.49, True, Grade.C),
        (0, 0.0, True, Grade.D),
    ],
)
def test_grade_of_voices(n: int, revenue_share: float | None, agree: bool, grade: Grade) -> None:
    assert grade_voices(n, revenue_share, agree, Method()) is grade


def test_grade_of_books_needs_a_year() -> None:
    assert [grade_books(months, Method()) for months in (11, 12)] == [Grade.C, Grade.A]


def test_a_chain_is_as_strong_as_its_weakest_link() -> None:
    assert weakest([Grade.A, Grade.C, Grade.B]) is Grade.C

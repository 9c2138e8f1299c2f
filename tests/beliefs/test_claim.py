from __future__ import annotations

import pytest

from tramite.beliefs.claim import Verdict, judge


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (0.1, 4.0, "confirmed"),
        (-4.0, -0.1, "rejected"),
        (-1.0, 8.0, "not_shown"),
        (0.0, 8.0, "not_shown"),
        (None, 8.0, "not_evaluable"),
        (2.0, None, "not_evaluable"),
    ],
)
def test_a_claim_is_judged_by_both_ends(lower: float | None, upper: float | None, verdict: Verdict) -> None:
    assert judge(lower, upper) == verdict


def test_a_claim_may_be_of_more_than_a_limit() -> None:
    assert [judge(0.3, 0.4, above=limit) for limit in (0.25, 0.35, 0.5)] == ["confirmed", "not_shown", "rejected"]

from __future__ import annotations

import numpy as np
import pytest

from tests.voices.simulated.little_case import definition, truth
from tramite.voices.simulated.usual import truth_of, with_usual


def test_shares_of_a_drawn_truth_are_whole() -> None:
    drawn = truth(seed=5)
    assert sorted(drawn.diversion) == ["agents", "shops", "web"]
    assert [sum(shares.values()) for shares in drawn.diversion.values()] == [pytest.approx(1, abs=0.001)] * 3
    assert all(channel not in shares for channel, shares in drawn.diversion.items())
    assert sorted(drawn.pillars) == ["agents", "shops"]


def test_what_a_case_says_goes_before_what_is_drawn_and_usual() -> None:
    own = {"partner": {"all": {"PE01": {"from": "easy", "offset": 7}}}, "satisfaction": {"web": 99.0}}
    content = truth_of(
        definition(),
        channels=("agents", "web"),
        partner_channels=("agents",),
        own=own,
        rng=np.random.default_rng(1),
    )
    assert content["partner"]["all"]["PE01"] == {"from": "easy", "offset": 7}
    assert content["partner"]["all"]["PE02"] == {"from": "easy", "offset": 4}
    assert content["satisfaction"] == {"web": 99.0}


def test_the_field_of_a_drawn_truth_ends_where_the_books_do() -> None:
    content = truth_of(definition(), channels=(), partner_channels=(), own={}, rng=np.random.default_rng(1))
    first = content["field"]["first_day"]
    assert (str(first), first.weekday()) == ("2025-12-01", 0)


def test_a_part_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="pillars"):
        with_usual({"field": {"first_day": "2026-01-05", "days": 5, "interviewers": ["x"]}})

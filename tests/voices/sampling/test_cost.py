from __future__ import annotations

import pytest

from tests.voices.sampling.sampling_frames import rows_of
from tramite.kernel.method import Method
from tramite.voices.sampling.cost import over_channels, study_cost
from tramite.voices.sampling.mode import costs_of
from tramite.voices.sampling.response import interviews_held


@pytest.mark.parametrize(
    ("studied", "whole"), [({"a"}, 5.0), ({"a", "b"}, 8.0), ({"a", "c"}, None), ({"force"}, None), (set(), None)]
)
def test_an_amount_of_the_channels_studied_is_not_known_where_one_is_not(
    studied: set[str], whole: float | None
) -> None:
    assert over_channels({"a": 5.0, "b": 3.0, "c": None}, studied) == whole


def test_what_was_spent_is_of_the_interviews_that_were_held_as_they_were_held() -> None:
    held = [
        {"role": "reseller", "mode": "in_person", "status": "approved"},
        {"role": "reseller", "mode": "phone", "status": "has_issues"},
        {"role": "reseller", "mode": "phone", "status": "refused"},  # nobody spoke
        {"role": "reseller", "mode": "sheet", "status": "done"},  # goes ahead of an interview, and is none
    ]
    method = Method()
    cost = study_cost(
        interviews_held(rows_of("interviews", *held)), contribution=None, net_sales=None, method=method
    )
    costs = costs_of(method)
    assert cost.total == costs["partner", "in_person"] + costs["partner", "phone"]
    assert [mode.interviews for mode in cost.modes] == [1, 1]

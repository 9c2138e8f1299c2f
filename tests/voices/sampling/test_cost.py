from __future__ import annotations

import pytest

from tramite.voices.sampling.cost import over_channels


@pytest.mark.parametrize(
    ("studied", "whole"), [({"a"}, 5.0), ({"a", "b"}, 8.0), ({"a", "c"}, None), ({"force"}, None), (set(), None)]
)
def test_an_amount_of_the_channels_studied_is_not_known_where_one_is_not(
    studied: set[str], whole: float | None
) -> None:
    assert over_channels({"a": 5.0, "b": 3.0, "c": None}, studied) == whole

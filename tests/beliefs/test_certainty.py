from __future__ import annotations

import pytest

from tramite.beliefs.certainty import certainty_of, chance_beyond
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method

METHOD = Method()


def estimate(value: float | None, lower: float | None, upper: float | None) -> Estimate:
    return Estimate(value, lower, upper, 0.9, 20, None, "share", "invented")


def test_an_interval_that_ends_at_the_limit_is_just_sure() -> None:
    assert chance_beyond(estimate(0.30, 0.20, 0.50), 0.20, above=True) == pytest.approx(0.95)
    assert chance_beyond(estimate(0.10, 0.05, 0.20), 0.20, above=False) == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "chance"),
    [
        (0.3, None, None, 0.5),
        (0.3, 0.3, 0.3, 1.0),
        (0.1, 0.1, 0.1, 0.0),
        (0.2, 0.1, 0.3, 0.5),
        (0.2, 0.2, 0.2, 0.5),
    ],
)
def test_chance_where_there_is_no_spread(
    value: float, lower: float | None, upper: float | None, chance: float
) -> None:
    assert chance_beyond(estimate(value, lower, upper), 0.2, above=True) == chance


def test_chance_of_a_number_that_is_not_known_is_even() -> None:
    assert chance_beyond(estimate(None, None, None), 0.2, above=True) == 0.5


@pytest.mark.parametrize(
    ("chance", "fires", "name"),
    [(0.96, True, "sure"), (0.80, True, "likely"), (0.60, True, "open"),
     (0.04, False, "sure"), (0.20, False, "likely"), (0.45, False, "open")],
)  # fmt: skip
def test_certainty_is_of_the_outcome(chance: float, fires: bool, name: str) -> None:
    assert certainty_of(chance, fires=fires, method=METHOD) == name

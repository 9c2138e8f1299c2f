from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tramite.voices.estimation.combined import combined


def talks() -> Talks:
    made = Talks()
    made.hear_all("shops", [{"PP04": 2 + i % 5, "PP05": 4 + i % 3} for i in range(10)])
    made.silent("shops", 30)
    return made


def test_combined_is_the_sum_of_what_is_shown() -> None:
    study = talks().study()
    one, other = (study.table(item, "partner").cell("shops", "", "vote") for item in ("PP04", "PP05"))
    both = combined([(-0.5, one), (-0.5, other)], one, base=100, bounds=(0, 100))
    assert both.estimate.value == pytest.approx(100 - (40 + 49) / 2)
    assert both.estimate.value is not None
    assert both.estimate.lower is not None
    assert one.estimate.value is not None
    assert one.estimate.lower is not None
    assert both.estimate.value - both.estimate.lower == pytest.approx(one.estimate.value - one.estimate.lower)


def test_combined_is_hidden_with_any_of_its_parts() -> None:
    made = talks()
    made.hear_all("agents", [{"PP04": 3}] * 3)
    made.hear_all("depots", [{"PP04": 6}] * 6)  # hidden too, or the agents could be found
    study = made.study()
    shown, hidden = (study.table("PP04", "partner").cell(name, "", "vote") for name in ("shops", "agents"))
    found = combined([(0.5, shown), (0.5, hidden)], shown)
    assert (found.estimate.value, found.hidden_because, found.reading, found.mean) == (None, "few", "hidden", None)


def test_combined_tells_nothing_of_one_who_answered_a_single_item() -> None:
    """Beside the means of both items, its value follows from them: no answer can be found by subtraction."""
    made = talks()
    made.hear("shops", {"PP04": 10})
    study = made.study()
    one, other = (study.table(item, "partner").cell("shops", "", "vote") for item in ("PP04", "PP05"))
    assert (one.estimate.n, other.estimate.n) == (11, 10)
    found = combined([(0.5, one), (0.5, other)], one)
    assert one.estimate.value is not None
    assert other.estimate.value is not None
    assert found.estimate.value == pytest.approx((one.estimate.value + other.estimate.value) / 2, abs=0.051)


def test_combined_stays_on_its_scale() -> None:
    study = talks().study()
    cell = study.table("PP04", "partner").cell("shops", "", "vote")
    found = combined([(10.0, cell)], cell, bounds=(0, 100))
    assert (found.estimate.value, found.estimate.upper) == (100, 100)

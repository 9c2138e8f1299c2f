from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tramite.beliefs.conflict.mix import MixShift, mix_shifts


def customers(*wanted: float, used: float = 80.0, channel: str = "shops") -> Talks:
    """Interview customers who buy so much in the shops, and would like to buy so much on the web."""
    talks = Talks()
    for web in wanted:
        talks.hear(channel, {"CC01": {"shops": used, "web": 100 - used}, "CC02": {"shops": 100 - web, "web": web}},
                   role="customer")  # fmt: skip
    return talks


def of(talks: Talks, channel: str = "shops") -> MixShift:
    return next(shift for shift in mix_shifts(talks.study()) if shift.channel_id == channel)


def test_distance_is_half_of_all_differences() -> None:
    talks = customers(40, 50, 60, 50, 50)
    talks.silent("shops", 50, role="customer")
    shift = of(talks)
    assert shift.toward == ("web",)
    assert shift.moved.estimate.value == pytest.approx(0.3)
    assert shift.used["web"].estimate.value == pytest.approx(0.2)
    assert shift.wanted["web"].estimate.value == pytest.approx(0.5)
    assert shift.moved.estimate.lower is not None
    assert 0 < shift.moved.estimate.lower < 0.3


def test_distance_takes_the_channels_that_gain_together() -> None:
    talks = Talks()
    for _ in range(6):
        talks.hear("shops", {"CC01": {"shops": 90, "web": 5, "agents": 5},
                             "CC02": {"shops": 60, "web": 15, "agents": 25}}, role="customer")  # fmt: skip
    shift = of(talks)
    assert shift.toward == ("agents", "web")
    assert shift.moved.estimate.value == pytest.approx(0.3)


def test_who_wants_what_they_have_moves_nothing() -> None:
    shift = of(customers(20, 20, 20, 20, 20))
    assert (shift.toward, shift.moved.estimate.value) == ((), 0.0)


def test_few_customers_are_hidden() -> None:
    shift = of(customers(40, 50, 60))
    assert (shift.moved.estimate.value, shift.moved.hidden_because, shift.toward) == (None, "few", ())


def test_wishes_that_nobody_told_move_nothing_that_is_known() -> None:
    talks = Talks()
    for _ in range(6):
        talks.hear("shops", {"CC01": {"shops": 100.0}}, role="customer")
        talks.hear("web", {"CC01": {"web": 100.0}, "CC02": {"web": 100.0}}, role="customer")
    shift = of(talks)
    assert (shift.moved.estimate.value, shift.moved.hidden_because) == (None, "no_answers")


def test_what_some_use_and_others_want_is_no_distance() -> None:
    talks = Talks()
    for _ in range(6):
        talks.hear("shops", {"CC01": {"shops": 100.0}}, role="customer")
        talks.hear("shops", {"CC02": {"web": 100.0}}, role="customer")
    moved = of(talks).moved
    assert (moved.estimate.value, moved.estimate.n, moved.hidden_because) == (None, 0, "no_answers")


def test_nobody_asked_has_no_mix() -> None:
    assert mix_shifts(Talks().study()) == ()

"""Which levers the vendor's own people call blocked, and by what."""

from __future__ import annotations

import pytest

from tests.beliefs.said import Said, Talks
from tramite.beliefs.blocked import BlockedLevers, blocked_levers


def people(count: int, *, blocking: int, cause: str = "law") -> BlockedLevers:
    """Ask some of the vendor's people of «shops»; the first of them call closing it blocked."""
    talks = Talks()
    said: list[Said] = [
        {
            "VO01": {"close": 1.0, "close.cause": cause, "close.since": 2020.0}
            if place < blocking
            else {"none": 1.0}
        }
        for place in range(count)
    ]
    talks.hear_all("shops", said, role="vendor")
    found = blocked_levers(talks.study())
    assert found is not None
    return found


def test_share_is_of_those_who_were_asked_about_the_channel() -> None:
    found = people(8, blocking=4)
    share = found.share("shops", "close")
    assert share is not None
    assert share.value == pytest.approx(0.5)
    assert share.n == 8
    rules = found.share("shops", "rules")
    assert rules is not None
    assert rules.value == 0.0
    assert found.readable


def test_causes_are_told_with_how_many_name_them() -> None:
    found = people(8, blocking=6, cause="partners").by("shops", "close")
    assert {cause: share.value for cause, share in found.items()} == {"partners": pytest.approx(0.75)}


def test_too_few_people_are_not_told() -> None:
    found = people(4, blocking=4)
    assert found.share("shops", "close") is None
    assert found.by("shops", "close") == {}
    assert not found.readable


def test_a_channel_that_nobody_was_asked_about_is_not_told() -> None:
    assert people(8, blocking=4).share("web", "close") is None


def test_nobody_asked_is_no_belief() -> None:
    talks = Talks()
    talks.hear("shops", {"PP04": 5})
    assert blocked_levers(talks.study()) is None

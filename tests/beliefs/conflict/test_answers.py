from __future__ import annotations

import pytest

from tests.beliefs.said import BANK, Talks
from tramite.beliefs.conflict.answers import clash_values, domain_values, gone_values, tension_values

ENDED = {"me": 25.0, "me_cut": 25.0, "other": 50.0}


def parts(talks: Talks) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for talk, key, value in clash_values(talks.study().responses, BANK).iter_rows():
        found.setdefault(talk, {})[key] = value
    return found


def test_domain_is_100_less_the_mean_of_both_items() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PP04": 8, "PP05": 4}, {"PP04": 10}])
    assert domain_values(talks.study().responses, BANK)["value"].to_list() == [40.0, 0.0]


def test_tension_is_read_as_it_was_asked() -> None:
    talks = Talks()
    talks.hear("shops", {"PR07": 7})
    talks.hear("shops", {"VR07": 2}, role="vendor")
    assert tension_values(talks.study().responses, BANK)["value"].to_list() == [70.0]
    assert tension_values(talks.study().responses, BANK, "VR07")["value"].to_list() == [20.0]


def test_clash_is_how_often_times_how_it_ended() -> None:
    talks = Talks()
    talks.hear("shops", {"PW04": {"": 20.0, "code": "web"}, "PW05": ENDED})
    talks.hear("shops", {"PW04": 0.0})
    told, none = parts(talks).values()
    assert told == pytest.approx({"clash": 0.2, "harm": 0.15, "cut": 0.05, "lost.web": 0.1})
    assert none == dict.fromkeys(told, 0.0)


def test_clash_of_which_nobody_said_how_it_ended_does_not_count() -> None:
    talks = Talks()
    talks.hear("shops", {"PW04": {"": 20.0, "code": "web"}})
    assert parts(talks) == {}


def test_clash_with_a_channel_that_is_not_named_is_kept_apart() -> None:
    talks = Talks()
    talks.hear("shops", {"PW04": 20.0, "PW05": ENDED})
    assert parts(talks)["i0"]["lost.unnamed"] == pytest.approx(0.1)


def test_parts_of_a_clash_are_of_the_same_interviews_and_add_up() -> None:
    talks = Talks()
    for number, by in enumerate(("web", "agents", "web", "depots")):
        talks.hear("shops", {"PW04": {"": 10.0 * number, "code": by}, "PW05": ENDED})
    for found in parts(talks).values():
        lost = sum(value for key, value in found.items() if key.startswith("lost."))
        assert found["harm"] == pytest.approx(lost + found["cut"])
    assert len({tuple(found) for found in parts(talks).values()}) == 1


def test_what_nobody_of_ours_won_is_how_often_times_how_it_ended() -> None:
    talks = Talks()
    talks.hear("shops", {"PW04": 20.0, "PW05": {"me": 50.0, "comp": 30.0, "none": 20.0}})
    talks.hear("shops", {"PW04": 0.0})
    talks.hear("shops", {"PW04": 10.0})  # how it ended was not said
    assert gone_values(talks.study().responses, BANK).rows() == [
        ("i0", "", pytest.approx(0.1)), ("i1", "", 0.0),
    ]  # fmt: skip

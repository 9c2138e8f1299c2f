"""Which answers stand today, where a study has several waves."""

from __future__ import annotations

import polars as pl
import pytest

from tests.voices.estimation.waves_made import AUTUMN, NEXT, SPRING, Rounds, names
from tramite.voices.estimation.standing import Standing

FULL: dict[str, float] = {"PE01": 8, "PE02": 8, "PE03": 8, "PP01": 8, "PR07": 8}


def answers(found: Standing, item: str) -> dict[str, list[float]]:
    """Return what stands of an item, by firm."""
    firms = found.interviews.select("interview_id", "unit_id")
    these = found.responses.filter(pl.col("item_id") == item).join(firms, on="interview_id").sort("number")
    return {str(unit): part["number"].to_list() for (unit,), part in these.sort("unit_id").group_by("unit_id")}


def test_one_wave_stands_as_it_is() -> None:
    made = Rounds()
    made.hear(names("p", 3), SPRING, FULL)
    responses, interviews, _ = made.tables()
    found = made.standing()
    assert found.responses.equals(responses)
    assert found.interviews.equals(interviews)
    assert (len(found.waves), found.carried.height) == (1, 0)


def test_a_full_wave_replaces_all_that_was_said_before() -> None:
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL)
    made.hear(names("p", 4), NEXT, FULL | {"PE01": 3})
    found = made.standing()
    assert answers(found, "PE01") == {f"p{i}": [3.0] for i in range(4)}  # p4 and p5 were not asked again
    assert (found.full["partner", "shops"].number, found.carried.height) == (2, 0)


def test_a_pulse_replaces_what_it_asked_of_whom_it_asked() -> None:
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL)
    made.hear(names("p", 2), AUTUMN, {"PE01": 3})
    found = made.standing()
    assert answers(found, "PE01") == {f"p{i}": [3.0 if i < 2 else 8.0] for i in range(6)}
    assert answers(found, "PE02") == {f"p{i}": [8.0] for i in range(6)}
    assert found.full["partner", "shops"].number == 1
    # the new interview carries the rest, so that what is made of several answers is still made of one interview
    of_first = found.responses.filter(pl.col("interview_id") == f"p0@{AUTUMN:%y%m%d}")
    assert sorted(of_first["item_id"]) == sorted(FULL)
    assert found.carried.filter(pl.col("interview_id") == f"p0@{AUTUMN:%y%m%d}")["date"].unique().to_list() == [
        SPRING
    ]


def test_a_wave_that_has_begun_takes_nothing_away() -> None:
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL)
    made.hear(["p0", "new"], NEXT, FULL | {"PE01": 3})
    assert answers(made.standing(), "PE01") == {"new": [3.0], "p0": [3.0], **{f"p{i}": [8.0] for i in range(1, 6)}}


def test_pulse_after_pulse_the_last_answer_stands_and_a_full_wave_ends_them() -> None:
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL)
    made.hear(["p0"], AUTUMN, {"PE01": 3, "PE02": 3})
    made.hear(["p0"], NEXT, {"PE01": 5})
    found = made.standing()
    assert [answers(found, item)["p0"] for item in ("PE01", "PE02", "PE03")] == [[5.0], [3.0], [8.0]]
    assert set(found.carried.filter(pl.col("item_id") == "PE02")["date"]) == {AUTUMN}
    made.hear(names("p", 5), NEXT.replace(year=2025), FULL | {"PE02": 1})
    assert answers(made.standing(), "PE02") == {f"p{i}": [1.0] for i in range(5)}


def test_informants_of_a_firm_stay_side_by_side() -> None:
    """Two were heard in spring, and one in the pulse: the firm's mean of the rest is that of both."""
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL)
    made.hear(["p0"], SPRING, FULL | {"PE02": 4})
    made.hear(["p0"], AUTUMN, {"PE01": 3})
    found = made.standing()
    assert answers(found, "PE01")["p0"] == [3.0, 3.0]
    assert answers(found, "PE02")["p0"] == [4.0, 8.0]
    assert found.interviews.filter(pl.col("unit_id") == "p0")["interview_id"].n_unique() == 2


def test_channels_and_sides_have_their_own_last_full_wave() -> None:
    made = Rounds()
    made.hear(names("s", 4), SPRING, FULL)
    made.hear(names("c", 4), SPRING, {"CR01": 8}, role="customer")
    made.hear(names("w", 4), NEXT, FULL, channel="web")
    found = made.standing()
    assert {place: wave.number for place, wave in found.full.items()} == {
        ("partner", "shops"): 1, ("partner", "web"): 2, ("customer", "shops"): 1
    }  # fmt: skip
    assert found.interviews.height == 12


def test_a_firm_that_changed_channel_is_heard_where_it_is_today() -> None:
    made = Rounds()
    made.hear(names("p", 4), SPRING, FULL)
    made.hear(names("q", 4), SPRING, FULL, channel="web")
    made.hear([*names("q", 4), "p0"], NEXT, FULL | {"PE01": 3}, channel="web")
    assert answers(made.standing(), "PE01")["p0"] == [3.0]


@pytest.mark.parametrize(("first", "then"), [("a", "b"), ("b", "a"), (None, "a")])
def test_answers_carried_keep_the_stricter_promise(first: str | None, then: str) -> None:
    made = Rounds()
    made.hear(names("p", 6), SPRING, FULL, level=first)
    made.hear(["p0"], AUTUMN, {"PE01": 3}, level=then)
    found = made.standing().interviews.filter(pl.col("unit_id") == "p0")
    assert found["level"].to_list() == ["b"]


def test_the_vendors_people_keep_each_interview_apart() -> None:
    """Guesses are sealed interview by interview; only what was guessed anew is taken out of the older one."""
    made = Rounds()
    made.hear(names("v", 6), SPRING, {"VE01": 8, "VE02": 8, "VR06": 8}, role="vendor")
    made.hear(["v0"], AUTUMN, {"VE01": 3}, role="vendor")
    found = made.standing()
    mine = found.responses.filter(pl.col("interview_id").str.starts_with("v0@")).sort("interview_id", "item_id")
    assert mine.select("interview_id", "item_id").rows() == [
        (f"v0@{SPRING:%y%m%d}", "VE02"), (f"v0@{SPRING:%y%m%d}", "VR06"), (f"v0@{AUTUMN:%y%m%d}", "VE01")
    ]  # fmt: skip

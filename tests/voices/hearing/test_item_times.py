from __future__ import annotations

import pytest

from tests.voices.asking.questionnaire_project import BANK, METHOD
from tramite.voices.hearing.item_times import (
    ItemTime,
    item_of,
    item_times,
    time_on_screen,
    time_paused,
    with_measured,
)


@pytest.mark.parametrize(
    ("node", "item"),
    [
        ("/interview/section_scores/PE01", "PE01"),
        ("/interview/section_role/ask_PS01/row_PS01_promotion/PS01__promotion__partner", "PS01"),
        ("/interview/section_role/ask_PS01", "PS01"),
        ("/interview/section_role/ask_PS01/row_PS01_promotion[1]", "PS01"),
        ("/interview/section_opening/unit_id", None),
        ("", None),
    ],
)
def test_item_of_a_part_of_a_form(node: str, item: str | None) -> None:
    assert item_of(node) == item


def test_time_on_screen_counts_a_moment_once_and_adds_what_was_opened_again() -> None:
    shown = [
        ("/i/ask_PS01/PS01__a", 0.0, 10.0), ("/i/ask_PS01/PS01__b", 0.0, 10.0),
        ("/i/ask_PS01/PS01__a", 30.0, 34.0),
        ("/i/PE01", 10.0, 12.0), ("/i/PE01", 20.0, 20.0),
    ]  # fmt: skip
    assert time_on_screen(shown) == {"PS01": 14.0, "PE01": 2.0}


def test_screen_of_several_items_is_shared_between_them() -> None:
    assert time_on_screen([("/i/PE01", 0.0, 10.0), ("/i/PE02", 0.0, 10.0)]) == {"PE01": 5.0, "PE02": 5.0}


def test_a_talk_stood_still_where_nothing_was_on_the_screen_for_long() -> None:
    day = 86_400.0
    shown = [("/i/PE01", 0.0, 60.0), ("/i/unit_id", 200.0, 400.0), ("/i/PE02", 300.0, 310.0),
             ("/i/PE03", day, day + 30.0), ("/i/PE04", day + 330.0, day + 340.0)]  # fmt: skip
    assert time_paused(shown[::-1]) == day - 400.0  # the other gaps are no longer than a question may take
    assert time_paused([]) == 0.0


def test_median_of_too_few_is_not_told() -> None:
    times = [{"PE01": 10.0 + n, **({"PE02": 5.0} if n else {})} for n in range(5)]
    desk = {item_id: BANK.item(item_id).seconds for item_id in ("PE01", "PE02")}
    assert item_times(times, bank=BANK, method=METHOD) == (
        ItemTime("PE01", 5, desk["PE01"], 12.0), ItemTime("PE02", 4, desk["PE02"], None),
    )  # fmt: skip


def test_measured_time_takes_the_place_of_the_estimate() -> None:
    bank = with_measured(BANK, {"PE01": 41.6, "PE02": 0.2})
    changed = {item.id: item.seconds for item in bank.items if item != BANK.item(item.id)}
    assert changed == {"PE01": 42, "PE02": 1}

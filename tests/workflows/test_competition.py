"""Answers on competition: what groups of firms say, and nothing by which one firm is found."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.competition_case import ITEM, write_competition_case
from tramite.workflows.competition import competition_groups

EIGHT = (10, 12, 8, 14, 6, 10, 10, 10)  # 80 of 800 euro


def own_brand(folder: Path) -> dict[str, tuple[float | None, int] | None]:
    """Return share of own brands and number of firms, by channel; of all under ``all``."""
    groups = competition_groups(folder)
    assert {group.item.id for group in groups} == {ITEM}
    return {
        group.channel or "all": None if group.estimate is None else (group.estimate.value, group.estimate.n)
        for group in groups
        if group.key == "own"
    }


def test_groups_agree_with_hand_work(tmp_path: Path) -> None:
    shown = own_brand(write_competition_case(tmp_path, shops=EIGHT, web=(1,) * 6))
    assert shown == {"shops": (0.1, 8), "web": (0.01, 6), "all": (round(86 / 1400, 3), 14)}


def test_a_group_of_few_is_hidden(tmp_path: Path) -> None:
    assert own_brand(write_competition_case(tmp_path, shops=(10, 20))) == {"shops": None, "all": None}


def test_one_firm_is_not_found_by_taking_one_group_from_another(tmp_path: Path) -> None:
    shown = own_brand(write_competition_case(tmp_path, shops=EIGHT, web=(40,)))
    assert shown["web"] is None
    assert None in (shown["shops"], shown["all"])

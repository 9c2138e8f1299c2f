from __future__ import annotations

import pytest
import tomlkit

from tramite.kernel.case import Name, Named
from tramite.store.goal_text import changed_goals

HEAD = 'vendor = "Rossi"  # us\n'
GOALS = """
# What for
[[goals]]
id = "margin"  # of the board
name = { en = "Margin", it = "Margine" }

[[goals]]
id = "growth"
name = { en = "Growth", it = "Crescita" }
"""
MARGIN, GROWTH = (
    Named(id="margin", name=Name(en="Margin", it="Margine")),
    Named(id="growth", name=Name(en="Growth", it="Crescita")),
)


def test_goals_that_stay_are_left_as_they_are_written() -> None:
    assert changed_goals(HEAD + GOALS, [MARGIN, GROWTH]) == HEAD + GOALS


def test_a_name_changes_in_its_place_and_comments_stay() -> None:
    better = Named(id="margin", name=Name(en="Margin", it="Margine oltre il 20%"))
    changed = changed_goals(HEAD + GOALS, [better, GROWTH])
    assert changed == (HEAD + GOALS).replace('it = "Margine"', 'it = "Margine oltre il 20%"')


@pytest.mark.parametrize("text", [HEAD, HEAD + GOALS, HEAD + "goals = []\n"])
def test_goals_come_and_go(text: str) -> None:
    added = changed_goals(text, [GROWTH])
    assert added.startswith(HEAD)
    assert tomlkit.parse(added)["goals"].unwrap() == [{"id": "growth", "name": {"en": "Growth", "it": "Crescita"}}]
    assert "goals" not in tomlkit.parse(changed_goals(added, []))

"""Change the goals that ``case.toml`` names, and leave the rest as a person wrote it."""

from __future__ import annotations

from collections.abc import Sequence

import tomlkit

from tramite.kernel.case import Named
from tramite.store.toml_entries import add_entry


def changed_goals(text: str, goals: Sequence[Named]) -> str:
    """Return the text of ``case.toml`` with these goals; those that stay keep their place and their comments."""
    document = tomlkit.parse(text)
    wanted = {goal.id: goal.name for goal in goals}
    held = document.get("goals")
    if held is not None:
        for place in reversed(range(len(held))):
            if held[place]["id"] not in wanted:
                del held[place]
        for goal in held:
            name = wanted.pop(goal["id"])
            for language, words in (("en", name.en), ("it", name.it)):
                if goal["name"][language] != words:
                    goal["name"][language] = words
    if held is not None and not len(held):
        del document["goals"]
    for goal_id, name in wanted.items():
        add_entry(document, "goals", goal_id, {"en": name.en, "it": name.it}, {})
    return tomlkit.dumps(document)

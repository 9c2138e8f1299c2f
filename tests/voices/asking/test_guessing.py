from __future__ import annotations

from tests.store.case_on_disk import DEFINITION
from tramite.store.definition import parse_definition
from tramite.voices.asking.bank import load_bank
from tramite.voices.asking.guessing import guessed_items


def test_scored_mirrors_are_guessed_and_those_of_partners_where_there_are_some() -> None:
    definition = parse_definition(DEFINITION)
    found = {
        channel.id: [item.id for item in guessed_items(load_bank(), channel)] for channel in definition.channels
    }
    assert found["web"] == ["VC01"]
    assert found["shops"] == [
        "VE01", "VE03", "VE05", "VE06", "VP02", "VP03", "VP04", "VF01", "VF06", "VR01", "VR03", "VR07", "VR08",
        "VC01",
    ]  # fmt: skip

"""What the example's voices say of selling and roles holds what truth.toml says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from scipy.stats import binom

from tramite.beliefs.held import Beliefs
from tramite.workflows.case import open_case

CHANNELS = ("specialty", "value-added", "warehouse")


@pytest.fixture(scope="module")
def beliefs(case_path: Path) -> Beliefs:
    return open_case(case_path).beliefs.all()


def test_access_and_gap_filled_hold_the_truth(beliefs: Beliefs, case_path: Path) -> None:
    """PS08 and PS06·PS07 as planted; six intervals of 90%.

    Access is the mean of what the partners and the vendor's people say (METHOD §3.5), who hold it for less.
    """
    whole = tomllib.loads((case_path / "truth.toml").read_text(encoding="utf-8"))
    truth, too_low = whole["partner"], whole["vendor_bias"]["VS08"] / 2
    assert beliefs.roles is not None
    held = []
    for channel in CHANNELS:
        items = truth[channel]
        planted = {"access": (items["PS08"]["mean"] + too_low) / 100,
                   "complement": items["PS06"]["mean"] * items["PS07"]["mean"] / 1e4}  # fmt: skip
        for role, true in planted.items():
            share = beliefs.roles.channels[channel].worth[role].share  # type: ignore[index]
            assert share is not None
            assert share.lower is not None
            assert share.upper is not None
            held.append(share.lower <= true <= share.upper)
    assert len(held) == 6
    assert sum(held) >= binom.ppf(
        0.01, len(held), 0.9
    )  # access of the value-added ones misses by a tenth of a point


def test_labels_are_those_that_the_truth_makes(beliefs: Beliefs) -> None:
    """G of 0.36, 0.24 and 0.05 and PS04 of 6, 22 and 9: fill a gap; anything; neither. Books do not confirm."""
    assert beliefs.selling is not None
    most = {}
    for channel in CHANNELS:
        cells = [
            c for c in beliefs.selling.labels["article"].cells if (c.domain, c.weighting) == (channel, "vote")
        ]
        most[channel] = max(cells, key=lambda cell: cell.estimate.value or 0.0).key
    assert (most["specialty"], most["warehouse"]) == ("sell_thru", "fulfilment")
    confirmed = {
        c.domain: c.estimate.value for c in beliefs.selling.confirmed["article"].cells if not c.hidden_because
    }
    print(confirmed)
    assert set(confirmed) >= set(CHANNELS)  # by the vendor's people alone, of whom five speak of each


def test_only_those_who_agreed_are_named(beliefs: Beliefs, case_path: Path) -> None:
    case = open_case(case_path)
    interviews = case.table("interviews")
    assert interviews is not None
    agreed = set(interviews.filter(interviews["level"] == "a")["unit_id"])
    assert beliefs.selling is not None
    named = {firm.unit_id for firm in beliefs.selling.named}
    assert named <= agreed
    assert len(named) > 20

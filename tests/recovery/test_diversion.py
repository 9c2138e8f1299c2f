from __future__ import annotations

import os
from datetime import date

import numpy as np
import pytest

from tests.conftest import Maker
from tramite.beliefs.reactions.diversion import DELAY, LOST, diversion
from tramite.kernel.case import CaseDefinition

TRUTH = {"web": 0.35, "comp_same": 0.25, "comp_other": 0.2, "without": 0.05, "stop": 0.1, DELAY: 0.05}
WORLDS, CUSTOMERS = int(os.environ.get("TRAMITE_WORLDS", "300")), 24


def test_intervals_cover_the_truth_when_each_customer_goes_one_way(
    make_table: Maker, definition: CaseDefinition, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each customer moves all spending to one destination, so that one answer is one multinomial trial."""
    rng = np.random.default_rng(20241231)
    units = [f"c{n}" for n in range(CUSTOMERS)]
    interviews = make_table(
        "interviews",
        [{"interview_id": u, "unit_id": u, "role": "customer", "channel_id": "shops", "mode": "phone",
          "date": date(2024, 12, 1), "consent": True, "status": "done", "version": "1"} for u in units],
    )  # fmt: skip
    frame = make_table(
        "frame",
        [
            {"unit_id": u, "role": "customer", "channel_id": "shops", "stratum": "all", "status": "active"}
            for u in units
        ],
    )
    destinations = ("web", *LOST, DELAY)
    covered = dict.fromkeys(destinations, 0)
    for _ in range(WORLDS):
        chosen = rng.choice(destinations, size=CUSTOMERS, p=[TRUTH[d] for d in destinations])
        responses = make_table(
            "responses",
            [
                {"interview_id": u, "item_id": "CC03", "key": key, "number": 100.0}
                for u, key in zip(units, chosen, strict=True)
            ],
        )
        belief = diversion(responses, interviews, frame, channel_id="shops", definition=definition)
        assert belief is not None
        for destination, estimate in belief.estimates.items():
            assert estimate.lower is not None
            assert estimate.upper is not None
            covered[destination] += estimate.lower <= TRUTH[destination] <= estimate.upper
    share = sum(covered.values()) / (WORLDS * len(destinations))
    with capsys.disabled():
        print(f"\ndiversion: 90% intervals cover {share:.1%} over {WORLDS} worlds of {CUSTOMERS} customers")
    assert 0.87 <= share <= 0.95

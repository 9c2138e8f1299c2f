"""Flaws planted in simulated interviews are found, and sound interviews are left alone.

Recall is asked of partners: the guide of customers has six ratings from 0 to 10 beside a grid, so that a straight
line in the six alone is not one over ten ratings.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.quality.flags import quality_flags
from tramite.voices.simulated.flaws import plant_flaws
from tramite.voices.simulated.truth import Flaws

VOICES = Path(__file__).parents[2] / "examples" / "adventure-works" / "voices"
FOUND_AS = {
    "hurried": "fast",
    "straight": "flat",
    "hundred": "shares",
    "unknown": "unknown",
    "copied": "duplicate",
}


@pytest.fixture(scope="module")
def sound() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Interviews of the example that nobody hurried, and what was answered."""
    interviews = pl.read_parquet(VOICES / "interviews.parquet").filter(pl.col("status") == "approved")
    return interviews, pl.read_parquet(VOICES / "responses.parquet")


def test_planted_flaws_are_found_and_sound_interviews_pass(sound: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    bank, rates = load_bank(), dict.fromkeys(Flaws.model_fields, 0.05)
    found, planted_of, false, clean = Counter[str](), Counter[str](), 0, 0
    for seed in range(4):
        interviews, responses, planted = plant_flaws(
            *sound, bank=bank, flaws=Flaws(**rates), rng=np.random.default_rng(seed)
        )
        flags = quality_flags(interviews, responses, bank=bank, method=Method())
        raised = {(finding.interview_id, finding.flag) for finding in flags.raised}
        partners = set(interviews.filter(pl.col("role") == "reseller")["interview_id"])
        copies = {finding.interview_id for finding in flags.raised if finding.flag == "duplicate"}
        flawed = set(planted["interview_id"])
        for interview_id, flaw in planted.iter_rows():
            if interview_id in partners:
                planted_of[flaw] += 1
                found[flaw] += (interview_id, FOUND_AS[flaw]) in raised
        clean += interviews.height - len(flawed)
        # the original of a copy is raised with it: that is not a false alarm
        false += len({interview_id for interview_id, _ in raised} - flawed - copies)
    assert sum(planted_of.values()) >= 40
    assert {
        flaw: found[flaw] / planted_of[flaw] for flaw in planted_of if found[flaw] < 0.9 * planted_of[flaw]
    } == {}
    assert false / clean <= 0.01

"""Do intervals of channels that are pulled to their role hold the truth, however much the channels differ?"""

from __future__ import annotations

import math
import os

import numpy as np
import pytest

from tramite.beliefs.reactions.pooling import pool

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "150"))
CHANNELS, ANSWERS, SD = 3, 13, 0.06
SCALE = SD / math.sqrt(10)


@pytest.mark.parametrize("apart", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_intervals_of_pulled_channels_hold_the_truth(apart: float, capsys: pytest.CaptureFixture[str]) -> None:
    """Channels differ by so many times σ/√10, at which the weight of the role is 10/(n + 10)."""
    rng, held = np.random.default_rng(1992), 0
    error = SD / math.sqrt(ANSWERS)
    for _ in range(WORLDS):
        true = 0.2 + apart * SCALE * rng.standard_normal(CHANNELS)
        found = pool(list(true + error * rng.standard_normal(CHANNELS)), [error] * CHANNELS, scale=SCALE)
        held += int(((found.quantile(0.05) <= true) & (true <= found.quantile(0.95))).sum())
    share = held / (WORLDS * CHANNELS)
    with capsys.disabled():
        print(f"\nchannels apart by {apart:g} × σ/√10: 90% intervals hold {share:.1%}, {WORLDS} worlds")
    luck = 2 * math.sqrt(0.09 / WORLDS)  # channels of a world are pulled together, hence count as one
    assert 0.87 - luck <= share <= 0.95 + luck

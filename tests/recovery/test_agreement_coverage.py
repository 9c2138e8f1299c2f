"""Does the interval of agreement hold the agreement of all answers as often as it says?"""

from __future__ import annotations

import numpy as np
import pytest

from tramite.kernel.method import Method
from tramite.voices.coding.agreement import Floats, Presence, estimate_agreement

STUDIES = 400
METHOD = Method(bootstrap_draws=500)


def coded(rng: np.random.Generator, answers: int) -> Floats:
    """Two coders and six codes: a code is in an answer with probability .25; each coder sees it so in 9 of 10."""
    truth = rng.random((answers, 6)) < 0.25
    first, second = (np.where(rng.random(truth.shape) < 0.9, truth, ~truth) for _ in range(2))
    ones: Floats = first.astype(float) + second.astype(float)
    return ones


def presence(ones: Floats) -> Presence:
    return Presence(np.full(len(ones), 2.0), ones, ones * (2 - ones))


@pytest.mark.parametrize("answers", [20, 60])
def test_the_interval_covers_the_agreement_of_all_answers(answers: int) -> None:
    # Present to a coder: .25·.9 + .75·.1 = .3; they differ: 2·.9·.1 = .18; alpha = 1 − .18/(2·.3·.7) = .5714.
    truth = 1 - 0.18 / 0.42
    rng = np.random.default_rng(20)
    held = 0
    for _ in range(STUDIES):
        _, overall = estimate_agreement(presence(coded(rng, answers)), method=METHOD, rng=rng)
        assert overall.lower is not None
        assert overall.upper is not None
        held += overall.lower <= truth <= overall.upper
    assert held / STUDIES == pytest.approx(METHOD.interval_level, abs=0.05)

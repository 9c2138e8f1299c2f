"""Beliefs about partners of an invented company, through the estimators: 36 dealers, 24 depots, 27 customers."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from tests.beliefs.study_voices import StudyVoices, index_of
from tramite.beliefs.drivers.drivers import drivers
from tramite.beliefs.px.customer_side import customer_side
from tramite.beliefs.px.foundations import relationship_foundations
from tramite.beliefs.px.groups import px_groups
from tramite.beliefs.px.validity import px_validity
from tramite.kernel.chance import Chance
from tramite.kernel.provenance import Source

_BOOKS = Source("table", "sell_in", "invented")


@cache
def partner_beliefs() -> dict[str, Any]:
    """Return the beliefs by their names in ``Beliefs``; nothing but recommendation can be told to have drivers."""
    rng, voices, growth = np.random.default_rng(1), StudyVoices(), {}
    for channel, count in (("dealers", 36), ("depots", 24)):
        for place in range(count):
            scores = np.clip(rng.normal((66, 52, 58), 14), 0, 100)
            answers = {"PR01": rng.integers(1, 6), "PR03": rng.integers(1, 6), "PR05": rng.integers(1, 6),
                       "PR08": np.clip(np.round(scores[2] / 10 + rng.normal()), 0, 10)}  # fmt: skip
            unit = voices.partner(
                channel, scores, {item: float(answer) for item, answer in answers.items()},
                revenue=900.0 if place % 3 == 0 else 200.0,
            )  # fmt: skip
            growth[unit] = float(rng.normal())
        voices.silent(channel, 40)
    for channel, count in (("dealers", 12), ("web", 12), ("depots", 3)):
        for place in range(count):
            voices.customer(channel, 50.0 + 25.0 * (place % 3))
    study = voices.study()
    px, found = index_of(study), relationship_foundations(study)
    return {
        "foundations": found, "customer_side": customer_side(study, px),
        "px_validity": px_validity(study, growth, books=_BOOKS), "px_groups": px_groups(study, px),
        "drivers": drivers(study, px, found, growth, books=_BOOKS, chance=Chance(1, 200)),
    }  # fmt: skip

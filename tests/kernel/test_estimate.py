from __future__ import annotations

import numpy as np
import pytest

from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source

ESTIMATE = Estimate(
    value=62.44, lower=58.1, upper=66.7, level=0.9, n=21, N=210, unit="score", method="test", grade=Grade.B,
    evidence=(Source("interviews", "PE01–PE08", ids=("i1", "i2"), simulated=True),),
)  # fmt: skip


def test_estimate_is_written_as_a_person_would() -> None:
    assert str(ESTIMATE) == "62.4 (58.1 to 66.7, 90%), n = 21 of 210, grade B"
    assert ESTIMATE.say("it") == "62,4 (da 58,1 a 66,7, 90%), n = 21 su 210, grado B"


def test_estimate_that_is_not_known_is_nd() -> None:
    assert Estimate(None, None, None, 0.9, 0, None, "score", "test").say("it") == "n.d."


def test_estimate_row_says_where_it_comes_from() -> None:
    assert ESTIMATE.to_row()["evidence"] == "interviews: PE01–PE08 [i1, i2] — simulated"


def test_estimate_of_draws_holds_its_level() -> None:
    draws = np.linspace(0, 1, 1001)
    estimate = Estimate.of_draws(draws, level=0.8, unit="share", method="test", grade=Grade.D)
    assert [estimate.value, estimate.lower, estimate.upper] == pytest.approx([0.5, 0.1, 0.9])

"""Shares and their differences against printed examples (large simple draws, where Student's t is near z)."""

from __future__ import annotations

import polars as pl
import pytest

from tramite.voices.estimation.differences import difference_of_shares
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.shares import stratified_share


def share(yes: int, n: int) -> SurveyMean:
    answers = pl.DataFrame({"unit_id": [str(i) for i in range(n)], "value": [1.0] * yes + [0.0] * (n - yes)})
    answers = answers.with_columns(pl.lit("x").alias("domain"), pl.lit("a").alias("stratum"))
    strata = pl.DataFrame({"domain": ["x"], "stratum": ["a"], "N": [10**6], "revenue": [0.0]})
    return stratified_share(answers, strata=strata, weighting="vote", level=0.95, enumerative=False)


@pytest.mark.parametrize(("yes", "n", "lower", "upper"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)])
def test_share_has_newcombes_wilson_interval(yes: int, n: int, lower: float, upper: float) -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    found = share(yes, n)
    assert found.lower == pytest.approx(lower, abs=0.001)
    assert found.upper == pytest.approx(upper, abs=0.001)


def test_difference_of_shares_has_newcombes_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873, table II (a), method 10: 56/70 less 48/80.
    found = difference_of_shares(share(48, 80), share(56, 70), level=0.95)
    assert found.value == pytest.approx(0.2)
    assert found.lower == pytest.approx(0.0524, abs=0.003)
    assert found.upper == pytest.approx(0.3339, abs=0.003)

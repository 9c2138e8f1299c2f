from __future__ import annotations

import polars as pl
import pytest

from tests.voices.conftest import Answers, Strata
from tramite.voices.estimation.nps import net_promoter_score, promotion


def test_promotion_knows_promoters_and_detractors() -> None:
    answers = pl.DataFrame({"answer": [10.0, 9.0, 8.0, 7.0, 6.0, 0.0, None]})
    added = answers.select(promotion(pl.col("answer"))).to_series()
    assert added.to_list() == [100, 100, 0, 0, -100, -100, None]


@pytest.mark.parametrize(("enumerative", "error"), [(True, 10.08), (False, 14.26)])
def test_net_promoter_score_of_the_method(
    answers: Answers, strata: Strata, *, enumerative: bool, error: float
) -> None:
    values = [100.0] * 15 + [0.0] * 9 + [-100.0] * 6
    nps = net_promoter_score(
        answers(*(("x", "a", value) for value in values)), strata=strata(("x", "a", 60)),
        weighting="vote", level=0.90, enumerative=enumerative,
    )  # fmt: skip
    assert nps.value == pytest.approx(30)
    assert nps.standard_error == pytest.approx(error, abs=0.005)
    assert (nps.n, nps.N, nps.df) == pytest.approx((30, 60, 29))


def test_net_promoter_score_stays_on_its_scale(answers: Answers, strata: Strata) -> None:
    nps = net_promoter_score(
        answers(*(("x", "a", value) for value in [100.0] * 8 + [0.0])), strata=strata(("x", "a", 60)),
        weighting="vote", level=0.90,
    )  # fmt: skip
    assert nps.upper == 100

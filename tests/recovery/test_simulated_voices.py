"""The simulator's own page of true values: what the answers of everybody come to, and what non-response does."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.voices.simulated.little_case import BANK, answers, frame, sample, truth
from tramite.voices.estimation.scores import score_answers
from tramite.voices.simulated.outcomes import simulate_outcomes
from tramite.voices.simulated.true_values import true_values

EACH = 150


@pytest.fixture(scope="module")
def scores() -> pl.DataFrame:
    """Return the scores of many agents and customers, everybody heard, none with a flaw."""
    units = pl.concat([frame(EACH), frame(EACH, ("customer",))])
    said = answers(units, seed=11)
    return score_answers(said.responses, bank=BANK).drop_nulls("score")


def test_answers_of_everybody_come_to_the_true_values(scores: pl.DataFrame) -> None:
    """Of all rated items nine in ten lie within two standard errors; ends of the scale cut some by a little."""
    units = pl.concat([frame(EACH), frame(EACH, ("customer",))])
    known = true_values(truth(), units, bank=BANK).filter((pl.col("measure") == "score") & (pl.col("key") == ""))
    plain = [item.id for item in BANK.items if item.scale == "0-10" and not item.reverse]
    told = scores.filter(pl.col("item_id").is_in(plain)).group_by("item_id").agg(
        mean=pl.col("score").mean(), error=pl.col("score").std() / pl.len().sqrt()
    )  # fmt: skip
    here = known.filter(pl.col("channel_id") == "agents").select("item_id", "true")
    z = told.join(here, on="item_id").select((pl.col("mean") - pl.col("true")) / pl.col("error")).to_numpy()
    assert len(z) >= 20
    assert (np.abs(z) <= 2).mean() >= 0.85  # items of one person go together: fewer than as many tests
    assert np.abs(z).max() < 4.5


def test_content_respondents_who_answer_more_raise_the_mean() -> None:
    """With the usual truth (0.3 per ten points) who answers is above the mean by (1 − p)·b·σ², 0.8 points."""
    units = frame(4000)
    usual = {"partner": 0.55, "satisfaction": 0.30}
    found = simulate_outcomes(
        units, sample(units, "pending"), truth=truth(answering=usual), rng=np.random.default_rng(2)
    )
    done = found.sample.filter(pl.col("outcome") == "done")["unit_id"]
    raised = 11 * np.sqrt(0.5) * np.mean([found.moods[unit] for unit in done])
    assert raised == pytest.approx(0.45 * 0.30 / 10 * (11 * np.sqrt(0.5)) ** 2, abs=0.3)  # (1 − p)·b·σ²

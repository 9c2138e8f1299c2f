from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.voices.simulated.little_case import frame, sample, truth
from tramite.voices.simulated.outcomes import Outcomes, simulate_outcomes


def outcomes(
    units: pl.DataFrame, *, asked: pl.DataFrame | None = None, wanted: int | None = None, **how: Any
) -> Outcomes:
    return simulate_outcomes(
        units, sample(units, "pending") if asked is None else asked, truth=truth(answering=how),
        rng=np.random.default_rng(3), wanted=wanted,
    )  # fmt: skip


@pytest.mark.parametrize(("chance", "outcome"), [(1.0, "done"), (0.0, "refused")])
def test_chance_of_one_and_of_none(chance: float, outcome: str) -> None:
    found = outcomes(frame(8), partner=chance, refused=1.0, reasons=("no",))
    assert found.sample["outcome"].to_list() == [outcome] * 8
    assert set(found.sample["reason"]) == {None if chance else "no"}


def test_large_partners_answer_less_where_the_truth_says_so() -> None:
    found = outcomes(frame(400), partner=0.5, size=-2.0).sample
    sales = pl.int_range(1, 401)
    done = found.with_columns(sales=sales).group_by("outcome").agg(pl.col("sales").mean())
    means = dict(done.iter_rows())
    assert means["done"] < means["refused"] - 50


def test_content_partners_answer_more_where_the_truth_says_so() -> None:
    """With satisfaction = 1 and Δ of 7.8 points per mood, logit P = 0.78·mood: E[mood | done] ≈ 0.36."""
    found = outcomes(frame(1500), partner=0.5, satisfaction=1.0)
    done = found.sample.filter(pl.col("outcome") == "done")["unit_id"]
    mood = np.mean([found.moods[unit] for unit in done])
    rng = np.random.default_rng(8)
    many = rng.standard_normal(200_000)
    given = 1 / (1 + np.exp(-11 * np.sqrt(0.5) * many / 10))
    assert mood == pytest.approx(float((many * given).sum() / given.sum()), abs=0.12)


def test_asking_stops_when_enough_answered_in_each_stratum() -> None:
    units = pl.concat([frame(30, ("agent",)), frame(10, ("customer",), "web")])
    found = outcomes(units, wanted=8).sample.join(units.select("unit_id", "stratum"), on="unit_id")
    done = found.filter(pl.col("outcome") == "done").group_by("stratum").len()
    assert dict(done.iter_rows()) == {"agents-agent": 6, "web-customer": 2}
    assert found.filter(pl.col("outcome") == "pending").height == 32


def test_who_was_replaced_is_not_asked() -> None:
    units = frame(4)
    asked = sample(units, "pending").with_columns(outcome=pl.Series(["pending", "replaced", "done", "refused"]))
    found = outcomes(units, asked=asked)
    assert found.sample["outcome"].to_list() == ["done", "replaced", "done", "done"]
    assert sorted(found.moods) == ["agent-0", "agent-2", "agent-3"]

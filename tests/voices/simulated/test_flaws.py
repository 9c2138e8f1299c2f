from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.voices.simulated.little_case import BANK, answers, frame
from tramite.voices.simulated.flaws import NAMES, plant_flaws
from tramite.voices.simulated.truth import Flaws

SOUND = answers(frame(6))
Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def planted(**rates: float) -> Tables:
    return plant_flaws(
        SOUND.interviews, SOUND.responses, bank=BANK, flaws=Flaws(**rates), rng=np.random.default_rng(4)
    )


def test_no_flaw_changes_nothing() -> None:
    interviews, responses, flaws = planted()
    assert (interviews.equals(SOUND.interviews), responses.equals(SOUND.responses), flaws.height) == (
        True,
        True,
        0,
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_flaw_is_listed_and_keeps_to_its_tables(name: str) -> None:
    interviews, responses, flaws = planted(**{name: 1.0})
    assert flaws.rows() == [(interview, name) for interview in SOUND.interviews["interview_id"]]
    assert interviews.equals(SOUND.interviews) is (name != "hurried")
    assert responses.equals(SOUND.responses) is (name == "hurried")
    assert not responses.select("interview_id", "item_id", "key").is_duplicated().any()


def test_hurried_takes_two_fifths_of_the_time() -> None:
    interviews, _, _ = planted(hurried=1.0)
    shares = interviews["seconds"] / SOUND.interviews["seconds"]
    assert [round(share, 3) for share in shares] == [0.4] * 6


def test_straight_gives_one_number_to_all_ratings() -> None:
    _, responses, _ = planted(straight=1.0)
    ratings = [item.id for item in BANK.items if item.scale == "0-10"]
    rated = responses.filter(pl.col("item_id").is_in(ratings) & (pl.col("key") == ""))
    assert rated.group_by("interview_id").agg(pl.col("number").n_unique())["number"].to_list() == [1] * 6


def test_hundred_makes_shares_of_110() -> None:
    _, responses, _ = planted(hundred=1.0)
    shares = [item.id for item in BANK.items if item.scale == "share100"]
    sums = (
        responses.filter(pl.col("item_id").is_in(shares)).group_by("interview_id", "item_id").agg(pl.sum("number"))
    )
    assert set(sums["number"]) == {110.0}


def test_unknown_leaves_half_of_the_questions() -> None:
    _, responses, _ = planted(unknown=1.0)
    unknown = responses.group_by("interview_id").agg(
        pl.col("item_id").filter(pl.col("missing") == "dk").n_unique() / pl.col("item_id").n_unique()
    )
    assert unknown["item_id"].mean() == pytest.approx(0.5, abs=0.1)


def test_copied_has_the_answers_of_another_but_its_own_words() -> None:
    _, responses, _ = planted(copied=1.0)
    opened = [item.id for item in BANK.items if item.scale == "open"]
    own = pl.col("item_id").is_in(opened)
    before = SOUND.responses.filter(own).sort("interview_id", "item_id")
    assert responses.filter(own).sort("interview_id", "item_id").equals(before)
    plain = [group.drop("interview_id") for _, group in responses.filter(~own).group_by("interview_id")]
    assert sum(one.equals(other) for place, one in enumerate(plain) for other in plain[:place]) >= 1

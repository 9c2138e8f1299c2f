from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.voices.simulated.little_case import BANK, QUIET, answers, frame, truth
from tramite.kernel.tables import ROLES
from tramite.voices.simulated.simulate import simulate_answers


@pytest.mark.parametrize("role", ROLES)
def test_every_role_answers_all_core_items_but_lists_that_the_case_does_not_fill(role: str) -> None:
    said = answers(frame(2, (role,)))
    filled = [item for item in BANK.items_for(role, core=True) if item.choices not in ("@facts", "@roadmap")]
    assert set(said.responses["item_id"]) == {item.id for item in filled}


def test_same_seed_gives_the_same_tables() -> None:
    one, two, other = answers(frame(3)), answers(frame(3)), answers(frame(3), seed=2)
    assert (one.responses.equals(two.responses), one.interviews.equals(two.interviews)) == (True, True)
    assert not one.responses.equals(other.responses)


def test_only_who_was_reached_is_interviewed_twice_where_two_informants_are_wanted() -> None:
    units = frame(3)
    asked = pl.DataFrame(
        {"unit_id": units["unit_id"], "order": [3, 1, 2], "outcome": ["done", "refused", "done"],
         "mode": ["video", None, None], "informants": [2, 1, None]}
    )  # fmt: skip
    said = simulate_answers(units, asked, truth=truth(), bank=BANK, rng=np.random.default_rng(1))
    assert said.interviews["unit_id"].to_list() == ["agent-2", "agent-0", "agent-0"]
    assert said.interviews["mode"].to_list()[1:] == ["video", "video"]
    assert said.interviews["interview_id"].to_list() == ["i-001", "i-002", "i-003"]


def test_interviewers_add_what_is_written_beside_the_answers() -> None:
    field = {**QUIET["field"], "interviewers": ["x", "y"], "interviewer_effect": 40.0}
    said = answers(frame(24), field=field)
    effect = dict(said.effects.iter_rows())
    ratings = said.responses.filter(pl.col("item_id").str.starts_with("PE")).join(
        said.interviews, on="interview_id"
    )
    means = dict(ratings.group_by("interviewer").agg(pl.col("number").mean() * 10).iter_rows())
    assert abs(effect["x"] - effect["y"]) > 10
    assert (means["x"] > means["y"]) is (effect["x"] > effect["y"])
    assert set(answers(frame(2)).effects["points"]) == {0.0}


def test_some_firms_agree_to_be_named_without_changing_an_answer() -> None:
    """Of forty agents about six in ten; employees and others never; the answers are those of a field without."""
    units = frame(40, ("agent", "branch", "customer", "vendor"))
    plain, named = answers(units), answers(units, field={**QUIET["field"], "named": 0.6})
    assert named.responses.equals(plain.responses)
    assert plain.interviews["level"].null_count() == plain.interviews.height
    agreed = dict(named.interviews.group_by("role").agg((pl.col("level") == "a").sum()).iter_rows())
    assert 16 <= agreed.pop("agent") <= 32
    assert set(agreed.values()) == {0}

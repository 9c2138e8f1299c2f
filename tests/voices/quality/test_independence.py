from __future__ import annotations

import polars as pl

from tests.voices.quality.quality_voices import Field, verdicts
from tramite.voices.quality.independence import own_account_interviews

SELLERS = pl.DataFrame({"unit_id": ["u1", "u2", "u3"], "seller_id": ["bruno", "carla", "anna"]})


def field() -> Field:
    made = Field()
    made.interview("own", unit_id="u1", interviewer="bruno")
    made.interview("others", unit_id="u2", interviewer="bruno")
    made.interview("third", unit_id="u3", interviewer="agency")
    made.interview("unsold", unit_id="u4", interviewer="bruno")
    made.interview("nobody", unit_id="u1", interviewer=None)
    made.interview("alone", unit_id="u1", interviewer=None, mode="self")
    return made


def test_an_interview_by_the_own_account_manager_is_raised() -> None:
    found = list(own_account_interviews(field().held, SELLERS))
    assert verdicts(found, "own_account") == {
        "own": "raised", "others": "clear", "third": "clear", "unsold": "unknown", "nobody": "unknown",
    }  # fmt: skip


def test_other_names_for_interviewers_than_for_sellers_pass_nobody() -> None:
    renamed = field().held.with_columns(pl.col("interviewer").replace("bruno", "int-1"))
    for sellers in (None, SELLERS):
        found = verdicts(list(own_account_interviews(renamed, sellers)), "own_account")
        assert set(found.values()) == {"unknown"}

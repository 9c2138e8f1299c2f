from __future__ import annotations

import polars as pl

from tests.voices.quality.quality_voices import METHOD, Field, decided
from tramite.voices.quality.call_backs import call_back_shares, draw_call_backs, facts_to_verify
from tramite.voices.sampling.draw import random_number


def field() -> Field:
    made = Field()
    for asker, count in (("anna", 21), ("bruno", 20), ("carla", 1)):
        for number in range(count):
            made.interview(f"{asker}-{number:02d}", interviewer=asker)
    made.interview("refused", interviewer="dario", status="refused")
    made.interview("alone", interviewer=None, mode="self")
    return made


def test_a_tenth_of_each_interviewer_is_drawn_and_one_at_least() -> None:
    drawn = draw_call_backs(field().held, seed=1, method=METHOD)
    counts = drawn.group_by("interviewer", maintain_order=True).len().rows()
    assert counts == [("anna", 3), ("bruno", 2), ("carla", 1)]
    numbers = {f"anna-{n:02d}": random_number(1, f"call_back/anna-{n:02d}") for n in range(21)}
    first = sorted(numbers, key=lambda name: numbers[name])[:3]
    assert drawn.filter(pl.col("interviewer") == "anna")["interview_id"].to_list() == first


def test_the_draw_depends_on_seed_and_not_on_order() -> None:
    held = field().held
    drawn = draw_call_backs(held, seed=1, method=METHOD)
    assert draw_call_backs(held.reverse(), seed=1, method=METHOD).equals(drawn)
    assert not draw_call_backs(held, seed=2, method=METHOD).equals(drawn)
    more = pl.concat([held, Field().held])
    assert draw_call_backs(more, seed=1, method=METHOD).equals(drawn)


def test_what_came_of_the_call_backs_is_counted_by_interviewer() -> None:
    held = field().held
    drawn = draw_call_backs(held, seed=1, method=METHOD)
    anna = drawn.filter(pl.col("interviewer") == "anna")["interview_id"].to_list()
    decisions = decided(
        (anna[0], "call_back", "keep", "as written"), (anna[1], "call_back", "exclude", "never rung"),
        (anna[2], "call_back", "call_back", "not reached"), (anna[0], "fast", "exclude", "another flag"),
    )  # fmt: skip
    shares = {share.interviewer: share for share in call_back_shares(held, drawn=drawn, decisions=decisions)}
    found = shares["anna"]
    assert (found.done, found.drawn, found.heard, found.confirmed, found.share) == (21, 3, 2, 1, 0.5)
    assert (shares["bruno"].heard, shares["bruno"].share) == (0, None)


def test_only_plain_facts_that_were_answered_are_asked_again() -> None:
    assert facts_to_verify("reseller", {"PW04", "PS05", "PM02", "PS04", "PE01"}) == ("PS05", "PM02", "PS04")
    assert facts_to_verify("customer", {"CX06", "PS05"}) == ("CX06",)
    assert facts_to_verify("vendor", set()) == ()

"""Who is left to ask, what it costs, and how answers would weigh."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from tramite.beliefs.reactions.shares import pseudo_answers
from tramite.decisions.information.informing import Voice
from tramite.decisions.information.respondents_left import (
    Group,
    Weights,
    answers_added,
    groups_left,
    weights_heard,
)
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method

from .made import group

METHOD = Method()
INTERVIEWS = pl.DataFrame(
    {
        "unit_id": ["p1", "p2", "v1"], "role": ["reseller", "reseller", "vendor"],
        "channel_id": ["shops", "shops", "shops"], "status": ["approved", "has_issues", "approved"],
        "consent": [True, True, True],
    }
)  # fmt: skip
SAMPLE = pl.DataFrame({"unit_id": ["p3", "p4"], "outcome": ["refused", "pending"]})


def unit(name: str, **more: Any) -> dict[str, Any]:
    row = {
        "unit_id": name, "role": "reseller", "channel_id": "shops", "stratum": "shops-small",
        "place": int(name[1:]),
        "informants": 1, "certain": False, "side": "partner", "status": "active", "revenue": 1_000.0,
        "contribution": 50_000.0, "area": "North-East",
    }  # fmt: skip
    return row | more


def everyone() -> pl.DataFrame:
    rows = [unit(f"p{n}") for n in (5, 2, 1, 3, 4)]
    rows += [unit("p6", status="lost"), unit("p7", contribution=None), unit("p8", contribution=-900.0)]
    rows += [
        unit(f"v{n}", role="vendor", side="vendor", channel_id="force", stratum="force-staff", contribution=None)
        for n in (1, 2)
    ]
    return pl.DataFrame(rows, schema_overrides={"contribution": pl.Float64})


def found(definition: CaseDefinition) -> dict[str, Group]:
    return {one.stratum: one for one in groups_left(everyone(), INTERVIEWS, SAMPLE, definition=definition)}


def test_left_are_those_who_neither_gave_an_interview_that_counts_nor_refused(definition: CaseDefinition) -> None:
    partners = found(definition)["shops-small"]
    assert partners.units == ("p2", "p4", "p5", "p7", "p8")  # in the order of the draw
    assert (partners.role, partners.area) == ("reseller", "North-East")


def test_the_cost_is_that_of_the_mode_which_each_allows(definition: CaseDefinition) -> None:
    partners = found(definition)["shops-small"]
    assert partners.cost == METHOD.cost_video
    assert partners.undecided == 2  # one whose contribution is n.d., one that brings none: a person decides


def test_the_vendors_people_speak_of_the_channels_they_sell_to(definition: CaseDefinition) -> None:
    staff = found(definition)["force-staff"]
    assert (staff.channel_id, staff.units) == ("shops", ("v2",))
    assert staff.cost == METHOD.cost_video * METHOD.cost_vendor


def test_weights_of_who_was_heard_count_revenue_or_alike_where_it_is_not_known() -> None:
    heard = weights_heard(everyone().filter(pl.col("unit_id") != "v1"), INTERVIEWS)
    assert heard["partner", "shops"] == Weights(1, 1_000.0, 1e6, 1_000.0)
    assert heard["vendor", "shops"] == Weights(1, 1.0, 1.0, 1.0)


def added(voice: Voice, n: int, *groups: Group, heard: Weights | None = None) -> float:
    known = Weights(voice.n, voice.n, voice.n, 1.0) if heard is None else heard
    asked = np.full((1, len(groups)), n)
    return float(answers_added(voice, known, groups, asked, method=METHOD)[0])


def test_answers_of_equal_weight_add_their_reliability() -> None:
    assert added(Voice(0, 0.5, 10, 10.0, 5.0), 8, group("partner")) == pytest.approx(4.0)


def test_a_side_that_stands_apart_adds_less_and_less() -> None:
    voice = Voice(0, 0.5, 10, 10.0, pseudo_answers(0.5, 10.0, 0.4), 0.4)
    assert added(voice, 20, group("partner")) == pytest.approx(pseudo_answers(0.5, 30.0, 0.4) - voice.weight)
    assert added(voice, 50, group("partner")) + voice.weight < 1 / 0.4**2


def test_small_firms_beside_large_ones_tell_little_of_where_the_money_goes() -> None:
    """Ten firms of 100 were heard; twenty of 1 more: n_eff = 1020²/100020, barely above ten."""
    voice, heard = Voice(0, 1.0, 10, 10.0, 10.0), Weights(10, 1_000.0, 1e5, 100.0)
    assert added(voice, 20, group("partner", w=1.0), heard=heard) == pytest.approx(1_020**2 / 100_020 - 10)
    assert added(voice, 20, group("partner", w=100.0), heard=heard) == pytest.approx(20.0)


def test_answers_that_may_not_be_shown_do_not_count() -> None:
    nobody = Voice(0, 1.0)
    assert added(nobody, METHOD.disclosure_k - 1, group()) == 0.0
    assert added(nobody, METHOD.disclosure_k, group()) == pytest.approx(METHOD.disclosure_k)
    few = Voice(0, 1.0, 3, 3.0, 0.0)  # three were heard and are hidden: with two more all five count
    assert added(few, 2, group()) == pytest.approx(5.0)


def test_as_large_a_part_will_answer_as_did() -> None:
    """Twenty were interviewed, ten answered this question: of twenty more ten will."""
    voice = Voice(0, 1.0, 10, 10.0, 10.0)
    assert added(voice, 20, group(), heard=Weights(20, 20.0, 20.0, 1.0)) == pytest.approx(10.0)


def test_each_respondent_is_asked_about_one_of_two_sizes() -> None:
    assert added(Voice(0, 1.0, asked=0.5), 20, group()) == pytest.approx(10.0)


def test_where_all_have_one_vote_revenue_does_not_matter() -> None:
    voice = Voice(0, 1.0, 10, 10.0, 10.0, vote=True)
    heard = Weights(10, 1_000.0, 1e5, 100.0)
    assert added(voice, 20, group(w=1.0), heard=heard) == pytest.approx(20.0)

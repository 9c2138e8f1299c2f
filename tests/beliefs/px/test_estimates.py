from __future__ import annotations

import pytest

from tests.beliefs.px_voices import Voices
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import spoken


def two_channels(shops: int, agents: int) -> Voices:
    voices = Voices()
    for index in range(shops):
        voices.interview(voices.firm("shops"), (60 + index, 60, 60), recommend=9)
    for index in range(agents):
        voices.interview(voices.firm("agents"), (40 + index, 40, 40), recommend=5)
    return voices


def test_a_channel_of_four_is_hidden_with_the_next_smallest() -> None:
    voices = two_channels(12, 4)
    voices.heard("branches", *[(50, 50, 50)] * 6)
    px = voices.px()
    index = [score for score in px.scores if score.measure == "px" and score.weighting == "vote"]
    assert {score.channel_id: score.hidden_because for score in index} == {
        "agents": "few", "branches": "residual", "shops": "", "all": "",
    }  # fmt: skip
    assert px.score("shops", "px", "vote").reading == "full"
    assert px.score("all", "px", "vote").reading == "full"
    assert set(px.weakest) == set(px.labels) == {"shops", "all"}


def test_hidden_scores_carry_no_value_and_no_interviews() -> None:
    px = two_channels(12, 4).px()
    for score in px.scores:
        if score.channel_id == "agents":
            assert (score.estimate.value, score.estimate.lower, score.estimate.upper) == (None, None, None)
            assert [source.ids for source in score.estimate.evidence] == [()]
    frame = px.to_frame()
    assert frame.filter(frame["reading"] == "hidden")["value"].null_count() == 2 * 6 * 2


def test_a_revenue_view_carried_by_one_is_hidden_and_its_votes_are_not() -> None:
    voices = Voices()
    voices.heard("shops", *[(50, 50, 50)] * 9)
    voices.interview(voices.firm("shops", 1000.0), (90, 90, 90))
    px = voices.px()
    assert px.score("shops", "px", "revenue").hidden_because == "dominance"
    assert px.score("shops", "px", "revenue").estimate.value is None
    assert px.score("shops", "px", "vote").estimate.value == pytest.approx(54)


def test_a_revenue_view_carried_by_few_is_not_printed() -> None:
    voices = Voices()
    voices.heard("shops", *[(50, 50, 50)] * 6, revenue=10.0)
    voices.heard("shops", *[(70, 70, 70)] * 4, revenue=1000.0)
    assert voices.px().score("shops", "px", "revenue").hidden_because == "effective_n"


def test_a_revenue_view_without_revenues_says_so() -> None:
    voices = Voices()
    voices.heard("shops", *[(50, 50, 50)] * 6, revenue=None)
    px = voices.px()
    assert px.score("shops", "px", "revenue").hidden_because == "no_revenue"
    assert px.score("shops", "px", "vote").estimate.value == pytest.approx(50)


def test_pillars_are_hidden_when_the_index_is() -> None:
    voices = Voices()
    for scores in [{"easy": 50.0, "predictable": 50.0, "profitable": 50.0}] * 4 + [{"easy": 50.0}] * 4:
        voices.interview(voices.firm("shops"), scores)
    px = voices.px()
    assert {px.score("shops", m, "vote").hidden_because for m in ("easy", "predictable", "profitable", "px")} == {
        "few"
    }


def test_pillars_stand_alone_where_there_is_no_index_at_all() -> None:
    voices = Voices()
    for _ in range(6):
        voices.interview(voices.firm("shops"), {"easy": 50.0})
    px = voices.px()
    assert px.score("shops", "easy", "vote").estimate.value == pytest.approx(50)
    assert px.score("shops", "px", "vote").hidden_because == "no_answers"
    assert px.weakest == {}


def test_net_promoter_score_and_recommendation_stand_beside_the_index() -> None:
    px = two_channels(12, 6).px()
    assert px.score("shops", "nps", "vote").estimate.value == 100
    assert px.score("agents", "nps", "vote").estimate.value == -100
    assert px.score("agents", "recommendation", "vote").estimate.value == pytest.approx(50)
    assert px.score("all", "nps", "vote").estimate.value == 33.3


def test_estimates_say_how_they_were_made() -> None:
    voices = two_channels(12, 6)
    today = voices.px(simulated=True).score("agents", "easy", "vote").estimate
    voices.silent("agents", 6)
    sampled, forecast = (
        voices.px(enumerative=enumerative).score("agents", "easy", "vote").estimate
        for enumerative in (True, False)
    )
    assert spoken(today.method, "it").endswith("tutti ascoltati: nessun errore di campionamento")
    assert today.lower == today.value == today.upper == 42.5
    assert today.evidence == (
        Source(
            "interviews", "PE01, PE02, PE03, PE05, PE06, PE07, PE08", simulated=True,
            ids=("i12", "i13", "i14", "i15", "i16", "i17"),
        ),
    )  # fmt: skip
    assert (today.unit, today.weighting, today.grade, today.level) == ("score", "vote", Grade.C, 0.9)
    assert sampled.value == forecast.value == 42.5
    assert sampled.lower is not None
    assert forecast.lower is not None
    assert 42.5 - forecast.lower == pytest.approx((42.5 - sampled.lower) * 2**0.5, abs=0.15)

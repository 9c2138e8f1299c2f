from __future__ import annotations

import pytest

from tests.beliefs.px_voices import Voices
from tramite.kernel.errors import InputRefused
from tramite.kernel.grade import Grade


def test_px_index_of_80_40_75_is_65_and_predictable_is_weakest() -> None:
    voices = Voices()
    voices.heard("shops", *[(80, 40, 75)] * 6)
    px = voices.px()
    assert px.score("shops", "px", "vote").estimate.value == pytest.approx(65.0)
    assert px.weakest == {"shops": "predictable", "all": "predictable"}
    assert px.labels == {"shops": "sound", "all": "sound"}


def test_px_index_of_70_with_a_pillar_below_50_is_unbalanced() -> None:
    voices = Voices()
    voices.heard("shops", *[(90, 40, 90)] * 6)
    px = voices.px()
    assert px.score("shops", "px", "vote").estimate.value == 73.3
    assert px.labels["shops"] == "unbalanced"


def test_px_index_shows_votes_and_revenue_apart() -> None:
    voices = Voices()
    voices.heard("shops", *[(80, 80, 80)] * 5, revenue=300.0)
    voices.heard("shops", *[(40, 40, 40)] * 5, revenue=100.0)
    px = voices.px()
    assert px.score("shops", "px", "vote").estimate.value == pytest.approx(60)
    assert px.score("shops", "px", "revenue").estimate.value == pytest.approx(70)
    assert px.score("shops", "px", "revenue").effective_n == pytest.approx(2000**2 / (5 * 300**2 + 5 * 100**2))


def test_px_index_weighs_strata_by_their_population() -> None:
    voices = Voices()
    for score, stratum in [(90, "large")] * 4 + [(30, "small")] * 4:
        voices.interview(voices.firm("shops", stratum=stratum), (score, score, score))
    voices.silent("shops", 8, stratum="small")
    estimate = voices.px().score("shops", "easy", "vote").estimate
    assert (estimate.value, estimate.n, estimate.N) == pytest.approx(((4 * 90 + 12 * 30) / 16, 8, 16))


def test_px_index_averages_the_informants_of_a_firm_and_flags_those_far_apart() -> None:
    voices = Voices()
    voices.heard("shops", *[(50, 50, 50)] * 4)
    two = voices.firm("shops")
    voices.interview(two, (100, 50, 50))
    voices.interview(two, (70, 50, 50))
    agreed = voices.firm("shops")
    voices.interview(agreed, (75, 50, 50))
    voices.interview(agreed, (50, 50, 50))
    px = voices.px()
    easy = px.score("shops", "easy", "vote").estimate
    assert (easy.value, easy.n) == (57.9, 6)  # (4·50 + 85 + 62.5)/6
    assert px.flagged_firms == 1


def test_px_index_hears_only_partners_who_agreed_and_finished() -> None:
    voices = Voices()
    voices.heard("shops", *[(60, 60, 60)] * 5)
    voices.interview(voices.firm("shops"), (0, 0, 0), consent=False)
    voices.interview(voices.firm("shops"), (0, 0, 0), status="has_issues")
    voices.interview(voices.firm("shops", role="customer"), (0, 0, 0), role="customer")
    voices.interview(voices.firm("shops"), (60, 60, 60), status="approved")
    estimate = voices.px().score("shops", "px", "vote").estimate
    assert (estimate.value, estimate.n, estimate.N) == pytest.approx((60, 6, 8))


def test_px_index_reads_lost_partners_apart() -> None:
    voices = Voices()
    voices.heard("shops", *[(60, 60, 60)] * 5)
    for _ in range(5):
        voices.interview(voices.firm("shops", status="lost"), (20, 20, 20))
    voices.silent("shops", 2, status="lost")
    lost = voices.px(population="lost").score("shops", "px", "vote").estimate
    assert voices.px().score("shops", "px", "vote").estimate.value == pytest.approx(60)
    assert (lost.value, lost.n, lost.N) == pytest.approx((20, 5, 7))


def test_px_index_names_channels_in_which_nobody_was_heard() -> None:
    voices = Voices()
    voices.heard("shops", *[(60, 60, 60)] * 5)
    voices.silent("agents", 9)
    px = voices.px()
    silent = px.score("agents", "px", "vote")
    assert px.silent_channels == ("agents",)
    assert (silent.estimate.value, silent.reading, silent.hidden_because) == (None, "hidden", "no_answers")
    assert silent.estimate.grade is Grade.D
    assert px.score("all", "px", "vote").estimate.N == 5


def test_px_index_of_no_interview_is_not_known() -> None:
    voices = Voices()
    voices.silent("shops", 9)
    px = voices.px()
    assert {score.estimate.value for score in px.scores} == {None}
    assert {score.hidden_because for score in px.scores} == {"no_answers"}
    assert (px.weakest, px.labels, px.weights, px.silent_channels) == ({}, {}, {}, ("shops",))


def test_px_index_changes_nothing_when_units_are_renamed() -> None:
    voices, other = Voices(), Voices()
    rows = [(80.0, 40.0, 75.0), (50.0, 50.0, 50.0), (100.0, 25.0, 75.0), (30.0, 60.0, 10.0), (75.0, 75.0, 75.0)]
    voices.heard("shops", *rows)
    other.heard("shops", *reversed(rows))
    one, two = (v.px().to_frame().drop("evidence") for v in (voices, other))
    assert one["channel_id"].to_list() == two["channel_id"].to_list()
    assert one["value"].to_list() == pytest.approx(two["value"].to_list())
    assert one["lower"].to_list() == pytest.approx(two["lower"].to_list())


def test_px_index_refuses_an_interview_of_someone_outside_the_frame() -> None:
    voices = Voices()
    voices.heard("shops", (60, 60, 60))
    voices.interview("stranger", (60, 60, 60))
    with pytest.raises(InputRefused) as refused:
        voices.px()
    assert [(fault.kind, fault.value) for fault in refused.value.faults] == [("unknown_unit", "stranger")]

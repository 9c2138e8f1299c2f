from __future__ import annotations

import pytest

from tests.beliefs.heard_voices import Heard
from tramite.beliefs.knowledge.mixes import mix_gaps, top_threes
from tramite.voices.disclosure.screening import ALL

CARDS = ("price", "delivery", "range", "advice", "near", "person")


def cards(best: tuple[str, ...], worst: tuple[str, ...]) -> dict[str, float]:
    return {**dict.fromkeys(best, 1.0), **dict.fromkeys(worst, -1.0)}


def test_distance_of_two_mixes_is_half_the_sum_of_differences() -> None:
    made = Heard()
    said = {"risk.partner": 80.0, "risk.vendor": 20.0, "risk.other": 0.0}
    thought = {"risk.partner": 50.0, "risk.vendor": 30.0, "risk.other": 20.0}
    made.hear("partner", "shops", 12, lambda _: {"PS01": said})
    made.hear("vendor", "shops", 12, lambda _: {"VS01": thought})
    found = {(gap.domain, gap.row): gap for gap in mix_gaps(made.study())}
    assert found["shops", "risk"].distance == pytest.approx(0.30)  # (0.30 + 0.10 + 0.20) / 2
    assert (found["shops", "risk"].by_chance, found["shops", "risk"].n) == (0.0, 12)


def test_wallets_of_rivals_are_never_compared() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda _: {"PW01": {"vendor": 60.0, "c1": 40.0}})
    made.hear("vendor", "shops", 12, lambda _: {"VW01": {"vendor": 90.0, "c1": 10.0}})
    assert mix_gaps(made.study()) == ()


def test_overlap_of_the_top_three() -> None:
    made = Heard()
    made.hear("customer", "shops", 12, lambda _: {"CN02": cards(CARDS[:3], CARDS[3:])})
    made.hear("vendor", "shops", 12, lambda _: {"VC02": cards(CARDS[2:5], (*CARDS[:2], CARDS[5]))})
    found = {top.domain: top for top in top_threes(made.study())}
    assert found[ALL].overlap == found["shops"].overlap == 1
    assert set(found[ALL].answered) == set(CARDS[:3])
    assert (found[ALL].side, found[ALL].reading, found[ALL].n) == ("customer", "interval", 12)


def test_what_few_of_the_vendors_people_chose_is_not_told() -> None:
    made = Heard()
    made.hear("customer", "shops", 12, lambda _: {"CN02": cards(CARDS[:3], CARDS[3:])})
    made.hear("vendor", "shops", 4, lambda _: {"VC02": cards(CARDS[2:5], (*CARDS[:2], CARDS[5]))})
    assert top_threes(made.study()) == ()

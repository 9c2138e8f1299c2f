from __future__ import annotations

import pytest

from tests.beliefs.heard_voices import FACTS, Heard, quiz
from tramite.beliefs.information.information import information
from tramite.beliefs.trends import trends
from tramite.kernel.grade import Grade
from tramite.voices.disclosure.screening import ALL


def test_nobody_asked_is_no_belief() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda _: {"PE01": 5.0})
    assert information(made.study()) is None
    assert trends(made.study(), None) == ()


@pytest.mark.parametrize(("right", "first"), [(3, True), (4, False)])
def test_a_vendor_below_four_in_five_mends_its_own_content_first(right: int, first: bool) -> None:
    made = Heard()
    made.hear("vendor", "shops", 12, lambda _: {"VI04": quiz(right)})
    found = information(made.study(facts=FACTS))
    assert found is not None
    assert found.vendor_first is first


def test_who_only_heard_of_an_announcement_cannot_explain_it() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PI06": {"new": float(i % 3)}})
    found = information(made.study())
    assert found is not None
    cell = found.roadmap["partner"].cell("shops", "new", "vote")
    assert cell.estimate.value == pytest.approx(1 / 3, abs=5e-4)


def test_priorities_overlap_in_their_first_three() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda _: {"PM05": {"margin": 1.0, "growth": 2.0, "cash": 3.0}})
    made.hear("vendor", "shops", 12, lambda _: {"VM05": {"growth": 1.0, "digital": 2.0, "margin": 3.0}})
    found = information(made.study())
    assert found is not None
    priorities = found.priorities
    assert priorities.top(priorities.stated, ALL) == ("margin", "growth", "cash")
    assert priorities.overlap == {"shops": 2, ALL: 2}


def test_content_is_compared_between_three_sides() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PE06": 5.0 + i % 2})
    made.hear("customer", "shops", 12, lambda i: {"CK03": 6.0 + i % 2})
    made.hear("vendor", "shops", 12, lambda i: {"VE06": 8.0 + i % 2})
    found = information(made.study())
    assert found is not None
    assert {gap.pair: (gap.gap.value, gap.verdict) for gap in found.content if gap.domain == ALL} == {
        "vendor_partner": (30.0, "confirmed"), "vendor_customer": (20.0, "confirmed"),
        "customer_partner": (10.0, "confirmed"),
    }  # fmt: skip


def test_a_trend_is_decided_by_its_first_measure() -> None:
    made = Heard()
    made.hear("partner", "shops", 20, lambda i: {"PM04": "transactional" if i < 2 else "partnership"})
    made.hear("vendor", "shops", 8, lambda _: {"VM04": "transactional"})
    made.hear("customer", "shops", 20, lambda _: {"CX05": "buy"})
    found = {trend.number: trend for trend in trends(made.study(), information(made.study()))}
    assert found[4].verdict == "confirmed"
    verdicts = {measure.name: measure.verdict for measure in found[4].measures}
    assert verdicts == {
        "partners_beyond": "confirmed", "vendor_beyond": "not_evaluable", "customers_beyond": "rejected",
        "recurring_today": "not_evaluable",
    }  # fmt: skip
    assert {number: trend.verdict for number, trend in found.items() if number != 4} == dict.fromkeys(
        (1, 2, 3), "not_evaluable"
    )
    assert found[4].measures[0].estimate.grade is Grade.C


def test_competition_is_left_to_a_clean_team() -> None:
    made = Heard()
    made.hear("partner", "shops", 20, lambda _: {"PW03": 90.0, "PM04": "partnership"})
    found = trends(made.study(), None)
    items = {source.name for trend in found for m in trend.measures for source in m.estimate.evidence}
    assert not any("PW03" in name for name in items)
    assert found[2].left_out == ("coopetition",)

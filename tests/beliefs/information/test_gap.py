from __future__ import annotations

import pytest

from tests.beliefs.heard_voices import FACTS, Heard, quiz
from tramite.beliefs.information.gap import InformationGap, information_gaps
from tramite.beliefs.information.quiz import facts_asked, quiz_answers, quiz_table
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.study import Study


def heard(partners: int = 12, customers: int = 12, *, knows: int = 3) -> Study:
    """Return a study in which partners get 1 or 2 of 4 right, customers ``knows`` or one less."""
    made = Heard()
    made.hear("partner", "shops", partners, lambda i: {"PI04": quiz(1 + i % 2)})
    made.hear("customer", "shops", customers, lambda i: {"CK04": quiz(knows - i % 2)})
    return made.study(facts=FACTS)


def gaps(study: Study) -> dict[tuple[str, str], InformationGap]:
    return {(gap.side, gap.domain): gap for gap in information_gaps(study)}


def test_marks_right_wrong_and_sure() -> None:
    made = Heard()
    made.hear("partner", "shops", 1, lambda _: {"PI04": {
        "f1": ("true", 9.0), "f2": ("true", 7.0), "f3": ("false", 6.0), "f4": ("dk", 9.0), "other": ("true", 9.0)
    }})  # fmt: skip
    marks = quiz_answers(made.study(facts=FACTS), "partner")
    assert marks.select("fact_id", "right", "sure_wrong").rows() == [
        ("f1", 1.0, 0.0), ("f2", 0.0, 1.0), ("f3", 0.0, 0.0), ("f4", 0.0, 0.0),
    ]  # fmt: skip


def test_knowledge_is_the_share_right() -> None:
    cell = quiz_table(heard(), "partner", "right", ["f1", "f2", "f3", "f4"]).cell("shops", "", "vote")
    assert cell.estimate.value == 0.375  # half of them 1 of 4, half 2 of 4


def test_claim_is_confirmed_rejected_or_not_shown_by_its_interval() -> None:
    found = {knows: gaps(heard(knows=knows))["customer", ALL] for knows in (4, 2, 1)}
    assert [(found[k].gap.value, found[k].verdict) for k in (4, 2, 1)] == [
        (50.0, "confirmed"), (0.0, "not_shown"), (-25.0, "rejected"),
    ]  # fmt: skip


def test_only_common_facts_are_compared() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PI04": quiz(1 + i % 2)})
    some = {fact: said for fact, said in quiz(4).items() if fact in ("f1", "f4")}
    made.hear("customer", "shops", 12, lambda _: {"CK04": some})
    gap = gaps(made.study(facts=FACTS))["customer", "shops"]
    assert gap.facts == ("f1", "f4")
    assert gap.gap.value == 50.0  # of the two, partners know the first alone


def test_few_answers_are_not_compared_and_hidden_ones_not_told() -> None:
    assert gaps(heard(customers=9))["customer", ALL].verdict == "not_evaluable"
    assert gaps(heard(customers=4))["customer", ALL].gap.value is None


def test_customers_of_a_channel_without_partners_have_no_part_in_the_whole() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PI04": quiz(1 + i % 2)})
    made.hear("customer", "shops", 12, lambda i: {"CK04": quiz(1 + i % 2)})
    made.hear("customer", "web", 30, lambda i: {"CK04": quiz(3 + i % 2)})
    assert gaps(made.study(facts=FACTS))["customer", ALL].gap.value == 0.0


def test_without_facts_there_is_no_quiz() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PI04": quiz(1 + i % 2)})
    study = made.study()
    assert (facts_asked(study, "partner"), information_gaps(study)) == (frozenset(), ())


def test_the_vendor_is_compared_in_all_only() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PI04": quiz(1 + i % 2)})
    made.hear("vendor", "shops", 12, lambda i: {"VI04": quiz(3 + i % 2)})
    found = gaps(made.study(facts=FACTS))
    assert list(found) == [("vendor", ALL)]
    assert found["vendor", ALL].gap.value == pytest.approx(50.0)

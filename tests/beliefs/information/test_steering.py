from __future__ import annotations

import pytest

from tests.beliefs.heard_voices import Heard, Said
from tramite.beliefs.information.causes import steering_causes
from tramite.beliefs.information.steering import Steering, steering
from tramite.beliefs.information.strategy import intended_answers
from tramite.voices.disclosure.screening import ALL


def partner(i: int) -> Said:
    return {
        "PI01": "a" if i < 9 else "b",
        "PI02": 20.0 + i % 2 * 10,
        "PI03": {"earn": 1.0} if i < 10 else {"fit": 1.0},
    }


def customer(i: int) -> Said:
    return {"CK06": ("away", "no", "dk")[0 if i < 3 else 2 if i > 11 else 1], "CK07": 6.0 + i % 2 * 2}


def made(vendor: str = "aaaaaaaaaaaa") -> Heard:
    heard = Heard()
    heard.hear("partner", "shops", 12, partner)
    heard.hear("customer", "shops", 14, customer)
    heard.hear("vendor", "shops", len(vendor), lambda i: {"VI01": vendor[i]})
    return heard


def of(heard: Heard, domain: str = ALL) -> Steering:
    return {one.domain: one for one in steering(heard.study())}[domain]


def test_index_is_the_mean_of_its_four_parts() -> None:
    one = of(made())
    parts = {name: estimate.value for name, estimate in one.components.items()}
    # 3 of 12 off; mean of 20 and 30; 3 of 12 who remember; 100 - mean of 60 and 80
    assert parts == {"off_strategy": 0.25, "redirected": 0.25, "sent_away": 0.25, "misfit": 0.3}
    assert one.index.value == pytest.approx(1.05 / 4, abs=6e-4)
    assert one.index.lower is not None
    assert one.index.upper is not None
    assert one.index.lower < 1.05 / 4 < one.index.upper
    assert one == Steering(ALL, of(made(), "shops").index, of(made(), "shops").components, one.intended)


def test_vendor_who_does_not_agree_has_no_answer_to_miss() -> None:
    one = of(made("aaaabbbbcccc"))
    assert (one.intended, one.components["off_strategy"].value, one.index.value) == (None, None, None)
    assert one.components.keys() == of(made()).components.keys()


def test_a_missing_part_leaves_the_others_and_no_index() -> None:
    heard = Heard()
    heard.hear("partner", "shops", 12, partner)
    heard.hear("vendor", "shops", 12, lambda _: {"VI01": "a"})
    one = of(heard, "shops")
    assert one.index.value is None
    assert {name: e.value for name, e in one.components.items()} == {
        "off_strategy": 0.25, "redirected": 0.25, "sent_away": None, "misfit": None,
    }  # fmt: skip


def test_a_channel_of_which_none_of_the_vendor_speak_has_the_answer_of_all() -> None:
    heard = made("a" * 12)
    heard.hear("partner", "agents", 12, partner)
    found = intended_answers(heard.study(), "VI01")
    assert {domain: (one.code, one.own) for domain, one in found.items()} == {
        ALL: ("a", True), "shops": ("a", True), "agents": ("a", False),
    }  # fmt: skip


def test_few_who_speak_of_a_channel_do_not_outvote_all() -> None:
    heard = made("a" * 12)
    heard.hear("partner", "agents", 12, partner)
    heard.hear("vendor", "agents", 3, lambda _: {"VI01": "b"})
    found = intended_answers(heard.study(), "VI01")
    # the three are hidden, and so are the twelve, from whom they could be worked out
    assert {domain: (one.code, one.own) for domain, one in found.items()} == {
        ALL: ("a", True), "shops": ("a", False), "agents": ("a", False),
    }  # fmt: skip


def test_nobody_asked_is_no_index() -> None:
    heard = Heard()
    heard.hear("partner", "shops", 12, lambda _: {"PE01": 5.0})
    assert steering(heard.study()) == ()


def test_a_cause_leads_only_where_its_lead_leaves_zero() -> None:
    assert steering_causes(made().study()).leading == {"shops": "earnings", ALL: "earnings"}
    even = Heard()
    even.hear("partner", "shops", 12, lambda i: {"PI03": {"earn": 1.0} if i % 2 else {"know": 1.0}})
    assert steering_causes(even.study()).leading == {"shops": None, ALL: None}

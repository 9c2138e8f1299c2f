from __future__ import annotations

from tests.beliefs.said import Talks
from tramite.beliefs.position.belief import position
from tramite.kernel.wording import phrase


def test_nobody_heard_has_no_position() -> None:
    assert position(Talks().study()) is None


def test_one_channel_alone_has_a_position_and_what_others_believe_of_it() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"CR01": 8}] * 6, role="customer")
    talks.hear_all("shops", [{"PW01": {"vendor": 50, "c1": 50}}] * 6)
    role = phrase("position.role")
    found = position(talks.study(), roles={"shops": role})
    assert found is not None
    one = found.standing("recommendation", "customer", "shops")
    assert one is not None
    assert one.estimate.value == 80
    assert found.standing("px", "partner", "shops") is None
    assert (found.roles, found.paradigms, found.for_clean_team) == ({"shops": role}, {}, True)

from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tests.beliefs.told_books import PERIOD, case, told
from tramite.beliefs.conflict.belief import ConflictBelief, conflict

NONE = told({"shops": {}, "web": {}})


def believed(talks: Talks) -> ConflictBelief | None:
    return conflict(
        talks.study(), definition=case("shops", "web", direct=("web",), draws=200), now=NONE,
        before=told({"shops": {}, "web": {}}, PERIOD.previous()),
    )  # fmt: skip


def test_nobody_heard_is_no_belief() -> None:
    assert believed(Talks()) is None


def test_all_refuse_is_no_belief() -> None:
    talks = Talks()
    talks.hear_all("shops", [{}] * 8)
    assert believed(talks) is None


def test_twelve_interviews_without_books_give_levels_and_no_amounts() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PR07": 5, "PW03": 10, "PW04": {"": 20, "code": "web"}, "PW05": {"other": 100}}] * 7)
    talks.hear_all("web", [{"CC01": {"web": 100}, "CC02": {"web": 50, "shops": 50}}] * 5, role="customer")
    belief = believed(talks)
    assert belief is not None
    assert belief.level("vertical", "shops").level.estimate.value == pytest.approx(50)
    assert [(one.spend, one.effect) for one in belief.moved] == [(None, None)]
    assert [(s.channel_id, s.moved.estimate.value) for s in belief.mix] == [("web", 0.5), ("all", 0.5)]
    assert belief.for_clean_team
    with pytest.raises(KeyError):
        belief.level("coopetition", "shops")

from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tests.beliefs.told_books import PERIOD, case, told
from tramite.beliefs.conflict.levels import clash_table
from tramite.beliefs.conflict.moved import MovedSpend, moved_by_voices, moved_in_books
from tramite.books.cannibalisation import Cannibalisation
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade

# shops: v 0.7, margin 20% of net sales; web: v 1, margin 25%
BOOKS = {
    "shops": {"net_sales": 700.0, "cm1": 140.0, "end_customer_spend": 1000.0},
    "web": {"net_sales": 500.0, "cm1": 125.0, "end_customer_spend": 500.0},
}
CASE = case("shops", "web", direct=("web",))
CHANCE = Chance(1, 2000)


def clashes(lost: tuple[float, ...]) -> list[MovedSpend]:
    """Partners met the web in so many of a hundred opportunities; half of those were lost to it."""
    talks = Talks()
    for met in lost:
        ended = {"me": 50.0, "other": 50.0}
        talks.hear("shops", {"PW04": {"": met, "code": "web"}, "PW05": ended})
    talks.silent("shops", 30)
    table = clash_table(talks.study())
    return list(moved_by_voices(table, statement=told(BOOKS), definition=CASE, chance=CHANCE))


def test_effect_is_spend_times_difference_of_conversion_and_margin() -> None:
    found = clashes((20, 20, 20, 20, 20, 20))
    assert [(one.source, one.by, one.ground) for one in found] == [("shops", "web", "voices")]
    one = found[0]
    assert one.share.value == pytest.approx(0.1)
    assert one.spend is not None
    assert one.effect is not None
    assert one.spend.value == pytest.approx(100)
    assert one.effect.value == pytest.approx(100 * (1 * 0.25 - 0.7 * 0.2))


def test_effect_has_the_interval_of_the_share() -> None:
    effect = clashes((0, 10, 20, 20, 30, 40))[0].effect
    assert effect is not None
    assert effect.value is not None
    assert effect.lower is not None
    assert effect.upper is not None
    assert effect.lower < effect.value < effect.upper


def test_few_partners_are_hidden_with_their_amounts() -> None:
    one = clashes((20, 20, 20))[0]
    assert (one.share.value, one.spend, one.effect) == (None, None, None)


def test_effect_without_margins_is_not_known() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PW04": {"": 20.0, "code": "web"}, "PW05": {"other": 100.0}}] * 6)
    poor = told({"shops": BOOKS["shops"], "web": {"net_sales": 500.0}})
    one = moved_by_voices(clash_table(talks.study()), statement=poor, definition=CASE, chance=CHANCE)[0]
    assert one.spend is not None
    assert one.effect is None


def test_books_value_what_moved_by_their_own_sales() -> None:
    net = Estimate(0.1, 0.05, 0.15, 0.9, 40, None, "share", "invented", grade=Grade.A)
    found = Cannibalisation("shops", "web", PERIOD, net, net, net, 400.0, 0.9, 70)
    one = moved_in_books([found], statement=told(BOOKS), definition=CASE)[0]
    assert one.spend is not None
    assert one.effect is not None
    assert one.ground == "books"
    assert one.spend.value == pytest.approx(40)
    assert (one.effect.value, one.effect.lower) == pytest.approx((40 * 0.11, 20 * 0.11))
    assert one.effect.grade is Grade.A


def test_stated_and_measured_stand_apart() -> None:
    assert {one.ground for one in clashes((20,) * 6)} == {"voices"}

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.beliefs.px_voices import ratings
from tests.beliefs.said import Talks
from tramite.beliefs.imbalance.partners import (
    broken_promise,
    clash_inside,
    leaving,
    paid_less_than_others,
    pay_against_functions,
    steered_away,
)

from .ground_made import ground, known


def rated(*pillars: tuple[float, float, float]) -> Talks:
    """Interview one shop for each triple of pillars."""
    talks = Talks()
    for easy, predictable, profitable in pillars:
        unit = talks.hear("shops", {})
        scores = {"easy": easy, "predictable": predictable, "profitable": profitable}
        rows = ratings(f"i{unit[1:]}", "reseller", scores)
        talks.responses += [
            (i, item, "", number, text) for i, item, _, number, text, missing in rows if not missing
        ]
    return talks


def test_broken_promise_fires_on_the_lowest_pillar_and_stakes_who_judges_so() -> None:
    found = broken_promise(ground(rated(*[(75, 25, 75)] * 6, *[(75, 75, 75)] * 2)), "shops")
    assert found.status == "fires"
    lowest = found.measures[0]
    assert (lowest.code, lowest.value, lowest.limit) == ("predictable", 37.5, 50)
    assert found.at_stake == pytest.approx(750)  # six partners in eight of equal revenue
    assert found.severity == pytest.approx(0.75)
    assert found.certainty == "sure"


def test_broken_promise_is_clear_where_all_are_kept() -> None:
    found = broken_promise(ground(rated(*[(75, 50, 75)] * 8)), "shops")
    assert (found.status, found.at_stake) == ("clear", None)


@pytest.mark.parametrize(
    ("rule", "few", "missing"),
    [
        (broken_promise, {"PE01": 1}, "rules.missing_partner"),
        (clash_inside, {"PW04": {"": 50, "code": "web"}, "PW05": {"other": 100}}, "rules.missing_hidden"),
        (leaving, {"PR09": 1}, "rules.missing_hidden"),
        (paid_less_than_others, {"PF02": "1"}, "rules.missing_hidden"),
    ],
)
def test_hidden_numbers_neither_fire_nor_clear(rule: object, few: dict[str, object], missing: str) -> None:
    """Three answers that would fire, and three that would not, are told alike."""
    talks = Talks()
    talks.hear_all("shops", [few] * 3)  # type: ignore[list-item]
    found = rule(ground(talks), "shops")  # type: ignore[operator]
    assert (found.status, found.measures, found.at_stake) == ("not_evaluable", (), None)
    assert [lack.key for lack in found.missing] == [missing]


@pytest.mark.parametrize("rule", [broken_promise, clash_inside, leaving, paid_less_than_others])
def test_nobody_asked_says_whom_to_ask(rule: object) -> None:
    for made in (ground(Talks()), replace(ground(Talks()), study=None, px=None, conflict=None)):
        found = rule(made, "shops")  # type: ignore[operator]
        assert found.status == "not_evaluable"
        assert [lack.key for lack in found.missing] == ["rules.missing_partner"]


@pytest.mark.parametrize(("met", "status"), [(40.0, "fires"), (30.0, "clear"), (20.0, "clear")])
def test_clash_fires_beyond_its_limit_and_not_at_it(met: float, status: str) -> None:
    talks = Talks()
    ended = {"me": 50.0, "other": 30.0, "me_cut": 20.0}
    talks.hear_all("shops", [{"PW04": {"": met, "code": "web"}, "PW05": ended}] * 6)
    found = clash_inside(ground(talks), "shops")
    assert found.status == status
    assert found.measures[0].value == pytest.approx(met / 200)
    assert found.at_stake == (pytest.approx(200) if status == "fires" else None)


def test_leaving_stakes_what_their_own_probabilities_lose() -> None:
    talks = Talks()
    for chance, revenue in ((2, 300), (8, 100), (8, 100), (8, 100), (8, 100), (8, 100), (8, 100), (4, 100)):
        talks.hear("shops", {"PR09": chance}, revenue=float(revenue))
    found = leaving(ground(talks), "shops")
    assert found.status == "fires"
    assert found.measures[0].value == pytest.approx(0.4)
    assert found.at_stake == pytest.approx(1000 * (0.3 * 0.8 + 0.1 * 0.6))


@pytest.mark.parametrize(
    ("answers", "status"), [("22222222", "fires"), ("22222223", "clear"), ("11222334", "clear")]
)
def test_profitability_fires_at_its_limit_or_below(answers: str, status: str) -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PF02": code} for code in answers])
    found = paid_less_than_others(ground(talks), "shops")
    assert found.status == status
    assert found.measures[0].value == pytest.approx(sum(map(int, answers)) / 8, abs=5e-4)
    assert found.at_stake == (pytest.approx(1000) if status == "fires" else None)


@pytest.mark.parametrize(("gap", "status"), [(0.15, "fires"), (-0.15, "fires"), (0.10, "clear"), (0.05, "clear")])
def test_pay_fires_on_either_side_of_what_functions_deserve(gap: float, status: str) -> None:
    found = pay_against_functions(ground(Talks(), equity_gap={"shops": known(gap)}), "shops")
    assert found.status == status
    assert found.measures[0].value == pytest.approx(abs(gap))
    assert found.at_stake == (pytest.approx(0.15 * 500) if status == "fires" else None)


@pytest.mark.parametrize(
    ("index", "status", "certainty"),
    [(0.30, "fires", "sure"), (0.255, "fires", "likely"), (0.251, "fires", "open"), (0.20, "clear", "sure")],
)
def test_steering_says_how_sure_it_is(index: float, status: str, certainty: str) -> None:
    found = steered_away(ground(Talks(), steering={"shops": known(index)}), "shops")
    assert (found.status, found.certainty) == (status, certainty)


def test_rules_without_their_belief_say_which_is_missing() -> None:
    made = ground(Talks())
    found = [rule(made, "shops").missing[0].key for rule in (pay_against_functions, steered_away)]
    assert found == ["rules.missing_functions", "rules.missing_steering"]

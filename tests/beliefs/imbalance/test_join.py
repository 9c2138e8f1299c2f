from __future__ import annotations

from typing import get_args

from tests.beliefs.said import Talks
from tramite.beliefs.imbalance.join import imbalances
from tramite.books.imbalance_rule import STAKES, Measure, Rule, RuleResult
from tramite.kernel.wording import LANGUAGES, catalogue, phrase

from .ground_made import ground, known

OF_BOOKS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B14", "B16", "B18")


def books() -> list[RuleResult]:
    """Let the books judge one rule of the shops, and lack the rest."""
    found: list[RuleResult] = [
        RuleResult(rule, "shops", "not_evaluable", missing=(phrase("rules.missing_functions"),))  # type: ignore[arg-type]
        for rule in OF_BOOKS if rule != "B3"
    ]  # fmt: skip
    return [*found, RuleResult("B3", "shops", "fires", (Measure("cm2", -50.0, "money", 0.0),), 50.0, 0.05)]


def test_all_eighteen_rules_stand_together_once_each() -> None:
    found = [result.rule for result in imbalances(books(), ground(Talks())) if result.channel_id == "shops"]
    assert sorted(found) == sorted(get_args(Rule))


def test_channels_without_partners_have_no_rules_of_partners() -> None:
    found = {result.rule for result in imbalances(books(), ground(Talks())) if result.channel_id == "web"}
    assert found == {"B12", "B13", "B18"}


def test_books_and_voices_are_ranked_by_amount_at_stake() -> None:
    made = ground(Talks(), steering={"shops": known(0.3)}, equity_gap={"shops": known(0.2)})
    found = [(r.rule, r.at_stake) for r in imbalances(books(), made) if r.status == "fires"]
    assert found == [("B11", 300.0), ("B8", 100.0), ("B3", 50.0)]


def test_what_the_books_lack_of_other_beliefs_is_judged_once() -> None:
    made = ground(Talks(), equity_gap={"shops": known(0.2)})
    assert [r.status for r in imbalances(books(), made) if (r.rule, r.channel_id) == ("B8", "shops")] == ["fires"]


def test_renaming_respondents_changes_no_outcome() -> None:
    talks = Talks()
    talks.hear_all("shops", [{"PR09": 2 + i % 4, "PF02": "2", "PW04": 10.0 * i, "PW05": {"other": 50, "me": 50}}
                             for i in range(9)])  # fmt: skip
    one, other = (imbalances(books(), ground(made)) for made in (talks, talks.renamed()))
    assert [(r.rule, r.status, r.at_stake, r.certainty) for r in one] == [
        (r.rule, r.status, r.at_stake, r.certainty) for r in other
    ]


def test_every_rule_has_its_words_and_kind_of_amount() -> None:
    made = ground(Talks(), steering={"shops": known(0.3)}, limit={"shops": known(1, 0.1, "money")},
                  budget={"shops": 2.0})  # fmt: skip
    found = imbalances(books(), made)
    assert set(STAKES) == set(get_args(Rule))
    for language in LANGUAGES:
        wanted = {f"rules.{rule}{end}" for rule in get_args(Rule) for end in ("", "_about", "_stake")}
        wanted |= {f"rules.measure_{measure.code}" for result in found for measure in result.measures}
        wanted |= {lack.key for result in found for lack in result.missing}
        assert wanted <= catalogue(language).keys()

"""Which actions follow from which grounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from tests.reports.conftest import estimate
from tests.voices.estimation.waves_made import SPRING, Rounds
from tramite.beliefs.held import Beliefs
from tramite.beliefs.px.result import PxResult, PxScore
from tramite.books.imbalance_rule import Measure, Rule, RuleResult
from tramite.decisions.actions.answering import feedback_actions, tool_actions
from tramite.decisions.actions.balance import balance_actions
from tramite.decisions.actions.deciding import alternative_actions, chosen_alternative, verify_actions
from tramite.decisions.actions.experience import experience_actions
from tramite.decisions.actions.grading import grade_of, verification
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.knowing import knowing_actions
from tramite.decisions.actions.proposal import Effect, Law, Proposal, horizon_of, rank
from tramite.decisions.actions.propose import propose_actions
from tramite.decisions.actions.remedies import REMEDIES
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import LANGUAGES, catalogue
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.answers import Answers, ItemAnswers
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable

METHOD = Method()
OWN_TITLE = {"px_group", "role_cost", "role_access", "role_complement", "role_none"}


def by_id(actions: object) -> dict[str, Proposal]:
    return {action.id: action for action in actions}  # type: ignore[attr-defined]


def fires(rule: Rule, channel: str = "dealers", **more: object) -> RuleResult:
    return RuleResult(rule, channel, "fires", (Measure("cm2", -1.0, "money", 0.0),), 90_000.0,
                      evidence=(Source("table", "sell_in"),), **more)  # type: ignore[arg-type]  # fmt: skip


def rated(item_id: str, score: float, *, hidden: str = "", half: float = 5.0) -> ItemAnswers:
    told = estimate(None if hidden else score, half, n=18, N=40)
    cell = MeasureCell("dealers", "", "vote", told, "hidden" if hidden else "interval", hidden, 18.0)
    return ItemAnswers(load_bank().item(item_id), "partner", MeasureTable(item_id, "mean", (cell,), (), 0, 0))


def answering(ground: PlanGround, *items: ItemAnswers) -> PlanGround:
    rounds = Rounds()
    rounds.hear(["p1"], SPRING, {"PE01": 5})
    return replace(ground, answers=Answers(load_bank(), items, (), (), (), (), rounds.standing()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remedy_and_flag_has_its_words(language: str) -> None:
    words = catalogue(language)
    for key, remedy in REMEDIES.items():
        if key not in OWN_TITLE:
            assert f"actions.{key}_title" in words, key
        if key not in OWN_TITLE - {"px_group"} and key != "px_group":
            assert f"actions.{key}_steps" in words, key
        for name in (f"owner_{remedy.owner}", f"risk_{remedy.family}", f"tell_{remedy.family}"):
            assert f"actions.{name}" in words, key
    assert [law for law in get_args(Law) if f"actions.law_{law}" not in words] == []


def test_every_rule_of_imbalance_leads_to_an_action(ground: PlanGround) -> None:
    """B9, B10 and B11 stand in actions of their own: weakest promise, clash, steering."""
    for rule in get_args(Rule):
        if rule not in ("B9", "B10", "B11"):
            (action,) = balance_actions(replace(ground, imbalance=(fires(rule),)))
            assert (action.id, action.at_stake) == (f"{rule.lower()}-dealers", 90_000.0)


def test_a_contribution_below_zero_is_not_also_below_its_weight(ground: PlanGround) -> None:
    both = replace(ground, imbalance=(fires("B3"), fires("B4")))
    assert list(by_id(balance_actions(both))) == ["b3-dealers"]


def test_rules_that_are_clear_or_not_evaluable_lead_to_nothing(ground: PlanGround) -> None:
    quiet = tuple(RuleResult("B3", "dealers", status) for status in ("clear", "not_evaluable"))
    assert list(balance_actions(replace(ground, imbalance=quiet))) == []


def test_an_outcome_that_may_be_noise_is_verified_first(ground: PlanGround) -> None:
    sure, noise = (
        next(iter(balance_actions(replace(ground, imbalance=(fires("B1", certainty=certainty),)))))
        for certainty in ("counted", "open")
    )
    assert (sure.grade, sure.verify, noise.grade) == (Grade.A, None, Grade.A)
    assert noise.verify is not None


def test_costs_that_a_driver_splits_are_assumed(ground: PlanGround) -> None:
    cell = ground.statement.cells["dealers", "cm2"]
    split = {**ground.statement.cells, ("dealers", "cm2"): replace(cell, allocated=-5.0)}
    statement = replace(ground.statement, cells=split)
    (action,) = balance_actions(replace(ground, imbalance=(fires("B3"),), statement=statement))
    assert (action.grade, action.verify is not None) == (Grade.D, True)


def test_nothing_is_proposed_for_a_channel_that_is_to_be_closed(ground: PlanGround) -> None:
    assert by_id(propose_actions(ground)).keys() >= {"b3-depots"}
    closing = propose_actions(replace(ground, closing=frozenset({"depots"})))
    assert [one.id for one in closing if one.channel_id == "depots" and not one.id.startswith("alt")] == []


def test_the_weakest_items_of_the_weakest_promise_are_mended(ground: PlanGround) -> None:
    told = answering(ground, rated("PP02", 40), rated("PP03", 30), rated("PP04", 50), rated("PE02", 10))
    found = by_id(experience_actions(told))
    assert list(found) == ["px-pp03-dealers", "px-pp02-dealers"]  # predictable; the two lowest
    assert found["px-pp03-dealers"].kpi.today == 30
    assert found["px-pp03-dealers"].kpi.target == METHOD.band_sound


def test_items_that_are_hidden_or_sound_lead_to_nothing(ground: PlanGround) -> None:
    told = answering(ground, rated("PP02", 20, hidden="few"), rated("PP03", 70))
    assert list(experience_actions(told)) == []


def test_a_sound_index_leads_to_nothing(ground: PlanGround) -> None:
    px = ground.beliefs.px
    assert px is not None
    sound = replace(px, labels={**px.labels, "dealers": "sound"})
    told = answering(replace(ground, beliefs=replace(ground.beliefs, px=sound)), rated("PP03", 30))
    assert list(experience_actions(told)) == []


def test_actions_are_fitted_to_role_and_paradigm(ground: PlanGround) -> None:
    (action,) = experience_actions(answering(ground, rated("PP03", 30)))
    bare = replace(ground, beliefs=Beliefs(px=ground.beliefs.px))
    (plain,) = experience_actions(answering(bare, rated("PP03", 30)))
    assert set(plain.step_lines()) < set(action.step_lines())


def test_no_tool_is_proposed_before_partners_said_that_they_need_one(ground: PlanGround) -> None:
    assert list(tool_actions(replace(ground, answers=None))) == []
    assert list(tool_actions(answering(ground, rated("PE02", 30, hidden="few")))) == []
    assert list(tool_actions(answering(ground, rated("PE02", 62, half=5)))) == []  # the interval reaches «sound»
    (action,) = tool_actions(answering(ground, rated("PE02", 40)))
    assert [source.kind for source in action.evidence] == ["interviews"]


def test_wrong_steering_is_mended_by_its_cause(ground: PlanGround) -> None:
    information = ground.beliefs.information
    assert information is not None
    for cause, action in (
        ("ignorance", "steer-ignorance"), ("earnings", "steer-earnings"), ("fit", "steer-fit"),
        (None, "steer-unknown"),
    ):  # fmt: skip
        causes = replace(information.causes, leading={"dealers": cause})  # type: ignore[dict-item]
        beliefs = replace(ground.beliefs, information=replace(information, causes=causes))
        told = replace(ground, beliefs=beliefs, imbalance=(fires("B11"),))
        assert f"{action}-dealers" in by_id(knowing_actions(told))


def test_the_chosen_alternative_is_one_action_with_its_simulated_effect(ground: PlanGround) -> None:
    (action,) = alternative_actions(ground)
    chosen = ground.chosen
    assert chosen is not None
    assert action.effect == Effect(chosen.change, 36)
    assert (action.grade, action.start, action.end) == (chosen.grade, date(2025, 3, 1), date(2025, 6, 30))
    assert action.cost == 430_000
    assert action.law == ("contracts", "dependence")
    assert horizon_of(action.start, action.end, hard_to_undo=action.hard_to_undo, method=METHOD) == "strategic"


def test_today_is_kept_where_nothing_is_lost_by_it_or_people_say_so(ground: PlanGround) -> None:
    comparison = ground.comparison
    assert comparison is not None
    assert comparison.strategy is not None
    assert chosen_alternative(comparison, "today") is None
    assert chosen_alternative(None, None) is None
    best = replace(comparison.strategy.correctness, correctable_loss=0.0)
    kept = replace(comparison, strategy=replace(comparison.strategy, correctness=best))
    assert chosen_alternative(kept, None) is None
    named = chosen_alternative(kept, "close-depots")
    assert named is not None
    assert named.name == "close-depots"


def test_assumptions_worth_knowing_are_verified(ground: PlanGround) -> None:
    (action,) = verify_actions(ground)  # exit costs, 40,000; what is of grade B is not assumed
    assert action.id == "verify-exit-cost"
    assert action.effect is not None
    assert action.effect.estimate.value == 40_000
    assert action.verify is not None


def test_respondents_are_answered_unless_invented(ground: PlanGround) -> None:
    heard = replace(ground, last_interview=date(2024, 11, 20))
    assert list(feedback_actions(heard)) == []
    real = ground.definition.model_copy(update={"simulated": ground.definition.simulated.model_copy(
        update={"voices": False}
    )})  # fmt: skip
    (action,) = feedback_actions(replace(heard, definition=real))
    assert (action.start, action.end) == (date(2024, 11, 20), date(2024, 12, 20))
    assert "late" in action.problem.say("en")


def test_every_proposal_has_an_id_of_its_own(ground: PlanGround) -> None:
    ids = [one.id for one in propose_actions(ground)]
    assert len(set(ids)) == len(ids) > 5


def test_without_books_beliefs_and_alternatives_nothing_is_proposed(ground: PlanGround) -> None:
    assert propose_actions(PlanGround(ground.definition, ground.statement)) == ()


def test_no_proposal_tells_a_hidden_number(ground: PlanGround) -> None:
    for action in propose_actions(ground):
        for language in LANGUAGES:
            told = (action.problem.say(language), action.title.say(language), *action.step_lines(language))
            text = " ".join(told)
            assert "37.3" not in text
            assert "37,3" not in text


def test_hidden_channel_has_no_action_on_its_experience(ground: PlanGround) -> None:
    px = ground.beliefs.px
    assert px is not None
    hidden = PxResult(tuple(s for s in px.scores if s.channel_id == "depots"), px.weights, {"depots": "easy"},
                      {"depots": "critical"}, 0)  # fmt: skip
    assert all(isinstance(score, PxScore) and score.reading == "hidden" for score in hidden.scores)
    told = replace(ground, beliefs=Beliefs(px=hidden))
    assert list(experience_actions(told)) == []


@pytest.mark.parametrize(
    ("start", "end", "hard", "horizon"),
    [
        (date(2025, 1, 1), date(2025, 3, 30), False, "operational"),
        (date(2025, 1, 1), date(2025, 3, 31), False, "tactical"),
        (date(2025, 1, 1), date(2025, 12, 31), False, "tactical"),
        (date(2025, 1, 1), date(2026, 1, 31), False, "strategic"),
        (date(2025, 1, 1), date(2025, 1, 31), True, "strategic"),
    ],
)
def test_type_follows_from_length_or_from_what_cannot_be_undone(
    start: date, end: date, hard: bool, horizon: str
) -> None:
    assert horizon_of(start, end, hard_to_undo=hard, method=METHOD) == horizon


def test_rank_is_euro_a_year_per_euro_times_the_factor_of_the_grade() -> None:
    effect = Effect(estimate(300_000, 1, "money"), 36)
    ranks = [rank(effect, 50_000, grade, METHOD) for grade in Grade]
    assert ranks == pytest.approx([2.0, 1.6, 1.0, 0.4])
    assert rank(None, 50_000, Grade.A, METHOD) is None
    assert rank(effect, None, Grade.A, METHOD) is None
    assert rank(effect, 0.0, Grade.A, METHOD) is None


def test_grade_is_that_of_the_weakest_ground() -> None:
    books, few = Source("table", "sell_in"), Source("interviews", "PP03", ids=("i1", "i2"))
    guess, setting = Source("assumption", "cost", "a guess"), Source("setting", "b3")
    grades = [grade_of(sources, months=12, method=METHOD) for sources in (
        (books, setting), (books, few), (books, guess), (setting,), ()
    )]  # fmt: skip
    assert grades == [Grade.A, Grade.C, Grade.D, Grade.D, Grade.D]


def test_verification_names_document_and_questions() -> None:
    guess, few = Source("assumption", "cost", "exit agreements"), Source("interviews", "CC03")
    assert "exit agreements" in verification((guess,)).say("en")
    assert "CC03" in verification((few,)).say("en")
    both = verification((guess, few)).say("en")
    assert "exit agreements" in both
    assert "CC03" in both

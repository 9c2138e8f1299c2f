"""What to do about rules of imbalance that fire (METHOD §3.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tramite.books.imbalance_rule import STAKES, Measure, Rule, RuleResult
from tramite.decisions.actions.grading import grade_of, graded_split
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure, Law, Proposal, Written
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.wording import Sayable, phrase

# Grounds with rules of their own: the weakest promise (B9), clashes inside (B10), steering (B11).
_ELSEWHERE: tuple[Rule, ...] = ("B9", "B10", "B11")
_LINES: Mapping[Rule, str] = {"B3": "cm2", "B5": "cost_to_serve", "B16": "returns"}  # measured again by the books
# lines that a rule reads and in which there may be costs that a driver splits
_SPLIT: Mapping[Rule, str] = {"B3": "cm2", "B4": "cm2", "B5": "cost_to_serve", "B14": "cm2"}


def balance_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose the remedy of each rule that fires, channel by channel.

    An outcome that may be noise (certainty «open») is verified first. A contribution below zero (B3) is below its
    weight too: B4 adds nothing to it.
    """
    for result in ground.imbalance:
        told = result.status == "fires" and result.rule not in _ELSEWHERE and result.channel_id in ground.channels
        if told and not (result.rule == "B4" and ground.fired("B3", result.channel_id)):
            yield _of_rule(ground, result)


def _of_rule(ground: PlanGround, result: RuleResult) -> Proposal:
    key = result.rule.lower()
    return ground.propose(
        key, result.channel_id, channel_id=result.channel_id, problem=rule_problem(ground, result),
        kpi=_figure(ground, result), grade=rule_grade(ground, result), evidence=result.evidence,
        law=tuple(_law(ground, result)), stake=(result.at_stake, STAKES[result.rule]),
        open_outcome=result.certainty == "open",
    )  # fmt: skip


def rule_problem(ground: PlanGround, result: RuleResult) -> Sayable:
    """Say which rule fires, and the measure that is farthest beyond its limit beside it."""
    first = result.measures[0]
    words = {
        "rule": phrase(f"rules.{result.rule}"), "channel": ground.name(result.channel_id),
        "measure": phrase(f"rules.measure_{first.code}"), "value": _number(ground, first.value, first),
    }  # fmt: skip
    if first.limit is None:
        return phrase("actions.problem_rule_plain", **words)
    return phrase("actions.problem_rule", **words, limit=_number(ground, first.limit, first))


def rule_grade(ground: PlanGround, result: RuleResult) -> Grade:
    """Grade a rule by what it rests on, no better than the belief that it reads."""
    beliefs, channel = ground.beliefs, result.channel_id
    read: Mapping[Rule, Estimate | None] = {
        "B8": beliefs.roles.gaps.get(channel) if beliefs.roles else None,
        "B11": beliefs.information.steering_index.get(channel) if beliefs.information else None,
        "B18": beliefs.potential.channels[channel].limit
        if beliefs.potential and channel in beliefs.potential.channels else None,
    }  # fmt: skip
    belief = read.get(result.rule)
    grade = grade_of(result.evidence, months=ground.statement.period.months, method=ground.method)
    cell = ground.statement.cells.get((channel, _SPLIT.get(result.rule, "net_sales")))
    split = graded_split(grade, allocated=cell.allocated if cell else 0.0)
    return weakest((split, *([] if belief is None else [belief.grade])))


def _figure(ground: PlanGround, result: RuleResult) -> KeyFigure:
    first = result.measures[0]
    line = _LINES.get(result.rule)
    if line is not None:
        target = 0.0 if line == "cm2" else None
        return KeyFigure(line, phrase(f"lines.{line}"), "money", ground.amount(result.channel_id, line), target)
    return KeyFigure(result.rule, phrase(f"rules.measure_{first.code}"), first.unit, first.value, first.limit)


def _law(ground: PlanGround, result: RuleResult) -> Iterator[Law]:
    channel = ground.definition.channel(result.channel_id)
    if result.rule in ("B8", "B17") and channel.kind == "agents":
        yield "agents_pay"
    if result.rule in ("B3", "B5", "B8") and channel.reach == "indirect":
        yield "dependence"
    if result.rule == "B14":
        yield "antitrust"


def _number(ground: PlanGround, value: float, measure: Measure) -> Written:
    return Written(value, measure.unit, ground.definition.currency)

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.decisions.test_feasibility import blocked as heard
from tramite.beliefs.held import Beliefs
from tramite.decisions.allocation.availability import unavailable
from tramite.decisions.allocation.plan import AllocationPlan, expanded, problem_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method

SURE = {"low": 1, "likely": 1, "high": 1, "source": "test"}
CLOSE = {
    "kind": "close-channel", "channel": "shops", "start": date(2025, 1, 1), "exit_cost": SURE,
    "avoidable_share": SURE, "ramp_months": SURE,
}  # fmt: skip
INVEST = {
    "kind": "shift-investment", "channel": "web", "start": date(2025, 1, 1), "monthly": 1, "today_monthly": SURE,
    "zero_spend_share": {**SURE, "low": 0.5, "likely": 0.5, "high": 0.5},
    "saturation_factor": {**SURE, "low": 1.5, "likely": 1.5, "high": 1.5}, "incremental_share": SURE,
    "response_months": SURE,
}  # fmt: skip
NAME = {"en": "name", "it": "nome"}
CONTENT: dict[str, Any] = {
    "budget": {"yearly": 100},
    "capacities": [{"id": "people", "name": NAME, "limit": 2}],
    "risk": {"measure": "regret", "limit": 5},
    "choices": [
        {"id": "shops", "name": NAME, "options": [
            {"id": "close", "name": NAME, "uses": {"people": 1}, "levers": [CLOSE]},
        ]},
        {"id": "web", "name": NAME, "lever": INVEST, "options": [
            {"id": "some", "name": NAME, "yearly": 60, "set": {"monthly": 5}},
            {"id": "more", "name": NAME, "yearly": 120, "excludes": ["shops.close"], "set": {"monthly": 10}},
            {"id": "shops", "name": NAME, "levers": [{**INVEST, "channel": "shops"}]},
        ]},
    ],
}  # fmt: skip


def plan(content: dict[str, Any] = CONTENT) -> AllocationPlan:
    return AllocationPlan.model_validate(expanded(content))


def test_a_shared_lever_is_written_out_with_what_each_option_sets() -> None:
    monthly = [getattr(lever, "monthly", None) for _, option in plan().options() for lever in option.levers]
    assert monthly == [None, 5, 10, 1]


def test_what_has_another_shape_is_left_for_the_model_to_refuse() -> None:
    for content in ({"choices": 5}, {"choices": [5]}, {"choices": [{"lever": {}, "options": 5}]}, {}):
        assert expanded(content) == content or "choices" in content
        with pytest.raises(ValidationError):
            AllocationPlan.model_validate(expanded(content))
    stray = deepcopy(CONTENT)
    stray["choices"][0]["options"][0]["set"] = {"monthly": 5}
    with pytest.raises(ValidationError, match="Extra inputs"):
        plan(stray)


def test_problem_holds_limits_uses_and_exclusions() -> None:
    problem = problem_of(plan(), frozenset({3}))
    assert problem.sizes == (1, 3)
    assert [(one.code, one.uses, one.limit) for one in problem.resources] == [
        ("yearly", (0.0, 60.0, 120.0, 0.0), 100.0), ("people", (1.0, 0.0, 0.0, 0.0), 2.0),
    ]  # fmt: skip
    # The plan excludes «more» beside «close»; investing in shops that close is excluded by what it does.
    assert problem.excludes == {(0, 2), (0, 3)}
    assert problem.blocked == {3}
    assert list(problem.mixes()) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_closing_a_part_of_a_channel_leaves_the_rest_to_be_changed() -> None:
    part = deepcopy(CONTENT)
    part["choices"][0]["options"][0]["levers"] = [{**CLOSE, "product_lines": ["bikes"]}]
    assert problem_of(plan(part)).excludes == {(0, 2)}


def test_risk_has_the_tail_of_the_method_unless_given() -> None:
    method = Method()
    assert plan().risk_of(method).tail == method.allocation_tail
    own = plan({**CONTENT, "risk": {"tail": 0.2}}).risk_of(method)
    assert (own.measure, own.tail, own.limit) == ("expected-shortfall", 0.2, None)


def test_two_choices_cannot_both_change_what_was_asked_about_once() -> None:
    rise = {"kind": "change-price", "channel": "web", "start": date(2025, 1, 1), "change": 0.05,
            "response_months": SURE}  # fmt: skip
    choices = [
        {"id": name, "name": NAME, "options": [{"id": "rise", "name": NAME, "levers": [{**rise, **aim}]}]}
        for name, aim in (("all", {}), ("bikes", {"product_lines": ["bikes"]}), ("shops", {"channel": "shops"}))
    ]
    assert problem_of(plan({"choices": choices})).excludes == {(0, 1)}


def test_an_option_is_unavailable_as_an_alternative_with_its_levers_is_no_choice(
    definition: CaseDefinition,
) -> None:
    blocked, barred = deepcopy(CONTENT), deepcopy(CONTENT)
    blocked["choices"][0]["options"][0]["blocked"] = {"by": "law", "reason": NAME}
    barred["choices"][0]["options"][0]["levers"] = [{**CLOSE, "barred": {"by": "contract", "source": "lease"}}]
    for content, close, why, by in (
        (blocked, 0.7, "plan", ["people"]), (barred, 0.7, "plan", ["contract", "people"]),
        (CONTENT, 0.5, "people", ["people"]), (CONTENT, 0.49, "missing", []), (CONTENT, None, "missing", []),
    ):  # fmt: skip
        said = Beliefs(blocked=heard(close).blocked)
        (one,) = unavailable(plan(content), beliefs=said, definition=definition)
        assert (one.item, one.why, [bar.by for bar in one.bars]) == (0, why, by)
    (lack,) = unavailable(plan(), beliefs=Beliefs(), definition=definition)[0].missing
    assert (lack.key, lack.channel_id) == ("parameters.diversion_belief", "shops")

"""The plan as the rules propose it: all actions, those first that bring most for what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tramite.decisions.actions.answering import feedback_actions, tool_actions
from tramite.decisions.actions.balance import balance_actions
from tramite.decisions.actions.between import conflict_actions, relation_actions, role_actions
from tramite.decisions.actions.deciding import alternative_actions, verify_actions
from tramite.decisions.actions.experience import experience_actions, group_actions
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.growing import growth_actions
from tramite.decisions.actions.knowing import knowing_actions
from tramite.decisions.actions.proposal import Place, Proposal, factor_of, rank, worth_place

RULES: Final[tuple[Callable[[PlanGround], Iterable[Proposal]], ...]] = (
    feedback_actions, alternative_actions, verify_actions, experience_actions, group_actions, knowing_actions,
    conflict_actions, role_actions, relation_actions, growth_actions, balance_actions, tool_actions,
)  # fmt: skip


def propose_actions(ground: PlanGround) -> tuple[Proposal, ...]:
    """Propose what to do, what brings most for its cost first (``proposal.worth_place``).

    Source: METHOD §3.12; R31, R36, R56, R72.
    """

    def place(action: Proposal) -> Place:
        told = rank(action.effect, action.cost, action.grade, ground.method)
        return worth_place(action.id, told, action.effect, action.at_stake, factor_of(action.grade, ground.method))

    return tuple(sorted(_all(ground), key=place))


def _all(ground: PlanGround) -> Iterator[Proposal]:
    for rule in RULES:
        yield from rule(ground)

"""The allocation of a case: its plan, what of it cannot be chosen, and what the search found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.decisions.allocation.allocate import allocate
from tramite.decisions.allocation.availability import Unavailable, unavailable
from tramite.decisions.allocation.plan import AllocationPlan, problem_of
from tramite.decisions.allocation.result import Allocation
from tramite.decisions.allocation.simulated import MixSimulator
from tramite.decisions.comparison import Comparison, Missing
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.today import missing_for_simulation, today
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate


@dataclass(frozen=True, slots=True)
class CaseAllocation:
    """What is printed of a plan.

    Attributes:
        found: ``None`` if today cannot be simulated, for want of what ``missing`` names.
        people_heard: whether the vendor's people may be read on what is blocked.
        months: horizon. draws, seed: of the simulation.
    """

    plan: AllocationPlan
    unavailable: tuple[Unavailable, ...]
    people_heard: bool
    found: Allocation | None
    missing: tuple[Missing, ...]
    months: int
    draws: int
    seed: int


def allocate_case(
    plan: AllocationPlan,
    *,
    statement: IncomeStatement,
    beliefs: Beliefs,
    definition: CaseDefinition,
    chance: Chance,
    blocked: Mapping[tuple[str, str], Estimate] | None,
    comparison: Comparison | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> CaseAllocation:
    """Search the mixes of a plan on the draws of the case.

    Args:
        blocked: levers that the vendor's people call blocked, by channel and name; ``None`` is not known.
        comparison: of the case's alternatives, on the same draws; they are placed beside the frontier.
        progress: as of :func:`~tramite.decisions.allocation.allocate.allocate`.
    """
    method = definition.method
    missing = missing_for_simulation(statement, definition)
    away = unavailable(plan, beliefs=beliefs, blocked=blocked or {})
    found = None
    if not missing:
        context = LeverContext(
            today(statement, definition=definition, chance=chance), beliefs, definition, chance
        )  # fmt: skip
        simulator = MixSimulator(plan, context)
        results = comparison.results[1:] if comparison else ()
        found = allocate(
            problem_of(plan, frozenset(one.item for one in away)), simulator.simulate, risk=plan.risk_of(method),
            grounds=simulator.grounds, method=method, chance=chance, currency=definition.currency,
            alternatives={result.name: result.draws for result in results}, progress=progress,
        )  # fmt: skip
    return CaseAllocation(
        plan, away, blocked is not None, found, missing, method.horizon_months, chance.draws, chance.seed
    )

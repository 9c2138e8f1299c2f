"""The allocation of a case: its plan, what of it cannot be chosen, and what the search found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.books.statement_cut import StatementCut
from tramite.decisions.allocation.allocate import allocate
from tramite.decisions.allocation.availability import Unavailable, unavailable
from tramite.decisions.allocation.plan import AllocationPlan, problem_of
from tramite.decisions.allocation.result import Allocation
from tramite.decisions.allocation.simulated import MixSimulator
from tramite.decisions.comparison import Comparison
from tramite.decisions.market import Market, market_of
from tramite.decisions.missing import Missing
from tramite.decisions.simulation import KEPT, Setting
from tramite.decisions.today import missing_for_simulation
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance


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
    cut: StatementCut,
    beliefs: Beliefs,
    definition: CaseDefinition,
    chance: Chance,
    comparison: Comparison | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> CaseAllocation:
    """Search the mixes of a plan on the first ``allocation_draws`` of the draws of the case.

    Args:
        statement: of the base year, by channel. cut: the same by channel, segment and product line.
        comparison: of the case's alternatives, on the same draws; they are placed beside the frontier.
        progress: as of :func:`~tramite.decisions.allocation.allocate.allocate`.
    """
    method = definition.method
    missing = missing_for_simulation(statement, definition)
    market = None if missing else _market(plan, market_of(statement, cut, definition))
    books = None if market is None else (market, statement)
    away = unavailable(plan, beliefs=beliefs, definition=definition, books=books)
    few = replace(chance, draws=min(chance.draws, method.allocation_draws, KEPT))
    found = None
    if market is not None:
        simulator = MixSimulator(plan, Setting(market, statement, beliefs, definition), few)
        results = [each for each in comparison.results[1:] if each.feasible] if comparison else []
        found = allocate(
            problem_of(plan, frozenset(one.item for one in away)), simulator.simulate, risk=plan.risk_of(method),
            grounds=simulator.grounds, method=method, chance=few, currency=definition.currency,
            alternatives={result.name: result.draws for result in results}, progress=progress,
        )  # fmt: skip
    heard = beliefs.blocked is not None and beliefs.blocked.readable
    return CaseAllocation(plan, away, heard, found, missing, method.horizon_months, few.draws, few.seed)


def _market(plan: AllocationPlan, market: Market) -> Market:
    """Return the market with every channel that an option opens."""
    for _, option in plan.options():
        for lever in option.levers:
            market = lever.opens(market)
    return market

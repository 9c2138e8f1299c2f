"""Which options of a plan cannot be chosen, and why: the plan says so, something bars a lever, or data lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.decisions.allocation.plan import AllocationPlan
from tramite.decisions.feasibility import Bar, bars_of
from tramite.decisions.levers.lever import Lever
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.kernel.case import CaseDefinition

Books = tuple[Market, IncomeStatement]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An option that cannot be chosen.

    Attributes:
        item: its place in the plan. why: the plan blocks it or bars one of its levers, the vendor's people call
            one blocked, or its simulation lacks something.
        bars: what blocks its levers, as of an alternative. missing: what the simulation lacks.
    """

    item: int
    why: Literal["plan", "people", "missing"]
    bars: tuple[Bar, ...] = ()
    missing: tuple[Missing, ...] = ()


def unavailable(
    plan: AllocationPlan, *, beliefs: Beliefs, definition: CaseDefinition, books: Books | None = None
) -> tuple[Unavailable, ...]:
    """Return the options that cannot be chosen.

    Args:
        books: market and statement of the base year, where they tell enough to simulate.
    """
    return tuple(_found(plan, beliefs, definition, books))


def _found(
    plan: AllocationPlan, beliefs: Beliefs, definition: CaseDefinition, books: Books | None
) -> Iterator[Unavailable]:
    for item, (_, option) in enumerate(plan.options()):
        bars = bars_of(option.levers, beliefs, definition)
        missing = tuple(lack for lever in option.levers for lack in _lacks(lever, beliefs, definition, books))
        if option.blocked is not None or any(bar.by != "people" for bar in bars):
            yield Unavailable(item, "plan", bars)
        elif bars:
            yield Unavailable(item, "people", bars)
        elif missing:
            yield Unavailable(item, "missing", missing=missing)


def _lacks(lever: Lever, beliefs: Beliefs, definition: CaseDefinition, books: Books | None) -> Iterator[Missing]:
    yield from lever.missing(beliefs, definition)
    if books is not None:
        yield from lever.missing_in_books(books[0], books[1], beliefs, definition)
